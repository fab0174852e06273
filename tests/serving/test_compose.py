"""The compose file of docs/serving.md: it parses, and says what the AgentLM profile says."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentgym.models import recipes

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(("size", "gpus"), [("7b", 1), ("13b", 1), ("70b", 4)])
def test_each_size_is_served_as_its_profile_asks(size: str, gpus: int) -> None:
    yaml = pytest.importorskip("yaml", reason="PyYAML is not installed")
    file = ROOT / "docker" / "vllm" / "compose.yaml"
    service = yaml.safe_load(file.read_text("utf-8"))["services"][f"agentlm-{size}"]
    words = service["command"].split()
    options = dict(zip(words[::2], words[1::2], strict=True))
    profile = recipes.named("agentlm")
    assert options["--max-model-len"] == str(profile.limit)
    assert options["--served-model-name"] == f"agentlm-{size}" and service["profiles"] == [size]
    assert options["--generation-config"] == "vllm"
    assert int(options.get("--tensor-parallel-size", 1)) == gpus
    (device,) = service["deploy"]["resources"]["reservations"]["devices"]
    assert device["count"] == gpus and device["capabilities"] == ["gpu"]
    # The folder that is mounted is the one that holds the template.
    mounted = dict(v.split(":")[:2] for v in service["volumes"] if v.startswith(".."))
    ((ours, inside),) = mounted.items()
    template = Path(options["--chat-template"])
    assert str(template.parent) == inside and (file.parent / ours / template.name).resolve().is_file()
    assert template.stem == profile.chat_template
    assert all(p.startswith("127.0.0.1:") for p in service["ports"])
