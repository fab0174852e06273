"""Scripts, and what is wrong with some."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentgym.environments.mind2web.authoring.script import SITES, parse_step, read_script
from agentgym.environments.mind2web.tasks import EMBEDDED
from agentgym.errors import DataError
from tests.environments.mind2web.authoring.teahouse import PAGE, SCRIPT


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
    scripts = sorted(SITES.glob("*.toml"))
    recorded = {p.name.split(".")[0] for p in EMBEDDED.rglob("*.zst")}
    assert len(scripts) >= 12 and {read_script(p).website for p in scripts} == recorded
    for path in scripts:
        page = (path.parent / read_script(path).start).read_text()
        assert "https://" not in page and "http://" not in page, "no site needs a network"
