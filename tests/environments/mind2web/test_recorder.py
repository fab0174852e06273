"""The recorder, in a real Chromium, on a site of a few lines; and scripts that are not right."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import agentgym
from agentgym.browser import BrowserMissing, Chromium, chromium_path, driver_path
from agentgym.environments.mind2web.data_cli import commands
from agentgym.environments.mind2web.files import EMBEDDED
from agentgym.environments.mind2web.recorder.record import record_site
from agentgym.environments.mind2web.recorder.script import SiteScript, TaskScript, parse_step, read_script
from agentgym.environments.mind2web.recorder.server import FolderServer
from agentgym.errors import DataError

ENV = "AgentTune/Mind2Web-v0"
PAGE = """<!DOCTYPE html><html><head><title>t</title>
<style>#far{position:absolute;left:700px;top:40px}</style></head><body>
<h1>Tea &amp; <em>co</em></h1><p style="display:none">secret</p><p style="visibility:hidden">unseen</p>
<label for="kind">Kind of tea</label><select id="kind"><option>Black</option><option>Green</option></select>
<div><label for="note">Note</label><input id="note" placeholder="A wish" value="none">
<input type="checkbox" id="ice"><label for="ice">With ice</label></div>
<ul><li>Small <button onclick="order('small')">Order</button></li>
<li>Large <button onclick="order('large')"><span>Order</span></button></li></ul>
<a id="far" href="#x" aria-label="Far away">→</a>
<div id="out" tabindex="0" onmouseover="this.textContent='hovered'">nothing yet</div>
<script>
const $ = id => document.getElementById(id);
function order(size) {
  localStorage.n = 1 + Number(localStorage.n || 0);
  const ice = $('ice').checked ? 'iced ' : '';
  $('out').textContent = [size, $('kind').value, $('note').value, ice].join(' ') + localStorage.n;
}
</script>
</body></html>"""
SCRIPT = """
website = "teahouse"
domain = "Food"
subdomain = "Tea"
start = "index.html"
split = "test_domain"
[[task]]
task = "Order a large green tea with ice and the note hot."
steps = ["SELECT Kind of tea = Green", "TYPE A wish = hot", "CLICK With ice", "CLICK Order @ Large"]
expect = "large Green hot iced 1"
[[task]]
task = "Order a small black tea."
steps = ["CLICK Order @ Small"]
expect = "small Black none 1"
split = "train"
[[task]]
task = "Hover over the result, then press enter on the link."
steps = ["HOVER nothing yet", "ENTER Far away"]
expect = "hovered"
"""


def test_steps_are_read() -> None:
    step = parse_step("TYPE Search in @ the header = a = b")
    assert (step.op, step.name, step.near, step.value) == ("TYPE", "Search in", "the header", "a = b")
    assert parse_step("CLICK me@post.example").name == "me@post.example"
    for wrong, message in (
        ("PRESS x", "is not of the form"),
        ("CLICK", "is not of the form"),
        ("TYPE field", "TYPE and SELECT have a value"),
        ("CLICK x = y", "TYPE and SELECT have a value"),
    ):
        with pytest.raises(DataError, match=message):
            parse_step(wrong)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("website = ", "is no TOML file"),
        ('website = "x"', "missing required field"),
        (SCRIPT.replace("teahouse", "../tea house"), "website must be made of"),
        (SCRIPT.replace("index.html", "nowhere.html"), "neither a URL nor a file"),
        (SCRIPT.replace("expect", "expects"), "unknown field `expects`"),
        (SCRIPT.replace('["CLICK Order @ Small"]', "[]"), "has no steps"),
        (SCRIPT.replace("CLICK Order @ Small", "CLICK"), "is not of the form"),
    ],
)
def test_broken_scripts_are_clear_errors(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "index.html").write_text(PAGE)
    (tmp_path / "tea.toml").write_text(content)
    with pytest.raises(DataError, match=message):
        read_script(tmp_path / "tea.toml")


def test_all_shipped_scripts_are_read_and_were_recorded() -> None:
    scripts = sorted((EMBEDDED.parent / "sites").glob("*.toml"))
    recorded = {p.name.split(".")[0] for p in EMBEDDED.rglob("*.zst")}
    assert len(scripts) >= 12 and {read_script(p).website for p in scripts} == recorded
    for path in scripts:
        page = (path.parent / read_script(path).start).read_text()
        assert "https://" not in page and "http://" not in page, "no site needs a network"


try:
    chromium_path(), driver_path()
    BROWSER = ""
except BrowserMissing as error:
    BROWSER = f"no Chromium here: {error}"
needs_browser = pytest.mark.skipif(bool(BROWSER), reason=BROWSER)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tea")
    (folder / "index.html").write_text(PAGE)
    (folder / "tea.toml").write_text(SCRIPT)
    return folder


@pytest.fixture(scope="module")
def recorded(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    if BROWSER:
        pytest.skip(BROWSER)
    pytest.importorskip("selenium", reason="the recorder needs agentgym[browser]")
    out = tmp_path_factory.mktemp("recorded")
    done = CliRunner().invoke(commands, ["record", str(site / "tea.toml"), "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert "2 tasks, 6 steps" in done.output and "1 tasks, 1 steps" in done.output
    return out


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
@needs_browser
class TestInChromium:
    def test_the_record_is_of_the_official_schema(self, recorded: Path) -> None:
        task, hovering = json.loads((recorded / "test_domain/teahouse.json").read_text())
        assert task["action_reprs"] == [
            "[combobox]  Kind of tea -> SELECT: Green",
            "[textbox]  Note -> TYPE: hot",
            "[checkbox]  With ice -> CLICK",
            "[button]  Order -> CLICK",
        ]
        assert [a["operation"] for a in hovering["actions"]] == [
            {"original_op": "HOVER", "value": "", "op": "CLICK"},
            {"original_op": "ENTER", "value": "", "op": "CLICK"},
        ]
        first, last = task["actions"][0], task["actions"][-1]
        assert "secret" not in first["cleaned_html"] and "unseen" not in first["cleaned_html"]
        assert "secret" in first["raw_html"] and "bounding_box_rect" in first["raw_html"]
        assert "Tea &amp; " in first["cleaned_html"].replace("Tea &amp;</text>", "Tea &amp; ")
        assert 'option_selected="true"' in first["cleaned_html"] and "data-agentgym" not in json.dumps(task)
        assert "option" not in {c["tag"] for a in task["actions"] for c in a["neg_candidates"]}
        large = last["pos_candidates"]
        assert [(c["tag"], c["is_original_target"]) for c in large] == [("button", True), ("span", False)]
        assert 'input_checked="true"' in last["cleaned_html"] and 'input_value="hot"' in last["cleaned_html"]

    def test_boxes_and_attributes_are_the_browsers(self, recorded: Path, site: Path) -> None:
        action = json.loads((recorded / "train/teahouse.json").read_text())[0]["actions"][0]
        listed = [json.loads(c["attributes"]) for c in action["pos_candidates"] + action["neg_candidates"]]
        with FolderServer(site) as server, Chromium() as browser:
            browser.driver.get(server.url + "index.html")
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

    def test_the_record_is_playable(self, recorded: Path) -> None:
        run = agentgym.rollout(
            ENV, "expert", data=recorded, split="test_domain", candidates=50, mode="element"
        )
        assert [e.reward for e in run] == [1.0] * 6

    def test_recording_again_gives_the_same_ids_and_choices(self, recorded: Path, site: Path) -> None:
        script = read_script(site / "tea.toml")
        again = record_site(script, site)["train"][0]
        before = json.loads((recorded / "train/teahouse.json").read_text())[0]
        assert again["annotation_id"] == before["annotation_id"]
        assert [a["action_uid"] for a in again["actions"]] == [a["action_uid"] for a in before["actions"]]
        assert len(again["actions"][0]["neg_candidates"]) == len(before["actions"][0]["neg_candidates"])

    @pytest.mark.parametrize(
        ("steps", "expect", "message"),
        [
            (("CLICK Order",), "", "2 elements are called 'Order' for CLICK.*name a text near it"),
            (("CLICK Tip",), "", "0 elements are called 'Tip'.*is it on the page"),
            (("SELECT Kind of tea = White",), "", "SELECT on 'Kind of tea' failed"),
            (("CLICK Order @ Small",), "a large tea", "the last page does not show 'a large tea'"),
        ],
    )
    def test_what_cannot_be_done_is_told(
        self, site: Path, steps: tuple[str, ...], expect: str, message: str
    ) -> None:
        script = SiteScript("teahouse", "d", "s", "index.html", (TaskScript("t", steps, expect=expect),))
        with pytest.raises(DataError, match=message):
            record_site(script, site)

    def test_a_shipped_site_is_still_what_was_recorded(self) -> None:
        from agentgym.environments.mind2web.files import index, read_task

        script = read_script(EMBEDDED.parent / "sites" / "settings.toml")
        short = SiteScript(
            script.website, script.domain, script.subdomain, script.start, script.task[:2], script.split
        )
        made = record_site(short, EMBEDDED.parent / "sites")["test_domain"]
        path = EMBEDDED / "test_domain" / "hearthhub.json.zst"
        for task, entry in zip(made, index(path), strict=False):
            stored = read_task(path, entry)
            assert (task["annotation_id"], tuple(task["action_reprs"])) == (
                stored.annotation_id,
                stored.action_reprs,
            )
            assert [len(a["neg_candidates"]) for a in task["actions"]] == [
                len(a.neg_candidates) for a in stored.actions
            ]
