"""The model of a training: found, checked before it is loaded, loaded, and proven to be packable."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from agentgym.errors import DataError, DependencyError, OptionError
from agentgym.install import hint
from agentgym.models import CATALOGUE, find
from agentgym.models.templates import template_path
from agentgym.tuning.config import TuneConfig

_PROBE = 2e-3
"""Greatest difference of log-probabilities, packed and apart, in float32, that still is rounding."""


class Found(msgspec.Struct, frozen=True):
    """A model that is there: where, what its configuration says, and its chat template.

    Attributes:
        source: folder, or name on the hub.
        local: whether it is a folder.
        settings: its ``config.json``.
        template: Jinja text; ``None`` where only the tokenizer knows.
    """

    source: str
    local: bool
    settings: dict[str, Any]
    template: str | None


def need_packages(config: TuneConfig) -> None:
    """Check, without importing them, that the packages of a training are installed.

    Raises:
        DependencyError: one is not.
    """
    wanted = ["torch", "transformers"]
    wanted += ["peft"] if config.lora.rank else []
    wanted += ["trl"] if config.engine == "trl" else []
    wanted += ["tensorboard"] if config.tensorboard else []
    for name in wanted:
        if importlib.util.find_spec(name) is None:
            raise DependencyError(
                f"Tuning with these settings needs {name}, which is not installed: {hint('tuning')}."
            )


def find_model(config: TuneConfig) -> Found:
    """Find the model and check what can be checked without loading it.

    Raises:
        OptionError: no chat template, or ``length`` is above what the model holds.
        DataError: no model there.
    """
    source = _folder(config.model)
    folder = Path(source)
    template = template_path(config.chat_template).read_text("utf-8") if config.chat_template else None
    if not folder.is_dir():
        found = Found(config.model, False, _hub_settings(config.model), template)
    else:
        file = folder / "config.json"
        if not file.is_file():
            raise DataError(f"model={config.model}: expected a folder with config.json, {folder} has none.")
        settings = json.loads(file.read_text("utf-8"))
        template = template or _own_template(folder)
        if template is None:
            raise OptionError(
                f"model={config.model} has no chat template, so nobody knows how it is shown a conversation: name one, "
                "chat_template = 'llama-2', 'chatml-tools' or the path of a Jinja file."
            )
        found = Found(source, True, settings, template)
    most = found.settings.get("max_position_embeddings")
    if isinstance(most, int) and config.length > most:
        raise OptionError(
            f"length={config.length} is above what model={config.model} holds, {most} tokens: write "
            f"length={most} or less."
        )
    return found


def load_tokenizer(found: Found) -> Any:
    """Load the tokenizer, with the chosen chat template.

    Raises:
        OptionError: it has no chat template.
    """
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(found.source, local_files_only=found.local)
    if found.template is not None:
        tokenizer.chat_template = found.template
    if not tokenizer.chat_template:
        raise OptionError(
            f"model={found.source} has no chat template: name one, chat_template = 'chatml-tools' …"
        )
    return tokenizer


def load_model(found: Found, attention: str) -> Any:
    """Load the model in float32, which its weights are trained in.

    Args:
        found: which.
        attention: ``packed``, or a name of transformers.
    """
    import torch
    from transformers import AutoModelForCausalLM
    from transformers.utils import logging

    from agentgym.tuning import attention as ours

    logging.disable_progress_bar()
    ours.register()
    return AutoModelForCausalLM.from_pretrained(
        found.source,
        dtype=torch.float32,
        local_files_only=found.local,
        attn_implementation=ours.NAME if attention == "packed" else attention,
    )


def parameters(model: Any) -> Iterator[tuple[str, Any]]:
    """Iterate what is trained, by name; weights that are tied appear once."""
    return ((name, p) for name, p in model.named_parameters() if p.requires_grad)


def prove_packing(model: Any, config: TuneConfig) -> None:
    """Compare conversations packed and apart, on random tokens, in float32.

    A model that carries a state from token to token, or whose code does not know positions that begin anew, would
    leak from one conversation into the next without anyone noticing.

    Raises:
        OptionError: they differ.
    """
    import torch

    draw = torch.Generator().manual_seed(0)
    vocabulary = int(model.config.get_text_config().vocab_size)
    sizes = [5, 11, 3]
    texts = [torch.randint(0, vocabulary, (size,), generator=draw) for size in sizes]
    device = next(model.parameters()).device
    was = model.training
    model.eval()
    try:
        with torch.no_grad():
            packed = (
                model(**packed_inputs(torch.cat(texts)[None].to(device), sizes, device))
                .logits[0]
                .log_softmax(-1)
            )
            apart = torch.cat([model(input_ids=t[None].to(device), use_cache=False).logits[0] for t in texts])
    except (TypeError, RuntimeError) as error:
        raise OptionError(
            f"compute.packing=true: this model cannot be packed ({error}): set compute.packing=false."
        ) from None
    finally:
        model.train(was)
    difference = float((packed - apart.log_softmax(-1)).abs().max())
    if not difference <= _PROBE:
        raise OptionError(
            f"compute.packing=true: this model lets packed conversations see each other (log-probabilities differ by "
            f"{difference:.2g}): set compute.packing=false."
        )


def packed_inputs(ids: Any, sizes: list[int], device: Any) -> dict[str, Any]:
    """Return what a model is called with for one row of conversations behind one another.

    Args:
        ids: shape (1, tokens).
        sizes: tokens of each conversation.
        device: where to.
    """
    import torch

    bounds = torch.tensor([0, *sizes]).cumsum(0).to(device, torch.int32)
    positions = torch.cat([torch.arange(size) for size in sizes])[None].to(device)
    return {
        "input_ids": ids,
        "position_ids": positions,
        "use_cache": False,
        "cu_seq_lens_q": bounds,
        "cu_seq_lens_k": bounds,
        "max_length_q": max(sizes),
        "max_length_k": max(sizes),
    }


def _folder(model: str) -> str:
    """Return where a model lies, a GGUF file dequantised; a name that is nowhere here is left as it is."""
    if model.endswith(".gguf"):
        return str(_dequantised(Path(model)))
    if not Path(model).exists() and model in CATALOGUE:
        return str(find(model, "safetensors"))
    return model


def _dequantised(gguf: Path) -> Path:
    """Return the folder of a GGUF file's weights, made in the cache the first time."""
    import hashlib
    import os
    import subprocess
    import tempfile

    from agentgym.models import dequantise
    from agentgym.models.install import converter
    from agentgym.paths import cache_folder

    if not gguf.is_file():
        raise DataError(f"model={gguf}: there is no such file.")
    with gguf.open("rb") as file:
        if file.read(4) != b"GGUF":
            raise DataError(f"model={gguf} is no GGUF file: it does not begin with the letters GGUF.")
        file.seek(0)
        digest = hashlib.file_digest(file, "sha256").hexdigest()[:16]
    folder = cache_folder() / "dequantised" / digest
    if (folder / "config.json").is_file():
        return folder
    interpreter = converter()
    if interpreter is None:
        raise DependencyError(
            f"Dequantising {gguf} needs torch, transformers, gguf, accelerate: {hint('transformers')}."
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as temporary:
        made = Path(temporary) / "model"
        command = [interpreter, "-I", dequantise.__file__, str(gguf), str(made)]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        if result.returncode:
            raise DataError(f"{gguf} could not be dequantised:\n{result.stderr[-2000:]}")
        os.replace(made, folder)
    return folder


def _own_template(folder: Path) -> str | None:
    file = folder / "chat_template.jinja"
    if file.is_file():
        return file.read_text("utf-8")
    settings = folder / "tokenizer_config.json"
    said = json.loads(settings.read_text("utf-8")).get("chat_template") if settings.is_file() else None
    if isinstance(said, list):  # several by name
        said = next((t.get("template") for t in said if t.get("name") == "default"), None)
    return said if isinstance(said, str) and said else None


def _hub_settings(name: str) -> dict[str, Any]:
    """Return the configuration of a model on the hub; only that is fetched."""
    from transformers import AutoConfig

    try:
        settings: dict[str, Any] = AutoConfig.from_pretrained(name).to_dict()
    except (OSError, ValueError) as error:
        known = ", ".join(CATALOGUE)
        raise DataError(
            f"model={name}: neither a folder, nor an installed model ({known}), and the Hugging Face hub gives none: "
            f"{str(error).splitlines()[0]}"
        ) from None
    return settings
