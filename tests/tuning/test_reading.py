"""A configuration: where it comes from, and that a mistake is named with its key, its value and its mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentgym.errors import AgentGymError, DataError, OptionError, UnknownNameError
from agentgym.tuning.reading import presets, read_config

GOOD = 'model = "m"\nout = "o"\nagent = "data/agent"\ngeneral = ["a", {path = "b", format = "sharegpt"}]\nsteps = 10\n'


def written(tmp_path: Path, text: str = GOOD) -> str:
    path = tmp_path / "c.toml"
    path.write_text(text)
    return str(path)


def test_a_file_and_settings(tmp_path: Path) -> None:
    config = read_config(
        written(tmp_path, GOOD + "[optimizer]\nlr = 1e-3\n"),
        [
            "eta=0.5",
            "optimizer.clip=0",
            "general.1.name=chat",
            "chat_template=llama-2",
            "eval.policy.max_tokens=64",
        ],
    )
    assert config.eta == 0.5 and config.optimizer.lr == 1e-3 and config.optimizer.clip == 0
    assert [s.path for s in config.agent] == ["data/agent"] and config.general[1].name == "chat"
    assert config.chat_template == "llama-2" and config.eval.policy == {"max_tokens": 64}


@pytest.mark.parametrize(
    "setting, message",
    [
        ("optimiser.lr=1", r"optimiser is no key.*Did you mean 'optimizer'\?"),
        ("optimizer.learning_rate=1", r"optimizer\.learning_rate is no key.*known here: lr"),
        ("general.1.wieght=1", r"general\[1\]\.wieght is no key.*Did you mean 'weight'\?"),
        ("eta=1.5", r"eta must be from 0 .* to 1 .*, got 1\.5"),
        ("eta=-0.1", r"eta must be .*, got -0\.1"),
        ("eta=often", r"eta must be a number, got 'often'"),
        ("steps=ten", r"steps must be an integer, got 'ten'"),
        ("mix=random", r"mix must be 'expectation' or 'proportional', got 'random'"),
        ("compute.packing=3", r"compute\.packing must be true or false, got 3"),
        ("batch=0", r"batch must be at least 1 sample, got 0"),
        ("length=1", r"length must be at least 2 tokens, got 1"),
        ("agent=[]", r"agent has no source, and eta=0\.2 draws from it with probability 0\.2.*eta=0"),
        ("general=[]", r"general has no source.*eta=1"),
        ("general.0.weight=2", r"general\[1\]\.weight is missing: give all"),
        ("model=", r"model must be a folder.*got ''"),
        ("optimizer.warmup=2", r"optimizer\.warmup must be a share of the steps.*got 2"),
        ("safety.divergence=0.5", r"safety\.divergence must be above 1, or 0.*got 0\.5"),
        ("eta", r"A setting is written key=value, got 'eta'"),
        ("general.7.weight=1", r"expected the number of one of 2 sources.*got '7'"),
        ("eta.x=1", r"eta\.x=1: "),
    ],
)  # fmt: skip
def test_mistakes_name_key_value_and_mend(tmp_path: Path, setting: str, message: str) -> None:
    text = GOOD + "eta = 0.2\n"
    with pytest.raises(OptionError, match=message):
        read_config(written(tmp_path, text), [setting])


def test_steps_or_epochs(tmp_path: Path) -> None:
    file = written(tmp_path)
    assert read_config(file, ["epochs=2"]).steps is None
    with pytest.raises(OptionError, match="either steps or epochs, got neither"):
        read_config(written(tmp_path, GOOD.replace("steps = 10", "")))
    with pytest.raises(OptionError, match=r"steps=10 and epochs=1\.0"):
        read_config(written(tmp_path, GOOD + "epochs = 1.0"))


def test_weights_have_no_meaning_in_proportion(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match=r"agent\[0\]\.weight=1 has no meaning with mix='proportional'"):
        read_config(written(tmp_path), ["mix=proportional", 'agent=[{path="a", weight=1}]'])


def test_presets_are_the_papers(tmp_path: Path) -> None:
    assert presets() == ["agentlm-13b", "agentlm-70b", "agentlm-7b"]
    more = ["model=m", "out=o", "agent=a", "general=g"]
    for name, lr in (("agentlm-7b", 5e-5), ("agentlm-13b", 5e-5), ("agentlm-70b", 1e-5)):
        config = read_config(name, more)
        assert (config.eta, config.length, config.batch) == (0.2, 4096, 64)
        assert (config.optimizer.lr, config.optimizer.schedule, config.optimizer.warmup) == (
            lr,
            "cosine",
            0.02,
        )
    mine = written(tmp_path, 'preset = "agentlm-7b"\n' + GOOD + "[optimizer]\nlr = 1e-3\n")
    config = read_config(mine)
    assert config.steps == 10 and config.epochs is None and config.batch == 64
    assert config.optimizer.lr == 1e-3 and config.optimizer.warmup == 0.02


def test_no_such_file(tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'agentlm-7b'"):
        read_config("agentlm-7")
    with pytest.raises(DataError, match="cannot be read as TOML"):
        read_config(written(tmp_path, "model = "))
    with pytest.raises(UnknownNameError, match="preset"):
        read_config(written(tmp_path, 'preset = "agentlm"\n' + GOOD))
    assert issubclass(OptionError, AgentGymError)
