"""Snapshots of pages, beside what the browser itself says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from agentgym.browser import Chromium
from agentgym.browser.site import SiteServer
from agentgym.environments.mind2web.authoring.folder_site import folder_site

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.usefixtures("browser"),
]


def test_boxes_and_attributes_are_the_browsers(recorded: Path, site: Path) -> None:
    action = json.loads((recorded / "train/teahouse.json").read_text())[0]["actions"][0]
    listed = [json.loads(c["attributes"]) for c in action["pos_candidates"] + action["neg_candidates"]]
    with SiteServer(folder_site(site)) as server, Chromium() as browser:
        browser.driver.get(server.url + "/index.html")
        boxes: dict[str, Any] = browser.driver.execute_script(
            "return Object.fromEntries(Array.from(document.querySelectorAll('[id]'), e => "
            "[e.id, (b => [b.x, b.y, b.width, b.height])(e.getBoundingClientRect())]))"
        )
    compared = 0
    for attributes in listed:
        if attributes.get("id") in boxes:
            box = [float(n) for n in attributes["bounding_box_rect"].split(",")]
            assert box == pytest.approx(boxes[attributes["id"]], abs=0.6)
            compared += 1
    assert compared >= 4
    far = next(a for a in listed if a.get("id") == "far")
    assert far["aria_label"] == "Far away" and far["is_clickable"] == "true"
