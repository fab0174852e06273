"""Lucene's order."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from agentgym.tools.bm25 import Index, build
from tests.environments.webshop import real
from tests.shared_data import shared


def test_eight_hundred_queries_give_lucenes_order() -> None:
    shop = real.catalogue()
    queries = json.loads(gzip.decompress(shared("webshop/lucene_top50_queries.json.gz").read_bytes()))
    wrong = [
        query
        for query, hits in queries
        if [shop.products[i].asin for i in shop.index.search(query).documents] != [asin for asin, _ in hits]
    ]
    assert (len(queries), wrong) == (800, [])


def test_equal_scores_are_ordered_by_id(tmp_path: Path) -> None:
    build([(f"D{i:03d}", "green tea") for i in reversed(range(120))], tmp_path)
    hits = Index.open(tmp_path).search("tea", k=50)
    assert hits.documents == list(range(119, 69, -1)) and len(set(hits.scores)) == 1


def test_nothing_found(tmp_path: Path) -> None:
    build([("a", "green tea"), ("b", "")], tmp_path)
    index = Index.open(tmp_path, mapped=False)
    assert index.search("coffee") == ([], []) == index.search("the of") == index.search("")
    assert index.search("TEA's green").documents == [0]
