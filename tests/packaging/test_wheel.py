"""The built wheel: everything is in it, and it stands without the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel as a release would."""
    folder = tmp_path_factory.mktemp("wheel")
    done = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(folder), str(ROOT)],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into a folder of its own."""
    folder = tmp_path_factory.mktemp("site")
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(folder), str(wheel)],
        check=True,
    )
    return folder


def python(code: str, *paths: Path) -> str:
    """Run code away from the checkout, with ``paths`` before all else."""
    inherited = [
        p for p in os.environ.get("PYTHONPATH", "").split(os.pathsep) if p and Path(p).resolve() != ROOT
    ]
    path = os.pathsep.join([*map(str, paths), *inherited])
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd="/",
        env={**os.environ, "PYTHONPATH": path},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_wheel_is_small_and_holds_data_and_pages(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert wheel.stat().st_size < 5_000_000
    for part in (
        "agentgym/env.py",
        "agentgym/environments/alfworld/data/games.json.zst",
        "agentgym/environments/webshop/data/catalogue.json.zst",
        "agentgym/environments/webshop/site/templates/item.html",
        "agentgym/environments/webshop/site/static/shop.css",
        "agentgym/environments/mind2web/data/test_domain/ostravamutual.json.zst",
        "agentgym/environments/mind2web/authoring/locate.js",
        "agentgym/environments/mind2web/authoring/sites/kit.js",
        "agentgym/policies/openai.py",
        "agentgym/benchmarks/suites/held-in.toml",
        "agentgym/sandbox/supervisor/main.py",
        "agentgym/docker/os/Dockerfile",
        "agentgym/docker/db/start.sh",
        "agentgym/docker/base/build.sh",
    ):
        assert part in names
    assert not [n for n in names if n.startswith(("tests/", "shared/", "environments/"))]


def test_make_needs_no_import_and_runs_from_the_wheel(installed: Path) -> None:
    code = (
        "import gymnasium, sys\n"
        "env = gymnasium.make('agentgym:AgentTune/WebShop-v0')\n"
        "print(env.reset(seed=0)[0][:12]); print(sys.modules['agentgym'].__file__)\n"
    )
    first, where = python(code, installed).splitlines()
    assert first == "Observation:" and where.startswith(str(installed))


def test_third_parties_add_environments_and_policies_by_entry_point(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "guess.py").write_text((ROOT / "tests/contract/guess.py").read_text())
    (tmp_path / "parrot.py").write_text(
        "from agentgym.policy import Completion, Policy\n"
        "class Parrot(Policy):\n"
        "    async def act(self, request, view):\n"
        "        return Completion(text='guess[5]')\n"
    )
    info = tmp_path / "guess-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: guess\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(
        "[agentgym.environments]\nThird/Guess-v0 = guess:Guess\n[agentgym.policies]\nparrot = parrot:Parrot\n"
    )
    code = (
        "import agentgym\n"
        "make = {'action_format': 'native', 'max_steps': 1}\n"
        "run = agentgym.rollout('Third/Guess-v0', 'parrot', tasks=['test-5', 'test-6'], **make)\n"
        "print(run.mean_reward)\n"
    )
    assert python(code, installed, tmp_path).strip() == "0.5"
