"""Makes a GGUF file of a Hugging Face folder, for ``local:`` and for llama.cpp: the reverse of :mod:`.dequantise`.

Needs ``gguf`` and numpy, no torch: weights are read off the safetensors as they lie there. Models of the Llama family
(``LlamaForCausalLM``) with a byte-level BPE tokenizer are known, as SmolLM2 is one; anything else is refused rather
than written wrongly.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, get_args

import msgspec
import numpy as np

from agentgym.errors import DataError, DependencyError, OptionError
from agentgym.install import hint
from agentgym.models.gguf_tokenizer import write_tokenizer
from agentgym.models.safetensors_files import tensors

Precision = Literal["q8_0", "f16", "bf16", "f32"]
PRECISIONS: tuple[Precision, ...] = get_args(Precision)
_LAYER = {
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
    "input_layernorm": "attn_norm",
    "post_attention_layernorm": "ffn_norm",
}
_OUTSIDE = {"model.embed_tokens": "token_embd", "model.norm": "output_norm", "lm_head": "output"}


class Config(msgspec.Struct, kw_only=True):
    """What is read of ``config.json``."""

    architectures: list[str] = []
    hidden_size: int
    intermediate_size: int
    num_hidden_layers: int
    num_attention_heads: int
    num_key_value_heads: int | None = None
    head_dim: int | None = None
    max_position_embeddings: int
    rms_norm_eps: float
    vocab_size: int
    tie_word_embeddings: bool = False
    rope_parameters: dict[str, Any] | None = None
    rope_scaling: dict[str, Any] | None = None
    rope_theta: float = 10000.0

    @property
    def key_heads(self) -> int:
        """Heads of keys and values."""
        return self.num_key_value_heads or self.num_attention_heads

    @property
    def head_size(self) -> int:
        """Size of a head."""
        return self.head_dim or self.hidden_size // self.num_attention_heads


def to_gguf(folder: Path, out: Path | None = None, precision: Precision = "q8_0") -> Path:
    """Write a model as one GGUF file; return its path. The file appears whole or not at all.

    Args:
        folder: with ``config.json``, safetensors and ``tokenizer.json``.
        out: the file; ``FOLDER/NAME-PRECISION.gguf`` by default.
        precision: of the matrices: ``q8_0`` (8 bits, blocks of 32), ``f16``, ``bf16``, ``f32``. Vectors
            are kept in 32 bits; with ``q8_0``, matrices whose rows are no multiple of 32 in 16.

    Raises:
        DependencyError: ``gguf`` is not installed.
        OptionError: another precision.
        DataError: no such folder, a kind of model or tokenizer that is not known, a tensor that is missing.
    """
    if precision not in PRECISIONS:
        raise OptionError(f"precision is one of {', '.join(PRECISIONS)}; got {precision!r}.")
    try:
        import gguf
    except ImportError:
        raise DependencyError(f"A GGUF file is written with gguf: {hint('transformers')}.") from None
    config = read_config(folder)
    target = out or folder / f"{folder.resolve().name}-{precision}.gguf"
    handle, partial = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-")
    os.close(handle)
    try:
        writer = gguf.GGUFWriter(partial, "llama")
        _write_settings(writer, config, folder, gguf.LlamaFileType[_FILE_TYPES[precision]])
        write_tokenizer(writer, folder, config.vocab_size)
        for name, tensor in _named(folder, config):
            kind = _kind(gguf.GGMLQuantizationType, tensor, precision)
            writer.add_tensor(name, gguf.quants.quantize(tensor, kind), raw_dtype=kind)
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_tensors_to_file()
        writer.close()
        os.chmod(partial, 0o644)
        os.replace(partial, target)
    finally:
        Path(partial).unlink(missing_ok=True)
    return target


def read_config(folder: Path) -> Config:
    """Read what a model is.

    Raises:
        DataError: no ``config.json``, or a kind of model that is not known.
    """
    try:
        config = msgspec.json.decode((folder / "config.json").read_bytes(), type=Config)
    except OSError as error:
        raise DataError(f"{folder} is no folder of a model: config.json: {error.strerror}.") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DataError(f"{folder / 'config.json'} is not that of a Llama model: {error}.") from None
    if config.architectures != ["LlamaForCausalLM"]:
        raise DataError(
            f"{folder} is a {', '.join(config.architectures) or 'model of an unnamed kind'}; LlamaForCausalLM "
            "can be made a GGUF file here. For others, llama.cpp has convert_hf_to_gguf.py."
        )
    scaling = config.rope_scaling or config.rope_parameters or {}
    kind = scaling.get("rope_type", scaling.get("type", "default"))
    if kind != "default":
        raise DataError(
            f"{folder} scales its positions ({kind}), which is not known here: expected 'default'."
        )
    return config


_FILE_TYPES = {"q8_0": "MOSTLY_Q8_0", "f16": "MOSTLY_F16", "bf16": "MOSTLY_BF16", "f32": "ALL_F32"}


def _write_settings(writer: Any, config: Config, folder: Path, file_type: Any) -> None:
    writer.add_name(folder.resolve().name)
    writer.add_block_count(config.num_hidden_layers)
    writer.add_context_length(config.max_position_embeddings)
    writer.add_embedding_length(config.hidden_size)
    writer.add_feed_forward_length(config.intermediate_size)
    writer.add_head_count(config.num_attention_heads)
    writer.add_head_count_kv(config.key_heads)
    writer.add_key_length(config.head_size)
    writer.add_value_length(config.head_size)
    writer.add_rope_dimension_count(config.head_size)
    writer.add_rope_freq_base(float((config.rope_parameters or {}).get("rope_theta", config.rope_theta)))
    writer.add_layer_norm_rms_eps(config.rms_norm_eps)
    writer.add_vocab_size(config.vocab_size)
    writer.add_file_type(file_type)
    writer.add_quantization_version(2)


def _named(folder: Path, config: Config) -> Iterator[tuple[str, np.ndarray[Any, np.dtype[np.float32]]]]:
    """Yield tensors as 32-bit floats under llama.cpp's names.

    Raises:
        DataError: a tensor has no place there, or one is missing.
    """
    found: set[str] = set()
    for name, tensor in tensors(folder):
        if name == "lm_head.weight" and config.tie_word_embeddings:
            continue
        renamed = _renamed(name)
        if renamed is None:
            raise DataError(f"{folder} has a tensor {name!r}, which Llama models have not.")
        if renamed.endswith(("attn_q.weight", "attn_k.weight")):
            heads = config.num_attention_heads if "attn_q" in renamed else config.key_heads
            tensor = _interleaved(tensor, heads)
        found.add(renamed)
        yield renamed, np.ascontiguousarray(tensor, dtype=np.float32)
    wanted = {"token_embd.weight", "output_norm.weight"} | {
        f"blk.{layer}.{part}.weight" for layer in range(config.num_hidden_layers) for part in _LAYER.values()
    }
    if not config.tie_word_embeddings:
        wanted.add("output.weight")
    if wanted - found:
        raise DataError(f"{folder} lacks {len(wanted - found)} tensors, among them {min(wanted - found)}.")


def _renamed(name: str) -> str | None:
    stem, _, kind = name.rpartition(".")
    if kind != "weight":
        return None
    if stem in _OUTSIDE:
        return f"{_OUTSIDE[stem]}.weight"
    layer, _, part = stem.removeprefix("model.layers.").partition(".")
    return f"blk.{layer}.{_LAYER[part]}.weight" if layer.isdecimal() and part in _LAYER else None


def _interleaved(tensor: np.ndarray[Any, Any], heads: int) -> np.ndarray[Any, Any]:
    """Order the rows of a projection as llama.cpp turns them: neighbours in pairs, where transformers pairs halves.

    Args:
        tensor: shape ``[heads * size, width]``.
        heads: how many.
    """
    rows, width = tensor.shape
    return tensor.reshape(heads, 2, rows // heads // 2, width).swapaxes(1, 2).reshape(rows, width)


def _kind(kinds: Any, tensor: np.ndarray[Any, Any], precision: Precision) -> Any:
    if tensor.ndim == 1 or precision == "f32":
        return kinds.F32
    if precision == "q8_0" and tensor.shape[-1] % 32:
        return kinds.F16
    return kinds[precision.upper()]
