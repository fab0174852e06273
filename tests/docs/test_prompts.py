"""docs/prompts.md works as written: every block of it is run, in order, in an empty folder with a checkout."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from agentgym import registry
from tests.cli.running import agentgym, environment
from tests.docs.blocks import DOCS, blocks
from tests.environments.alfworld.official.test_prompts import checkout


def test_every_line_of_the_page_works(tmp_path: Path) -> None:
    checkout(tmp_path / "checkouts" / "AgentBench")
    for block in blocks("prompts.md"):
        if block.title:
            path = tmp_path / block.title
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text)
        elif block.language == "python":
            command = [sys.executable, "-c", block.text]
            done = subprocess.run(command, cwd=tmp_path, env=environment(), capture_output=True, text=True)
            assert done.returncode == 0, done.stderr
        else:
            assert block.language == "bash", f"line {block.line}: nothing runs {block.language}"
            for line in block.text.splitlines():
                program, *arguments = line.split()
                assert program == "agentgym" and agentgym(*arguments, cwd=tmp_path).strip(), line


@pytest.mark.parametrize(
    ("environment", "title"),
    [("alfworld", "ALFWorld"), ("webshop", "WebShop"), ("mind2web", "Mind2Web"), ("knowledge_graph", "KG"),
     ("operating_system", "OS"), ("database", "DB")],
)  # fmt: skip
def test_the_page_has_the_fingerprints_that_are_tested(environment: str, title: str) -> None:
    known = import_module(f"tests.environments.{environment}.official.test_prompts").FINGERPRINTS
    lines = (DOCS / "prompts.md").read_text("utf-8").splitlines()
    old, later, calls = next(
        line for line in lines if line.startswith(f"| {title} ") and line.count("|") == 6
    ).split("|")[3:6]
    shown = {
        "old": old.strip(),
        "v0.2": old.strip() if "the same" in later else later.strip(),
        "fc": calls.strip(),
    }
    assert {v: digits for v, digits in shown.items() if digits != "–"} == known


def test_the_page_has_every_environment_that_reads_a_checkout() -> None:
    page = (DOCS / "prompts.md").read_text("utf-8")
    for env_id in registry.environment_ids():
        card = registry.environment_class(env_id).card
        assert not card.prompts or registry.short_name(env_id) in page or card.title in page
