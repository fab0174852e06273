"""What is found out before a model is loaded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from agentgym.dataset.files import encode, read_rows
from agentgym.dataset.row import Row
from agentgym.errors import DataError, OptionError, UnknownNameError
from agentgym.messages import assistant, user
from tests.tuning import parts

parts.need_torch()


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return parts.prepared(tmp_path_factory.mktemp("plan"))


def planned(ready: Path, **more: Any) -> Any:
    from agentgym.tuning.plan import plan

    return plan(parts.config_of(parts.settings(ready) | more))


@pytest.mark.parametrize(
    "more, error, message",
    [
        ({"agent": [{"path": "nowhere"}]}, OptionError, r"agent\[0\]\.path: there is nothing at nowhere"),
        ({"agent": [{"path": "/tmp"}]}, OptionError, r"agent\[0\]\.path: the folder /tmp is no data set"),
        ({"general": [{"path": "{}/agent.jsonl", "format": "sharegtp"}]}, UnknownNameError, "Did you mean 'sharegpt'"),
        ({"model": "{}/none"}, DataError, "neither a folder"),
        ({"length": 600}, OptionError, r"length=600 is above what model=.* holds, 512 tokens: write length=512"),
        ({"length": 20}, OptionError, r"is empty: it has no row with a trained token within length=20"),
        ({"eval": {"suite": "held-im"}}, UnknownNameError, "Did you mean 'held-in'"),
    ],
)  # fmt: skip
def test_mistakes_are_found_before_the_model_is_loaded(
    ready: Path, monkeypatch: pytest.MonkeyPatch, more: dict[str, Any], error: type[Exception], message: str
) -> None:
    from agentgym.tuning import model

    monkeypatch.setattr(model, "load_model", lambda *_: pytest.fail("the model was loaded"))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")

    def here(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: here(v) for k, v in value.items()}
        if isinstance(value, list):
            return [here(v) for v in value]
        return value.replace("{}", str(ready)) if isinstance(value, str) else value

    with pytest.raises(error, match=message):
        planned(ready, **here(more))


def test_a_model_without_a_chat_template_is_refused_and_takes_one(ready: Path, tmp_path: Path) -> None:
    bare = parts.tiny_model(tmp_path / "bare", template=None)
    with pytest.raises(OptionError, match=r"model=.*bare has no chat template.*chat_template = 'llama-2'"):
        planned(ready, model=str(bare))
    assert planned(ready, model=str(bare), chat_template="chatml-tools").tokenizer.chat_template


@pytest.mark.parametrize("form", ["hf", "hub", "tokens", "openai", "atif"])
def test_our_exports_are_data_as_they_are(ready: Path, tmp_path: Path, form: str) -> None:
    """Folders of hf, hub and tokens need no format; a file, or a folder of files, needs its own."""
    from agentgym.dataset.formats import FORMATS, TokensFormat, export

    whole = planned(ready)
    rows = list(read_rows(ready / "agent.jsonl"))
    out = tmp_path / form / "x.jsonl" if form in ("openai", "atif") else tmp_path / form
    chosen = TokensFormat(whole.tokenizer) if form == "tokens" else FORMATS[form]
    assert export(rows, chosen, out) == len(rows)
    sources = (
        [{"path": str(out)}]
        if out.is_dir()
        else [{"path": str(p), "format": form} for p in (out, out.parent)]
    )
    for source in sources:
        found = planned(ready, agent=[source]).sources[0]
        assert found.row_ids == whole.sources[0].row_ids
        assert found.fingerprint() == whole.sources[0].fingerprint()


def test_tokens_of_another_template_are_refused(ready: Path, tmp_path: Path) -> None:
    from agentgym.dataset.formats import TokensFormat, export

    tokenizer = planned(ready).tokenizer
    tokenizer.chat_template = parts.CHATML.replace("'<|im_end|>' + '\n'", "'<|im_end|>'")
    export(read_rows(ready / "agent.jsonl"), TokensFormat(tokenizer), tmp_path / "other")
    with pytest.raises(
        OptionError, match=r"chat template is not that of the model.*--tokenizer.*rows\.jsonl"
    ):
        planned(ready, agent=[{"path": str(tmp_path / "other")}])
    assert planned(ready, agent=[{"path": str(tmp_path / "other" / "rows.jsonl")}]).sources[0].row_ids


def test_data_of_another_kind_is_named(ready: Path, tmp_path: Path) -> None:
    from agentgym.dataset.formats import FORMATS, export

    export(read_rows(ready / "agent.jsonl"), FORMATS["atif"], tmp_path / "x.jsonl")
    with pytest.raises(DataError, match="It looks like atif: name its format"):
        planned(ready, agent=[{"path": str(tmp_path / "x.jsonl")}])
    (tmp_path / "labels").mkdir()
    with pytest.raises(OptionError, match=r"no folder that `agentgym export` writes \(hf, hub, tokens\)"):
        planned(ready, agent=[{"path": str(tmp_path / "labels")}])
    with pytest.raises(DataError, match="no folder of tokens that agentgym wrote"):
        planned(ready, agent=[{"path": str(tmp_path / "labels"), "format": "tokens"}])
    (tmp_path / "rows.jsonl").write_bytes((ready / "agent.jsonl").read_bytes())
    with pytest.raises(OptionError, match=r"is a data set of ours.*leave the format out"):
        planned(ready, agent=[{"path": str(tmp_path), "format": "openai"}])


def test_long_rows_are_cut_or_left_out_and_counted(ready: Path) -> None:
    cut = planned(ready, length=100).sources
    dropped = planned(ready, length=100, too_long="drop").sources
    whole = planned(ready).sources
    for c, d, w in zip(cut, dropped, whole, strict=True):
        longer = sum(len(ids) > 100 for ids in w.ids)
        assert longer > 0 and d.dropped == longer and len(d.ids) == len(w.ids) - longer
        assert c.cut == longer and all(len(ids) <= 100 for ids in c.ids)


def test_rows_without_a_proof_are_left_out_and_said(ready: Path, tmp_path: Path) -> None:
    rows = [
        Row(id=name, messages=[user("a"), assistant(said, loss=loss)])
        for name, said, loss in [
            ("bad", "x<|im_end|>y", True),
            ("untrained", "x", False),
            ("good", "x", True),
        ]
    ]
    (tmp_path / "rows.jsonl").write_bytes(b"".join(encode(r) for r in rows))
    found = planned(ready, agent=[{"path": str(tmp_path)}])
    source = found.sources[0]
    assert source.row_ids == ["good"] and (source.refused, source.dropped) == (1, 1)
    assert any("'bad'" in w and "special token" in w for w in found.warnings)
    # The stop token is trained, and nothing behind it.
    tokens = found.tokenizer.convert_ids_to_tokens(source.ids[0][source.trained[0]].tolist())
    assert tokens == ["x", "<|im_end|>"]


def test_ids_of_a_log_are_trained_as_they_are(ready: Path, tmp_path: Path) -> None:
    from agentgym.dataset.row import Sampled

    tokenizer = planned(ready).tokenizer
    prompt = tokenizer.apply_chat_template(
        [{"role": "user", "content": "go"}], add_generation_prompt=True, return_dict=True
    )["input_ids"]
    said = [*tokenizer("north")["input_ids"], tokenizer.eos_token_id]
    row = Row(
        id="logged",
        messages=[{"role": "user", "content": "go"}, {"role": "assistant", "content": "north", "loss": True}],
        tokens=Sampled(ids=[*prompt, *said], turns=[(len(prompt), len(prompt) + len(said))]),
    )
    (tmp_path / "rows.jsonl").write_bytes(encode(row))
    source = planned(ready, agent=[{"path": str(tmp_path)}]).sources[0]
    assert source.ids[0].tolist() == [*prompt, *said]
    assert source.ids[0][source.trained[0]].tolist() == said


def test_epochs_are_of_the_agents_rows(ready: Path) -> None:
    # 11 rows, two passes, a share of 0.4 of 6 samples a step.
    assert planned(ready, steps=None, epochs=2.0).steps == -(-22 * 10 // 24)
    assert planned(ready, steps=None, epochs=2.0, eta=0.0).steps == -(-34 // 6)


def test_the_forecast(ready: Path) -> None:
    from agentgym.tuning.plan import forecast

    found = forecast(planned(ready))
    assert [s.rows for s in found.sources] == [11, 17] and found.steps == 12
    assert found.parameters == 26_848  # as transformers counts them
    assert sum(s.token_share for s in found.sources) == pytest.approx(1)
    assert found.fill == 1.0 and found.memory > 16 * found.parameters


def test_the_count_of_weights_is_transformers(tmp_path: Path) -> None:
    import json

    from transformers import AutoModelForCausalLM

    from agentgym.tuning.plan import count_parameters

    for tied in (True, False):
        folder = parts.tiny_model(tmp_path / str(tied), tie_word_embeddings=tied, num_hidden_layers=3)
        settings = json.loads((folder / "config.json").read_text("utf-8"))
        assert count_parameters(settings) == sum(
            p.numel() for p in AutoModelForCausalLM.from_pretrained(folder).parameters()
        )
