"""Reading a configuration: a preset, a file, settings of the command line; every mistake by key, value and mend.

Nothing is loaded here: neither data nor a model, nor torch.
"""

from __future__ import annotations

import re
import tomllib
import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec

from agentgym.errors import DataError, OptionError, nearest, unknown_name
from agentgym.tuning.config import DataSource, Section, TuneConfig

PRESETS = Path(__file__).with_name("presets")
PRESET = "preset"
"""Key of a file that names the preset which it goes on from."""


def presets() -> list[str]:
    """Return the names of the presets that ship."""
    return sorted(p.stem for p in PRESETS.glob("*.toml"))


def read_config(name: str, settings: Sequence[str] = ()) -> TuneConfig:
    """Read a configuration and check it.

    Args:
        name: path of a TOML file, or a preset's name.
        settings: ``key=value``, with dots for tables (``optimizer.lr=1e-4``), applied last.

    Raises:
        UnknownNameError: neither a file nor a preset.
        DataError: the file is no TOML.
        OptionError: an unknown key, or a value that is not accepted; the message names key, value and mend.
    """
    said = _file(name)
    _spell_out(said)
    for setting in settings:
        _apply(said, setting)
    _spell_out(said)
    for path, key, known in _unknown(said, TuneConfig, ""):
        raise OptionError(
            f"{path}{key} is no key of a training; known here: {', '.join(known)}.{nearest(key, known)}"
        )
    try:
        config = msgspec.convert(said, TuneConfig)
    except msgspec.ValidationError as error:
        raise _refused(said, str(error)) from None
    check(config)
    return config


def check(config: TuneConfig) -> None:
    """Check what the types do not say.

    Raises:
        OptionError: with the key, the value, and what to write instead.
    """
    for key, good, expected in _RULES:
        value = _value(config, key)
        if not good(value):
            raise OptionError(f"{key} must be {expected}, got {value!r}.")
    if (config.steps is None) == (config.epochs is None):
        got = "neither" if config.steps is None else f"steps={config.steps} and epochs={config.epochs}"
        raise OptionError(f"Say either steps or epochs, got {got}: write for example steps=1000.")
    _check_sources(config)
    if config.lora.rank and (config.parallel.tp > 1 or config.parallel.pp > 1):
        raise OptionError(
            f"lora.rank={config.lora.rank} goes with parallel.fsdp alone, got tp={config.parallel.tp}, "
            f"pp={config.parallel.pp}: set both to 1."
        )
    if config.parallel.pp > 1 and (not config.compute.packing or config.compute.compile):
        raise OptionError(
            f"parallel.pp={config.parallel.pp} needs compute.packing=true and compute.compile=false, got "
            f"packing={config.compute.packing}, compile={config.compute.compile}: set them so."
        )
    if config.engine == "trl" and config.parallel.ranks > 1:
        raise OptionError(
            f"engine='trl' runs in one process here, got {config.parallel.ranks} ranks: set engine='torch'."
        )
    if config.engine == "trl":
        _check_trl(config)


_RULES: list[tuple[str, Callable[[Any], bool], str]] = [
    ("model", bool, "a folder, an installed model, a .gguf file or a name on the hub"),
    ("out", bool, "the folder to write to"),
    ("eta", lambda v: 0 <= v <= 1, "from 0 (general data alone) to 1 (agent data alone)"),
    ("length", lambda v: v >= 2, "at least 2 tokens"),
    ("batch", lambda v: v >= 1, "at least 1 sample"),
    ("steps", lambda v: v is None or v >= 1, "at least 1"),
    ("epochs", lambda v: v is None or v > 0, "above 0"),
    ("optimizer.lr", lambda v: v > 0, "above 0"),
    ("optimizer.warmup", lambda v: 0 <= v < 1, "a share of the steps, from 0 to below 1"),
    ("optimizer.floor", lambda v: 0 <= v <= 1, "a share of lr, from 0 to 1"),
    ("optimizer.betas", lambda v: all(0 <= b < 1 for b in v), "two numbers from 0 to below 1"),
    ("optimizer.eps", lambda v: v > 0, "above 0"),
    ("optimizer.weight_decay", lambda v: v >= 0, "at least 0"),
    ("optimizer.clip", lambda v: v >= 0, "at least 0"),
    ("compute.micro_batch", lambda v: v >= 1, "at least 1 row"),
    ("compute.threads", lambda v: v is None or v >= 1, "at least 1"),
    ("parallel.fsdp", lambda v: v >= 1, "at least 1"),
    ("parallel.tp", lambda v: v >= 1, "at least 1"),
    ("parallel.pp", lambda v: v >= 1, "at least 1"),
    ("lora.rank", lambda v: v >= 0, "at least 0"),
    ("lora.alpha", lambda v: v > 0, "above 0"),
    ("lora.dropout", lambda v: 0 <= v < 1, "from 0 to below 1"),
    ("checkpoint.every", lambda v: v >= 1, "at least 1 step"),
    ("checkpoint.keep", lambda v: v >= 1, "at least 1"),
    ("eval.every", lambda v: v >= 1, "at least 1 step"),
    ("eval.tasks", lambda v: v is None or v >= 1, "at least 1"),
    ("eval.concurrency", lambda v: v >= 1, "at least 1"),
    ("safety.divergence", lambda v: v == 0 or v > 1, "above 1, or 0 for never"),
]


