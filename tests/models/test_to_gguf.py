"""GGUF out of a Hugging Face folder: llama.cpp reads, tokenises and gives what follows the same probabilities."""

from __future__ import annotations

import asyncio
import json
import shutil
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from click.testing import CliRunner

from agentgym.cli.main import cli
from agentgym.errors import DataError, OptionError
from agentgym.messages import user
from agentgym.models.to_gguf import to_gguf
from agentgym.policies.local import LocalPolicy
from agentgym.policy import View
from agentgym.serving.torch_model import TorchModel
from tests.models import tiny_llama
from tests.serving.parts import need_llamacpp, need_safetensors, need_torch

TEXTS = (
    "Say hello.",
    "You see a drawer 2, a kettle 1, and 1234567 spoons.",
    "SELECT 'x' FROM t;\n\n  \tÜnïcödé 中文 🫖",
)


@pytest.fixture
def model(tmp_path: Path) -> Path:
    need_torch()
    pytest.importorskip("gguf")
    return tiny_llama.make(tmp_path / "tiny")


def torch_logprobs(folder: Path, tokens: int) -> tuple[list[list[int]], list[list[int]], Any]:
    """Return every text's prompt, each prompt with what torch adds greedily, and the log-probabilities after that.

    As much is added as leaves a plain token to come: llama.cpp holds back a part of a character.
    """
    import torch

    loaded = TorchModel.load(str(folder), dtype="float32", threads=1)
    prompts = [loaded.prompt(View(messages=[user(text)])) for text in TEXTS]
    longer, expected = [list(prompt) for prompt in prompts], []
    with torch.inference_mode():
        for ids in longer:
            for count in range(200):
                logprobs = torch.log_softmax(
                    loaded.model(input_ids=torch.tensor([ids])).logits[0, -1].float(), -1
                )
                following = int(logprobs.argmax())
                if count >= tokens and loaded.tokenizer.decode([following]).isascii():
                    break
                ids.append(following)
            expected.append(logprobs)
    return prompts, longer, expected


def served(policy: LocalPolicy, longer: list[list[int]]) -> list[tuple[list[int], dict[int, float]]]:
    """Return the ids of every text's prompt as llama.cpp tokenises it, and the ten likeliest tokens after given ids."""

    async def work() -> list[tuple[list[int], dict[int, float]]]:
        await policy.open()
        assert policy.pool is not None
        address = policy.pool.processes[0].address
        found = []
        try:
            async with aiohttp.ClientSession() as session:

                async def post(path: str, **body: Any) -> dict[str, Any]:
                    async with session.post(address + path, json=body) as response:
                        answer: dict[str, Any] = await response.json()
                        return answer

                for text, ids in zip(TEXTS, longer, strict=True):
                    shown = await post("/apply-template", messages=[user(text)])
                    own = await post(
                        "/tokenize", content=shown["prompt"], add_special=True, parse_special=True
                    )
                    made = await post("/completion", prompt=ids, n_predict=1, n_probs=10, temperature=0)
                    likeliest = made["completion_probabilities"][0]["top_logprobs"]
                    found.append((own["tokens"], {t["id"]: t["logprob"] for t in likeliest}))
        finally:
            await policy.close()
        return found

    return asyncio.run(work())


def compare(folder: Path, file: Path, tokens: int) -> None:
    """Tokenizer and template are the same, and so are the probabilities of what follows.

    Within 0.03, as llama.cpp keeps keys and values in 16 bits.
    """
    prompts, longer, expected = torch_logprobs(folder, tokens)
    found = served(LocalPolicy(str(file), threads=1, context=512), longer)
    for prompt, own, (ids, likeliest) in zip(prompts, expected, found, strict=True):
        assert ids == prompt and len(likeliest) == 10
        assert {n: float(own[n]) for n in likeliest} == pytest.approx(likeliest, abs=0.03)
        assert float(own.max()) - max(likeliest.values()) < 0.03


@pytest.mark.parametrize(
    "made",
    [{}, {"tied": False, "digits": True, "num_key_value_heads": 4, "head_dim": 32, "rope_theta": 5000.0}],
)
def test_llamacpp_continues_as_torch(tmp_path: Path, made: dict[str, Any]) -> None:
    need_torch()
    need_llamacpp()
    pytest.importorskip("gguf")
    folder = tiny_llama.make(tmp_path / "tiny", **made)
    file = to_gguf(folder, precision="f32")
    assert file == folder / "tiny-f32.gguf"
    compare(folder, file, 32)


