"""A small site, and what the recorder makes of it in a real Chromium."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from agentgym.browser import BrowserMissing, chromium_path, driver_path
from agentgym.environments.mind2web.commands import commands
from agentgym.install import hint
from tests.environments.mind2web.authoring.teahouse import PAGE, SCRIPT


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the site and its script."""
    folder = tmp_path_factory.mktemp("tea")
    (folder / "index.html").write_text(PAGE)
    (folder / "tea.toml").write_text(SCRIPT)
    return folder


@pytest.fixture(scope="session")
def browser() -> None:
    """Skip the test where nothing can be recorded."""
    pytest.importorskip("selenium", reason=f"the recorder needs selenium: {hint('mind2web')}")
    try:
        chromium_path(), driver_path()
    except BrowserMissing as error:
        pytest.skip(f"no Chromium here: {error}")


@pytest.fixture(scope="session")
def recorded(browser: None, site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in the official layout, recorded from the site."""
    out = tmp_path_factory.mktemp("recorded")
    done = CliRunner().invoke(commands, ["record", str(site / "tea.toml"), "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert "2 tasks, 6 steps" in done.output and "1 tasks, 1 steps" in done.output
    return out
