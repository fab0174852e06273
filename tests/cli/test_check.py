"""``agentgym check`` and ``agentgym audit``, and environments that are named by where they stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import ROOT, agentgym, as_json, process

APART = "tests.checking.wrong:Apart"


def test_check_prints_a_table_and_json_and_fails_with_1() -> None:
    assert "keeps the contract" in agentgym("check", APART, "--tasks", "1", cwd=ROOT)
    found = as_json("check", "tests.checking.wrong:NoReturn", "--tasks", "1", code=1, cwd=ROOT)
    assert not found["ok"]
    assert any("NoReturn.perform must return" in f["detail"] for f in found["findings"])


def test_audit_prints_a_table_and_json_and_fails_with_1() -> None:
    sound, given_away = (f"tests.checking.audit.test_audit:{name}" for name in ("Asks", "Takes"))
    assert "false-pass ceiling 0.0%" in agentgym("audit", sound, cwd=ROOT)
    assert as_json("audit", given_away, code=1, cwd=ROOT)["false_pass_ceiling"] == 1.0
    assert as_json("audit", sound, "--tasks", "grape,melon", cwd=ROOT)["tasks"] == 2
    assert "Unknown task" in agentgym("audit", sound, "--tasks", "plum", cwd=ROOT, code=2)


def _guest(folder: Path, env_id: str, entry_point: str = "tests.contract.guess:Guess") -> None:
    (folder / "guest.py").write_text(f"import agentgym\nagentgym.register({env_id!r}, {entry_point!r})\n")


def test_a_guest_takes_over_no_short_name_of_the_house(tmp_path: Path) -> None:
    _guest(tmp_path, "Other/WebShop-v0")
    said = agentgym("info", "webshop", "--import", "guest", cwd=tmp_path, code=2)
    assert "AgentTune/WebShop-v0" in said and "Other/WebShop-v0" in said
    assert "1 to 9" in agentgym("info", "Other/WebShop-v0", "--import", "guest", cwd=tmp_path)


def test_a_guest_takes_over_no_id_of_the_house(tmp_path: Path) -> None:
    _guest(tmp_path, "AgentTune/WebShop-v0")
    said = agentgym("info", "webshop", "--import", "guest", cwd=tmp_path, code=2)
    assert "registered as agentgym.environments.webshop.env:WebShopEnv already" in said
    assert "another id" in said


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("no_such_module:Guess", "no module 'no_such_module'"),
        ("tests.contract.guess:Gues", "Did you mean 'Guess'?"),
        ("tests.contract.guess:TaskSet", "is no AgentEnv"),
        ("tests.contract.guess:Mine/Other-v0", "neither has nor registers"),
        (":Guess", "no module"),
    ],
)
def test_a_wrong_name_is_told_in_a_sentence(name: str, said: str) -> None:
    done = process("info", name, cwd=ROOT)
    assert done.returncode == 2
    assert said in done.stderr and "Traceback" not in done.stderr


def test_a_registered_class_goes_by_its_id(tmp_path: Path) -> None:
    entry = "agentgym.environments.webshop.env:WebShopEnv"
    assert as_json("info", entry)["id"] == "AgentTune/WebShop-v0"
    _guest(tmp_path, "Mine/Guess-v0")
    assert as_json("info", "guest:Mine/Guess-v0", cwd=tmp_path)["id"] == "Mine/Guess-v0"
    assert as_json("info", "tests.contract.guess:Guess", cwd=ROOT)["id"] == "tests.contract.guess:Guess"
