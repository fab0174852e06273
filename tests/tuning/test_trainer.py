"""A training as a whole: what it writes, what stops it, and that nothing of it is ever half."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import msgspec
import pytest

from agentgym.dataset.files import CONTAMINATION, ROWS, Compared, encode, read_rows
from agentgym.errors import LogError, OptionError
from agentgym.tuning.metrics import StepLine, read
from agentgym.tuning.safety import TuningError
from tests.tuning import parts

parts.need_torch()


@pytest.fixture
def ready(tmp_path: Path) -> Path:
    return parts.prepared(tmp_path)


class Heard:
    """A watcher that remembers."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.steps: list[int] = []

    def begun(self, steps: int, done: int) -> None:
        self.said.append(f"begun {steps} {done}")

    def stepped(self, line: StepLine) -> None:
        self.steps.append(line.step)

    def evaluated(self, line: Any) -> None:
        self.said.append(f"evaluated {line.step}")

    def say(self, text: str) -> None:
        self.said.append(text)


def go(ready: Path, heard: Heard | None = None, **more: Any) -> Path:
    from agentgym.tuning.plan import plan
    from agentgym.tuning.trainer import train

    return train(plan(parts.config_of(parts.settings(ready) | more)), heard)


def test_what_it_writes(ready: Path) -> None:
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    heard = Heard()
    folder = go(ready, heard)
    assert heard.steps == list(range(1, 13)) and heard.said[0] == "begun 12 0"
    out = ready / "out"
    assert sorted(p.name for p in (out / "checkpoints").iterdir()) == ["step-00000010", "step-00000012"]
    lines = [line for line in read(out) if isinstance(line, StepLine)]
    assert lines[-1].loss < lines[0].loss - 1
    assert sum(sum(line.samples.values()) for line in lines) == 12 * 6
    model = AutoModelForCausalLM.from_pretrained(folder)
    assert model.dtype == torch.bfloat16 and model.config.use_cache
    assert AutoTokenizer.from_pretrained(folder).chat_template == parts.CHATML
    card = (folder / "README.md").read_text("utf-8")
    assert "η = 0.4" in card and "12 steps of 6 samples" in card and '"eta": 0.4' in card
    # The same command again finds it finished.
    again = Heard()
    assert go(ready, again) == folder and not again.steps and "is finished" in again.said[0]


def test_other_settings_need_another_folder(ready: Path) -> None:
    go(ready)
    with pytest.raises(OptionError, match=r"holds a training with eta=0\.4, this one has 0\.5"):
        go(ready, eta=0.5)
    parts.dataset(ready / "agent.jsonl", 12, seed=8)
    with pytest.raises(OptionError, match="was trained on other data"):
        go(ready)


def test_a_loss_that_is_no_number_names_the_rows(ready: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from agentgym.tuning import engine

    real = engine.token_losses

    def broken(model: Any, one: Any) -> Any:
        losses = real(model, one)
        return losses * float("nan") if bool((one.owners == 2).any()) else losses

    monkeypatch.setattr(engine, "token_losses", broken)
    with pytest.raises(TuningError, match=r"Step 1: the loss of .*(agent|general)/row_\d+.* is no number"):
        go(ready, compute=parts.settings(ready)["compute"] | {"packing": False})


def test_a_loss_that_runs_away_stops(ready: Path) -> None:
    wild = {"lr": 30.0, "schedule": "constant", "warmup": 0.9, "clip": 0.0}
    with pytest.raises(TuningError, match=r"(has run away|is no number).*optimizer\.lr"):
        go(ready, steps=200, optimizer=wild)


def test_a_full_disk_leaves_the_checkpoint_before(ready: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from agentgym.tuning import checkpoints

    real, calls = checkpoints.dcp.save, []

    def full(flat: Any, **more: Any) -> Any:
        calls.append(1)
        if len(calls) == 2:
            real(flat, **more)  # written, and then there is no room for the rest
            raise OSError(28, "No space left on device")
        return real(flat, **more)

    monkeypatch.setattr(checkpoints.dcp, "save", full)
    with pytest.raises(LogError, match=r"checkpoint of step 10 cannot be written.*No space left"):
        go(ready)
    assert [p.name for p in (ready / "out" / "checkpoints").iterdir()] == ["step-00000005"]
    heard = Heard()
    go(ready, heard)
    assert heard.said[0].startswith("Goes on from") and heard.steps == list(range(6, 13))


def test_killed_at_any_time_it_goes_on_and_comes_out_the_same(ready: Path) -> None:
    """Killed twice by SIGKILL, wherever it was: each step is in the metrics once, and the weights are equal."""
    import torch
    from safetensors.torch import load_file

    whole = load_file(go(ready, steps=30, out=str(ready / "whole")) / "model.safetensors")
    config = parts.settings(ready, steps=30, out=str(ready / "killed"), checkpoint={"every": 2, "keep": 2})
    (ready / "c.json").write_bytes(msgspec.json.encode(config))
    script = (
        "import msgspec, pathlib\nfrom tests.tuning import parts\nfrom agentgym.tuning.plan import plan\n"
        "from agentgym.tuning.trainer import train\n"
        f"train(plan(parts.config_of(msgspec.json.decode(pathlib.Path({str(ready / 'c.json')!r}).read_bytes()))))\n"
    )
    command = [sys.executable, "-c", script]
    for least in (5, 19):
        process = subprocess.Popen(
            command, stderr=subprocess.DEVNULL, env=os.environ | {"OMP_NUM_THREADS": "1"}
        )
        end = time.monotonic() + 300
        while len(read(ready / "killed")) < least and time.monotonic() < end:
            time.sleep(0.002)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert len(read(ready / "killed")) >= least
    folder = go(ready, steps=30, out=str(ready / "killed"), checkpoint={"every": 2, "keep": 2})
    assert [line.step for line in read(ready / "killed")] == list(range(1, 31))
    mine = load_file(folder / "model.safetensors")
    assert mine.keys() == whole.keys() and all(torch.equal(mine[k], whole[k]) for k in whole)


def test_one_folder_one_process(ready: Path) -> None:
    from agentgym.tuning.trainer import _owned

    with _owned(ready / "out"), pytest.raises(OptionError, match="belongs to a training that is going on"):
        go(ready)


def test_contaminated_data_warns(ready: Path) -> None:
    folder = ready / "data"
    folder.mkdir()
    (folder / ROWS).write_bytes(b"".join(encode(r) for r in read_rows(ready / "agent.jsonl")))
    clean = Compared(test="a test", rule="r", samples=9, share=0.01, clean=9, dirty=0, leaked=0)
    dirty = msgspec.structs.replace(clean, test="WebShop test", dirty=3, leaked=2)
    other = msgspec.structs.replace(dirty, rule="another rule", dirty=1)
    (folder / CONTAMINATION).write_bytes(msgspec.json.encode([clean, dirty, other]))
    heard = Heard()
    model = go(ready, heard, agent=[{"path": str(folder)}], steps=2)
    (said,) = [s for s in heard.said if s.startswith("WARNING")]
    assert "WebShop test" in said and "3 of 9 samples are dirty" in said and "2 of its tasks" in said
    assert "**Warning**" in (model / "README.md").read_text("utf-8")