@pytest.mark.xdist_group("served")
def test_so_does_smollm2(tmp_path: Path) -> None:
    need_llamacpp()
    need_torch()
    folder = Path(need_safetensors())
    compare(folder, to_gguf(folder, tmp_path / "s.gguf", "f32"), 2)


@pytest.mark.parametrize(("precision", "stored"), [("q8_0", "Q8_0"), ("bf16", "BF16"), ("f16", "F16")])
def test_matrices_are_stored_as_asked_and_vectors_whole(model: Path, precision: Any, stored: str) -> None:
    gguf = pytest.importorskip("gguf")
    read = gguf.GGUFReader(to_gguf(model, precision=precision))
    kinds = {t.name: t.tensor_type.name for t in read.tensors}
    assert kinds["blk.0.attn_q.weight"] == stored and kinds["blk.1.ffn_norm.weight"] == "F32"
    assert len(kinds) == 2 + 2 * 9
    # From bfloat16 and whole, as training leaves them.
    assert read.get_field("tokenizer.chat_template").contents() == tiny_llama.TEMPLATE


def test_rows_that_fill_no_block_are_kept_in_16_bits(tmp_path: Path) -> None:
    need_torch()
    gguf = pytest.importorskip("gguf")
    folder = tiny_llama.make(tmp_path / "odd", intermediate_size=40)
    kinds = {t.name: t.tensor_type.name for t in gguf.GGUFReader(to_gguf(folder)).tensors}
    assert (kinds["blk.0.ffn_down.weight"], kinds["blk.0.ffn_up.weight"]) == ("F16", "Q8_0")


def test_bfloat16_is_read_without_loss(model: Path, tmp_path: Path) -> None:
    import torch
    from safetensors.torch import load_file, save_file

    from agentgym.models.safetensors_files import tensors

    halved = {name: t.to(torch.bfloat16) for name, t in load_file(model / "model.safetensors").items()}
    save_file(halved, model / "model.safetensors")
    read = dict(tensors(model))
    assert read.keys() == halved.keys()
    assert all((torch.from_numpy(read[name]) == t.float()).all() for name, t in halved.items())


def test_what_is_not_known_is_refused_and_nothing_is_left(model: Path, tmp_path: Path) -> None:
    before = sorted(model.iterdir())

    def refused(match: str) -> None:
        with pytest.raises(DataError, match=match):
            to_gguf(model)
        assert sorted(model.iterdir()) == before

    def edited(name: str, **changes: Any) -> None:
        file = model / name
        shutil.copy(file, tmp_path / name)
        file.write_text(json.dumps({**json.loads(file.read_text()), **changes}))

    def mended(name: str) -> None:
        shutil.copy(tmp_path / name, model / name)

    with pytest.raises(OptionError, match="q8_0, f16, bf16, f32; got 'q4'"):
        to_gguf(model, precision="q4")  # type: ignore[arg-type]
    edited("config.json", architectures=["MambaForCausalLM"])
    refused("MambaForCausalLM; LlamaForCausalLM can be made")
    mended("config.json")
    edited("config.json", rope_parameters={"rope_type": "yarn"})
    refused("scales its positions .yarn.")
    mended("config.json")
    edited("config.json", num_hidden_layers=3)
    refused("lacks 9 tensors, among them blk.2")
    mended("config.json")
    edited("tokenizer.json", pre_tokenizer={"type": "Whitespace"})
    refused("splits text in a way that is not known here .Whitespace.")
    mended("tokenizer.json")
    weights = model / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-100])
    refused("is cut short: ")
    with pytest.raises(DataError, match="is no folder of a model"):
        to_gguf(tmp_path / "nothing")


def test_the_command(model: Path, tmp_path: Path) -> None:
    out = tmp_path / "m.gguf"
    made = CliRunner().invoke(cli, ["models", "gguf", str(model), "--out", str(out), "--precision", "f16"])
    assert made.exit_code == 0 and out.is_file() and f"local:{out}" in made.output
