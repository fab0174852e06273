"""Tokens per CPU-second of training: packed, padded, and TRL's SFTTrainer over the same samples in the same run.

``python -m agentgym.benchmarks.speed.tuning`` trains a small random model for some steps in each way. What is
counted is
CPU time of whole steps (forward, backward, AdamW) behind the first one, and real tokens, without padding. The
three give
the same loss, which is printed; packed must take at most 1/1.25 of padded's time, and at most TRL's.
"""

from __future__ import annotations

import random
import tempfile
import time
from pathlib import Path
from typing import Any

import click
import msgspec

from agentgym.benchmarks.speed.measure import Line, print_lines
from agentgym.dataset.files import encode
from agentgym.dataset.row import Row
from agentgym.messages import Message

PACKED_OVER_PADDED = 1.25
OVER_TRL = 1.0

_TEMPLATE = (
    "{% for m in messages %}{{ '<|im_start|>' + m['role'] + '\n' + m['content'] + '<|im_end|>' + '\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)


class Measured(msgspec.Struct):
    """One way: its real tokens a CPU-second, and the loss of each step."""

    rate: float
    losses: list[float]


def measure(folder: Path, model: Path, steps: int, batch: int, threads: int) -> dict[str, Measured]:
    """Train in each way; return what each came to.

    Args:
        folder: to write to.
        model: folder of the model.
        steps: counted steps; one more comes before them.
        batch: samples of a step.
        threads: of torch.
    """
    from agentgym.tuning.plan import plan

    data = _data(folder / "rows.jsonl")
    ways: dict[str, dict[str, Any]] = {
        "packed": {"packing": True, "micro_batch": 4},
        "padded, by length": {"packing": False, "micro_batch": 8},
        "padded": {"packing": False, "micro_batch": 8, "bucketing": False},
        "TRL": {"packing": False, "micro_batch": 8},
    }
    found = {}
    for name, compute in ways.items():
        config = _config(folder / name.replace(" ", "-"), model, data, (steps + 1, batch), threads, compute)
        planned = plan(config)
        found[name] = _trl(planned) if name == "TRL" else _ours(planned)
    return found


def _ours(planned: Any) -> Measured:
    from agentgym.tuning.metrics import StepLine
    from agentgym.tuning.parallel import start
    from agentgym.tuning.trainer import Silent, Training

    Path(planned.config.out).mkdir(parents=True)
    training = Training(planned, start(planned.config), Silent())
    training.step()
    clock = time.process_time()
    for _ in range(planned.steps - 1):
        training.step()
    spent = time.process_time() - clock
    lines = [x for x in training.metrics.lines if isinstance(x, StepLine)] if training.metrics else []
    tokens = sum(sum(x.tokens.values()) for x in lines[1:])
    return Measured(tokens / spent, [x.loss for x in lines])


def _trl(planned: Any) -> Measured:
    from transformers import TrainerCallback

    from agentgym.tuning import trl_engine

    ends: list[float] = []

    class Clock(TrainerCallback):  # type: ignore[misc]
        def on_step_end(self, *_: Any, **__: Any) -> None:
            ends.append(time.process_time())

    trainer = trl_engine.trainer_of(planned)
    trainer.add_callback(Clock())
    trainer.train()
    sampler = planned.sampler()
    drawn = [planned.sample(d) for d in sampler.take(planned.steps * planned.config.batch)]
    tokens = sum(len(s.ids) for s in drawn[planned.config.batch :])
    losses = [float(e["loss"]) for e in trainer.state.log_history if "loss" in e]
    return Measured(tokens / (ends[-1] - ends[0]), losses)


def _config(
    out: Path, model: Path, data: Path, size: tuple[int, int], threads: int, compute: dict[str, Any]
) -> Any:
    from agentgym.tuning.config import TuneConfig

    said = {
        "model": str(model), "out": str(out), "agent": [{"path": str(data)}], "eta": 1.0, "length": 1024,
        "batch": size[1], "steps": size[0], "optimizer": {"lr": 1e-4},
        "compute": {"device": "cpu", "dtype": "float32", "threads": threads, **compute},
    }  # fmt: skip
    return msgspec.convert(said, TuneConfig)


def _data(path: Path) -> Path:
    """Write conversations whose lengths are spread as those of real ones are: most short, some long."""
    draw = random.Random(0)
    words = (
        "go take open look the a lamp door north south shelf drawer first then next find put in on".split()
    )

    def text(mean: float) -> str:
        return " ".join(draw.choices(words, k=max(1, min(60, int(draw.lognormvariate(mean, 0.6))))))

    rows = []
    for number in range(400):
        messages: list[Message] = []
        for _ in range(max(1, min(6, int(draw.lognormvariate(0.6, 0.6))))):
            messages += [
                {"role": "user", "content": text(2.8)},
                {"role": "assistant", "content": text(1.8), "loss": True},
            ]
        rows.append(Row(id=f"row_{number}", messages=messages))
    path.write_bytes(b"".join(encode(row) for row in rows))
    return path


def _model(folder: Path) -> Path:
    """Write a random Llama of 3.5 million weights with a tokenizer of bytes."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    tokenizer = Tokenizer(models.BPE({c: n for n, c in enumerate(alphabet)}, []))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, eos_token="<|im_end|>", bos_token="<|im_start|>", pad_token="<|im_end|>"
    )
    fast.chat_template = _TEMPLATE
    fast.save_pretrained(folder)
    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=len(fast), hidden_size=256, intermediate_size=688, num_hidden_layers=4, num_attention_heads=4,
        num_key_value_heads=2, max_position_embeddings=1024, tie_word_embeddings=True, eos_token_id=fast.eos_token_id,
        bos_token_id=fast.bos_token_id, pad_token_id=fast.pad_token_id,
    )  # fmt: skip
    LlamaForCausalLM(config).save_pretrained(folder)
    return folder


@click.command()
@click.option(
    "--model",
    default=None,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of another model.",
)
@click.option("--steps", default=4, show_default=True, help="Steps that are counted.")
@click.option("--batch", default=32, show_default=True, help="Samples of a step.")
@click.option("--threads", default=1, show_default=True, help="Of torch.")
def main(model: Path | None, steps: int, batch: int, threads: int) -> None:
    """Measure, and print the rates beside their bounds."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        found = measure(folder, model or _model(folder / "model"), steps, batch, threads)
    packed, padded, peer = found["packed"], found["padded"], found["TRL"]
    lines = [Line(f"{name}: real tokens", one.rate, "tokens/CPU-s") for name, one in found.items()]
    lines += [
        Line("packed over padded", packed.rate / padded.rate, "times", at_least=PACKED_OVER_PADDED),
        Line("packed over TRL", packed.rate / peer.rate, "times", at_least=OVER_TRL),
        Line("our padding over TRL's", padded.rate / peer.rate, "times"),
        Line("greatest difference of losses, TRL's", _apart(packed, peer), "nats", at_most=1e-3),
        Line("greatest difference of losses, padded", _apart(packed, padded), "nats", at_most=1e-4),
    ]
    print_lines("Training on the CPU, float32, AdamW", lines)


def _apart(one: Measured, other: Measured) -> float:
    return max(abs(a - b) for a, b in zip(one.losses, other.losses, strict=True))


if __name__ == "__main__":
    main()