def _check_trl(config: TuneConfig) -> None:
    """Check what TRL's trainer cannot keep."""
    if config.batch % config.compute.micro_batch:
        raise OptionError(
            f"engine='trl' needs a batch that micro-batches divide, got batch={config.batch}, compute.micro_batch="
            f"{config.compute.micro_batch}: choose a divisor."
        )
    for key, value, good in (
        ("loss_norm", config.loss_norm, "token"),
        ("compute.compile", config.compute.compile, False),
    ):
        if value != good:
            raise OptionError(
                f"engine='trl' keeps {key}={good!r} only, got {value!r}: set it so, or engine='torch'."
            )


def _check_sources(config: TuneConfig) -> None:
    for group in ("agent", "general"):
        sources: list[DataSource] = getattr(config, group)
        weights = [s.weight for s in sources]
        for number, weight in enumerate(weights):
            if weight is None and any(w is not None for w in weights):
                raise OptionError(
                    f"{group}[{number}].weight is missing: give all sources of {group} a weight, or none."
                )
            if weight is not None and weight <= 0:
                raise OptionError(
                    f"{group}[{number}].weight must be above 0, got {weight:g}: leave the source out instead."
                )
            if weight is not None and config.mix == "proportional":
                raise OptionError(
                    f"{group}[{number}].weight={weight:g} has no meaning with mix='proportional', which "
                    "draws every row "
                    "alike: leave weights out, or set mix='expectation'."
                )
    if config.mix == "proportional":
        if not config.agent and not config.general:
            raise OptionError("No data: name sources under agent or general, for example agent=data/agent.")
        return
    for group, share in (("agent", config.eta), ("general", 1 - config.eta)):
        if share > 0 and not getattr(config, group):
            other = "0" if group == "agent" else "1"
            raise OptionError(
                f"{group} has no source, and eta={config.eta:g} draws from it with probability {share:g}: "
                f"name one ({group}=PATH), or set eta={other}."
            )


def _file(name: str) -> dict[str, Any]:
    path = Path(name)
    if not path.is_file():
        if (PRESETS / f"{name}.toml").is_file():
            path = PRESETS / f"{name}.toml"
        else:
            raise unknown_name("configuration (a TOML file, or a preset)", name, presets())
    try:
        said = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise DataError(f"{path} cannot be read as TOML: {error}.") from None
    base = said.pop(PRESET, None)
    if base is None:
        return said
    if base not in presets():
        raise unknown_name("preset", base, presets())
    return _merged(_file(base), said)


