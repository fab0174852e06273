"""The recorder, in a real Chromium, on a site of a few lines."""

from __future__ import annotations

import json
import time
from pathlib import Path
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest

import agentgym
from agentgym.browser.site import SiteServer
from agentgym.environments.mind2web.authoring.folder_site import folder_site
from agentgym.environments.mind2web.authoring.record import record_site
from agentgym.environments.mind2web.authoring.script import SITES, SiteScript, TaskScript, read_script
from agentgym.environments.mind2web.official.files import index, read_task
from agentgym.environments.mind2web.tasks import EMBEDDED
from agentgym.errors import DataError

ENV = "AgentTune/Mind2Web-v0"
UNREADY = {
    "/": """<!DOCTYPE html><html><body><p id="out">nothing yet</p>
<button onclick="fetch('/slow').then(r => r.text()).then(say)">Fetch</button>
<button onclick="request()">Request</button>
<button onclick="setTimeout(() => { location.href = '/next'; })">Leave</button>
<button onclick="draw(20)">Draw</button>
<script>
const say = text => { document.getElementById('out').textContent = text; };
const request = () => {
  const asked = new XMLHttpRequest();
  asked.onload = () => setTimeout(() => say(asked.responseText));
  asked.open('GET', '/slow');
  asked.send();
};
const draw = n => requestAnimationFrame(() => { say('drawn ' + (21 - n)); if (n > 1) draw(n - 1); });
</script></body></html>""",
    "/next": """<!DOCTYPE html><html><body><h1>Another page</h1>
<button onclick="this.textContent = 'Pressed'">Back here</button></body></html>""",
}
pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.usefixtures("browser"),
]


def test_the_record_is_of_the_official_schema(recorded: Path) -> None:
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


def test_the_record_is_playable(recorded: Path) -> None:
    run = agentgym.rollout(ENV, "expert", data=recorded, split="test_domain", candidates=50, mode="element")
    assert [e.reward for e in run] == [1.0] * 6


def test_recording_again_gives_the_same_ids_and_choices(recorded: Path, site: Path) -> None:
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
def test_what_cannot_be_done_is_told(site: Path, steps: tuple[str, ...], expect: str, message: str) -> None:
    script = SiteScript("teahouse", "d", "s", "index.html", (TaskScript("t", steps, expect=expect),))
    with pytest.raises(DataError, match=message):
        record_site(script, site)


def test_other_hosts_only_by_name(site: Path) -> None:
    task = (TaskScript("t", ("CLICK Order @ Small",), expect="small"),)
    with SiteServer(folder_site(site)) as server:
        start = server.url.replace("127.0.0.1", "localhost") + "/index.html"
        closed = SiteScript("teahouse", "d", "s", start, task)
        with pytest.raises(DataError, match=r"cannot be opened.*NAME_NOT_RESOLVED.*'hosts'"):
            record_site(closed, site)
        opened = SiteScript("teahouse", "d", "s", start, task, hosts=("localhost",))
        assert len(record_site(opened, site)["train"]) == 1


def test_a_shipped_site_is_still_what_was_recorded() -> None:
    script = read_script(SITES / "settings.toml")
    short = SiteScript(
        script.website, script.domain, script.subdomain, script.start, script.task[:2], script.split
    )
    made = record_site(short, SITES)["test_domain"]
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


def _unready_site(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
    """A site whose answers take their time."""
    path = environ["PATH_INFO"]
    if path in ("/slow", "/next"):
        time.sleep(1)
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
    return [UNREADY.get(path, "It has arrived.").encode()]


@pytest.mark.parametrize(
    ("steps", "expect"),
    [
        (("CLICK Fetch",), "It has arrived."),
        (("CLICK Request",), "It has arrived."),
        (("CLICK Leave",), "Another page"),
        (("CLICK Draw",), "drawn 20"),
        (("CLICK Leave", "CLICK Back here"), "Pressed"),
    ],
)
def test_what_a_step_sets_off_is_waited_for(site: Path, steps: tuple[str, ...], expect: str) -> None:
    with SiteServer(_unready_site) as server:
        script = SiteScript("unready", "d", "s", server.url, (TaskScript("t", steps, expect=expect),))
        assert len(record_site(script, site)["train"]) == 1
