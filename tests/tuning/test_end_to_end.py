"""Roll out, curate, export, tune, play: a tiny model learns an environment's format, and its measured reward rises.

The model is random at first, has 200,000 weights, and is measured on the tasks that it learned from: this shows that
every part passes on what the next one needs (what is trained is what is asked when it plays, what is served is what was
trained), and nothing about what a model can learn in general. A model of this size learns such tasks by heart: one that
had learned a purchase of WebShop's train split (loss 0.01 after 50 steps) bought nothing for another customer. Other
tasks than those of the training are measured by the experiment (docs/experiment.md), with a real model.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from agentgym.cli.main import cli
from agentgym.dataset.files import encode, read_rows
from agentgym.dataset.row import Row
from agentgym.messages import assistant, user
from agentgym.tuning.metrics import EvalLine, read
from tests.tuning import parts

parts.need_torch()

TASKS = 3


def run(*arguments: str) -> str:
    """Run a command of ours; return what it printed."""
    done = CliRunner().invoke(cli, list(arguments), catch_exceptions=False, standalone_mode=False)
    assert done.exit_code == 0, done.output
    return done.output


def small_model(folder: Path, texts: list[str]) -> None:
    """Write a random model of 200,000 weights whose tokenizer was made of the texts."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    special = ["<|im_end|>", "<|im_start|>"]
    trainer = trainers.BpeTrainer(
        vocab_size=900,
        special_tokens=special,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token=special[0], bos_token=special[1])
    fast.chat_template = parts.CHATML
    fast.save_pretrained(folder)
    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=len(fast), hidden_size=96, intermediate_size=192, num_hidden_layers=2, num_attention_heads=4,
        num_key_value_heads=4, max_position_embeddings=1024, tie_word_embeddings=True, eos_token_id=fast.eos_token_id,
        bos_token_id=fast.bos_token_id,
    )  # fmt: skip
    LlamaForCausalLM(config).save_pretrained(folder)


@pytest.mark.slow
def test_a_tiny_model_learns_and_its_reward_rises(tmp_path: Path) -> None:
    runs, data, exported = tmp_path / "runs", tmp_path / "data", tmp_path / "agent.jsonl"
    run("rollout", "db", "--policy", "expert", "--split", "train", "--tasks", str(TASKS), "--out", str(runs))
    run("curate", str(runs), "--out", str(data))
    run("export", str(data), "--format", "openai", "--out", str(exported), "--no-contamination")
    chat = tmp_path / "chat.jsonl"
    talks = [("Hello.", "Hello! What can I do for you?"), ("Thank you.", "You are welcome.")]
    chat.write_bytes(
        b"".join(
            encode(Row(id=f"chat_{n}", messages=[user(a), assistant(b, loss=True)]))
            for n, (a, b) in enumerate(talks)
        )
    )
    small_model(
        tmp_path / "model", [m["content"] for f in (data, chat) for row in read_rows(f) for m in row.messages]
    )
    suite = tmp_path / "suite.toml"
    suite.write_text(
        'name = "small"\n[[environments]]\nenv = "AgentTune/DB-v0"\nsplit = "train"\nmetric = "success"\n'
    )
    config = tmp_path / "tuning.toml"
    config.write_text(
        f"""
        model = "{tmp_path / "model"}"
        out = "{tmp_path / "tuned"}"
        agent = [{{ path = "{exported}", format = "openai" }}]
        general = "{chat}"
        eta = 0.8
        length = 1024
        batch = 8
        steps = 120
        [optimizer]
        lr = 3e-3
        [compute]
        dtype = "float32"
        threads = 1
        device = "cpu"
        [checkpoint]
        every = 60
        [eval]
        suite = "{suite}"
        every = 120
        tasks = {TASKS}
        policy = {{ max_tokens = 96 }}
        """
    )
    said = json.loads(run("tune", str(config), "--json"))
    lines = read(tmp_path / "tuned")
    before, after = (line for line in lines if isinstance(line, EvalLine))
    assert before.step == 0 and after.step == 120
    (env,) = before.scores
    assert before.scores[env] == 0.0 and before.episodes[env] == TASKS and not before.failed
    assert after.scores[env] >= 66.0
    # Served from its folder, the finished model does what it did in training.
    policy = f"transformers:{said['model']}?max_tokens=96&threads=1"
    where = ["--suite", str(suite), "--out", str(tmp_path / "eval")]
    played = run("eval", *where, "--policy", policy, "--tasks", str(TASKS), "--json")
    (row,) = json.loads(played)["rows"]
    assert row["cells"][0]["score"] == after.scores[env]
    assert "| 120 |" in Path(said["model"], "README.md").read_text("utf-8")
