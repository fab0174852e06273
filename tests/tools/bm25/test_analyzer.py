"""Lucene's tokens."""

from __future__ import annotations

import gzip
import json

from agentgym.tools.bm25.analyzer import analyze
from tests.environments.webshop import real
from tests.shared_data import shared


def test_the_analyzer_gives_lucenes_tokens() -> None:
    recorded = json.loads(gzip.decompress(shared("webshop/lucene_tokens_1k.json.gz").read_bytes()))
    assert [q for q, tokens in recorded["queries"].items() if analyze(q) != tokens] == []
    differing = [
        p.asin for p in real.catalogue().products if analyze(p.index_text) != recorded["docs"][p.asin]
    ]
    assert len(differing) <= 2, "only the two documents with half-width and ornament characters may differ"
