"""Drawings of products."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

pytest.importorskip("jinja2", reason="jinja2 is not installed; extra webshop")
from agentgym.environments.webshop.site.pictures import picture
from tests.environments.webshop.samples import product


def test_the_same_product_always_looks_the_same() -> None:
    assert picture(product()) == picture(product(title="Other")) != picture(product(asin="B2"))
    assert ElementTree.fromstring(picture(product(category="<b>"))).tag == "svg"
