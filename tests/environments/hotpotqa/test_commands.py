"""``agentgym data hotpotqa``."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from agentgym.environments.hotpotqa.commands import commands
from agentgym.tools.encyclopedia.embedded import folder_of, questions
from tests.environments.hotpotqa.samples import made, play


def test_a_world_that_nobody_has_seen(tmp_path: Path) -> None:
    runner = CliRunner()
    out = runner.invoke(commands, ["generate", "--out", str(tmp_path / "w"), "--seed", "5"])
    assert out.exit_code == 0 and "1,400 questions" in out.output, out.output
    env = made(data=tmp_path / "w", split="dev")
    for task in env.tasks.ids[:20]:
        assert play(env, task)[0] == 1.0
    shipped = {q.question for q in questions(folder_of("renamed"), "dev").values()}
    assert not shipped & {t.data.question for t in env.tasks}
    told = runner.invoke(commands, ["baselines", "--data", str(tmp_path / "w")])
    assert told.exit_code == 0 and "first paragraph" in told.output
