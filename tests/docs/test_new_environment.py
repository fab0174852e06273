"""docs/new_environment.md works as written: every block of it is run, in order, in an empty folder."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.cli.running import environment
from tests.docs.blocks import Block, blocks

BLOCKS = blocks("new_environment.md")


def _install(toml: str, site: Path) -> None:
    """Lay out what an installer would: the metadata of a package with these entry points."""
    info = site / "my_package-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: my-package\nVersion: 1.0\n")
    lines = []
    for group, entries in tomllib.loads(toml)["project"]["entry-points"].items():
        lines += [f"[{group}]", *(f"{name} = {value}" for name, value in entries.items())]
    (info / "entry_points.txt").write_text("\n".join(lines))


def _run(command: list[str], folder: Path, paths: list[Path]) -> str:
    env = environment()
    env["PYTHONPATH"] = os.pathsep.join([*map(str, paths), env["PYTHONPATH"]])
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True)
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


def _do(block: Block, folder: Path, site: Path) -> None:
    if block.title:
        path = folder / block.title
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text)
        if block.language == "toml":
            _install(block.text, site)
    elif block.language == "python":
        _run([sys.executable, "-c", block.text], folder, [folder])
    else:
        assert block.language == "bash", f"line {block.line}: nothing runs {block.language}"
        for line in block.text.splitlines():
            program, *arguments = line.split()
            assert program == "agentgym", line
            # As the console script does it: the current folder is not on the path by itself.
            start = "import sys; sys.path.remove(''); from agentgym.cli.main import main; main()"
            installed = [site, folder] if block.info == "installed" else []
            printed = _run([sys.executable, "-c", start, *arguments], folder, installed)
            assert printed.strip(), line


def test_every_line_of_the_page_works(tmp_path: Path) -> None:
    folder, site = tmp_path / "work", tmp_path / "site"
    folder.mkdir()
    for block in BLOCKS:
        _do(block, folder, site)


def test_the_minimal_environment_has_at_most_25_lines() -> None:
    first = BLOCKS[0]
    assert first.title == "my_package/guess.py"
    assert sum(bool(line.strip()) for line in first.text.splitlines()) <= 25


@pytest.mark.parametrize(
    "word", ["agentgym.register", "--import", "entry-points", "check_env", "module:Class"]
)
def test_the_page_names(word: str) -> None:
    from tests.docs.blocks import DOCS

    assert word in (DOCS / "new_environment.md").read_text()