def _merged(base: dict[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    for key, value in more.items():
        mine = base.get(key)
        base[key] = _merged(mine, value) if isinstance(mine, dict) and isinstance(value, Mapping) else value
    # A file that says one of the two replaces a preset's other.
    if ("steps" in more) != ("epochs" in more):
        base.pop("epochs" if "steps" in more else "steps", None)
    return base


def _spell_out(said: dict[str, Any]) -> None:
    """Make tables of sources that are written as their paths alone."""
    for group in ("agent", "general"):
        sources = said.get(group)
        if isinstance(sources, str | dict):
            sources = [sources]
        if isinstance(sources, list):
            said[group] = [{"path": s} if isinstance(s, str) else s for s in sources]


def _apply(said: dict[str, Any], setting: str) -> None:
    """Set ``a.b=value``; the value is read as TOML, and as a text where it is none."""
    key, equals, text = setting.partition("=")
    if not equals or not key:
        raise OptionError(f"A setting is written key=value, got {setting!r}: for example optimizer.lr=1e-4.")
    try:
        value = tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        value = text
    *tables, last = key.strip().split(".")
    place: Any = said
    for name in tables:
        place = _into(place, name, setting)
    if isinstance(place, list):
        place[_number(place, last, setting)] = value
        return
    place[last] = value
    if place is said and last in ("steps", "epochs"):
        said.pop("epochs" if last == "steps" else "steps", None)


def _into(place: Any, name: str, setting: str) -> Any:
    if isinstance(place, list):
        return place[_number(place, name, setting)]
    found = place.setdefault(name, {})
    if not isinstance(found, dict | list):
        raise OptionError(f"{setting}: {name} is no table but {found!r}.")
    return found


def _number(place: list[Any], name: str, setting: str) -> int:
    if not name.isdecimal() or int(name) >= len(place):
        raise OptionError(
            f"{setting}: expected the number of one of {len(place)} sources (from 0), got {name!r}."
        )
    return int(name)


def _unknown(said: Mapping[str, Any], kind: type[Section], path: str) -> Iterator[tuple[str, str, list[str]]]:
    """Yield every key that the struct does not have: where it stands, the key, and the known ones."""
    hints = get_type_hints(kind)
    known = [*kind.__struct_fields__, *([PRESET] if kind is TuneConfig else [])]
    for key, value in said.items():
        if key not in hints:
            yield path, key, known
            continue
        inner = _section(hints[key])
        if inner is None:
            continue
        for number, item in enumerate(value if isinstance(value, list) else [value]):
            where = f"{path}{key}[{number}]." if isinstance(value, list) else f"{path}{key}."
            if isinstance(item, dict):
                yield from _unknown(item, inner, where)


def _section(hint: Any) -> type[Section] | None:
    if get_origin(hint) is list:
        (hint,) = get_args(hint)
    return hint if isinstance(hint, type) and issubclass(hint, Section) else None


def _refused(said: Mapping[str, Any], error: str) -> OptionError:
    """Return msgspec's complaint with the key as it is written, and the value."""
    found = re.search(r" - at `\$\.?(.*)`$", error)
    if found is None:
        return OptionError(f"The configuration is not accepted: {error}.")
    key, value = found[1], _at(said, found[1])
    reason = error[: found.start()]
    expected = _expected(key)
    return OptionError(
        f"{key} must be {expected}, got {value!r}." if expected else f"{key}: {reason}, got {value!r}."
    )


def _at(said: Any, key: str) -> Any:
    for part in re.findall(r"[^.\[\]]+", key):
        try:
            said = said[int(part)] if isinstance(said, list | tuple) else said[part]
        except (KeyError, IndexError, TypeError, ValueError):
            return None
    return said


_KINDS: dict[Any, str] = {
    int: "an integer",
    float: "a number",
    str: "a text",
    bool: "true or false",
    list: "a list",
    tuple: "two numbers",
    dict: "a table",
}


def _expected(key: str) -> str:
    """Return in words what a key takes; empty where that is not simple."""
    kind: Any = TuneConfig
    for part in re.sub(r"\[\d+\]", "", key).removesuffix("[...]").split("."):
        hints = get_type_hints(kind) if isinstance(kind, type) else {}
        if part not in hints:
            return ""
        kind = _section(hints[part]) or hints[part]
    if get_origin(kind) in (Union, types.UnionType):
        kind = next(k for k in get_args(kind) if k is not type(None))
    choices = get_args(kind) if "Literal" in str(kind) else ()
    if choices:
        return " or ".join(repr(c) for c in choices)
    if isinstance(kind, type) and issubclass(kind, Section):
        return "a table"
    return _KINDS.get(get_origin(kind) or kind, "")


def _value(config: Any, key: str) -> Any:
    for part in key.split("."):
        config = getattr(config, part)
    return config
