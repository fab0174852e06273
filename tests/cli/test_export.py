"""``agentgym export``."""

from __future__ import annotations

from pathlib import Path

from agentgym.dataset import read_rows
from tests.cli.running import agentgym
from tests.dataset.runs import curate
from tests.report.synthetic import episode, write


def test_a_data_set_is_exported(tmp_path: Path) -> None:
    write(tmp_path / "run", [episode(i, "a", 1.0) for i in range(3)])
    curate(tmp_path / "run", tmp_path / "data")
    out = tmp_path / "x.jsonl"
    said = agentgym(
        "export", str(tmp_path / "data"), "--format", "agentinstruct", "--out", str(out), "--no-contamination"
    )
    assert "3 conversations are in" in said and len(out.read_text().splitlines()) == 3
    card = (tmp_path / "x.jsonl.card.md").read_text()
    assert "Format `agentinstruct`: 3 conversations" in card and "What was kept" in card
    assert "all environments: left out of this export" in card and "not measured yet" in card
    assert "Did you mean 'openai'" in agentgym(
        "export", str(tmp_path / "data"), "--format", "opnai", "--out", str(out), code=2
    )


def test_folders_have_their_card_inside(tmp_path: Path) -> None:
    write(tmp_path / "run", [episode(0, "a", 1.0)])
    curate(tmp_path / "run", tmp_path / "data")
    for form in ("hf", "hub"):
        agentgym(
            "export",
            str(tmp_path / "data"),
            "--format",
            form,
            "--out",
            str(tmp_path / form),
            "--no-contamination",
        )
        assert "1 conversations" in (tmp_path / form / "README.md").read_text()
        agentgym("import", str(tmp_path / form), "--format", form, "--out", str(tmp_path / f"{form} again"))
        assert list(read_rows(tmp_path / f"{form} again")) == list(read_rows(tmp_path / "data"))
    assert (tmp_path / "hf" / "README.md").read_text().startswith("---\nconfigs:")


def test_tokens_need_a_tokenizer(tmp_path: Path) -> None:
    write(tmp_path / "run", [episode(0, "a", 1.0)])
    curate(tmp_path / "run", tmp_path / "data")
    export = ("export", str(tmp_path / "data"), "--format", "tokens", "--out", str(tmp_path / "t"))
    assert "--tokenizer FOLDER" in agentgym(*export, code=2)
    assert "is no tokenizer" in agentgym(*export, "--tokenizer", str(tmp_path), code=2)
    assert not (tmp_path / "t").exists()
