"""LoRA through peft: low-rank additions are trained, and merged into the weights at the end."""

from __future__ import annotations

from typing import Any

import torch

from agentgym.tuning.config import LoraConfig


def add(model: Any, config: LoraConfig) -> Any:
    """Add the matrices to a model, in place; return what is trained and called like it.

    Raises:
        OptionError: no matrix has such a name.
    """
    from peft import LoraConfig as Settings
    from peft import inject_adapter_in_model

    from agentgym.errors import OptionError

    settings = Settings(
        r=config.rank,
        lora_alpha=config.alpha,
        lora_dropout=config.dropout,
        target_modules=config.targets or "all-linear",
        task_type="CAUSAL_LM",
    )
    for parameter in model.parameters():
        parameter.requires_grad_(False)
    try:
        injected = inject_adapter_in_model(settings, model)
    except ValueError as error:
        raise OptionError(f"lora.targets={config.targets!r}: {str(error).splitlines()[0]}") from None
    return injected


def merged(state: dict[str, torch.Tensor], config: LoraConfig) -> dict[str, torch.Tensor]:
    """Return the weights with the additions in them, by the names that the model had without them.

    Args:
        state: weights by peft's names, in whole.
        config: rank and alpha.
    """
    found: dict[str, torch.Tensor] = {}
    for name, weight in state.items():
        if ".lora_A." in name or ".lora_B." in name:
            continue
        plain = name.replace(".base_layer.", ".")
        if plain != name and plain.endswith(".weight"):
            path = name.removesuffix("base_layer.weight")
            low, high = (state[f"{path}lora_{part}.default.weight"] for part in "AB")
            weight = weight + (config.alpha / config.rank) * (high.float() @ low.float()).to(weight.dtype)
        found[plain] = weight
    return found
