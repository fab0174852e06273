"""Options of a policy: one struct each, which says everything about them once.

A field's type is what it takes, its default what it is otherwise, and what :func:`option` and its like say of it is
its documentation and its part: does an answer depend on it? :func:`read` makes the struct from the texts of a spec
and from Python values alike::

    class MyOptions(Options, frozen=True):
        temperature: Annotated[float, sampling("0 takes the likeliest token.", ge=0)] | None = None
        timeout: Annotated[float, incidental("seconds for one attempt.", gt=0)] = 600.0
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec

from agentgym.errors import OptionError, nearest

Part = Literal["setting", "sampling", "incidental"]
"""``setting``: what is asked, shown or recorded; ``sampling``: sent with every call; both are part of the identity.
``incidental``: where and how it is asked, which changes no answer."""


class Options(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of the options of a policy."""

    @classmethod
    def incidental(cls) -> frozenset[str]:
        """Return the names of the options that change no answer."""
        return frozenset(name for name, known in described(cls).items() if known.part == "incidental")

    def sampling(self) -> dict[str, Any]:
        """Return the sampling parameters that are set, in the order of their declaration."""
        return self._said("sampling")

    def identity(self) -> dict[str, Any]:
        """Return what answers depend on, defaults included; what is off or empty is left out."""
        return {**self._said("setting"), **self._said("sampling")}

    def _said(self, part: Part) -> dict[str, Any]:
        known = described(type(self))
        return {
            name: value
            for name, value in msgspec.structs.asdict(self).items()
            if known[name].part == part and value is not None and value is not False and value != ""
        }


def option(
    text: str, *, part: Part = "setting", read: Callable[[str], Any] | None = None, **bounds: Any
) -> msgspec.Meta:
    """Describe an option.

    Args:
        text: what it does.
        part: whether answers depend on it.
        read: reads its text in a spec, where that is written in a way of its own.
        bounds: ``ge``, ``gt``, ``le``, ``lt`` of a number.
    """
    return msgspec.Meta(description=text, extra={"part": part, "read": read}, **bounds)


def sampling(text: str, **bounds: Any) -> msgspec.Meta:
    """Describe a sampling parameter, which is sent with every call."""
    return option(text, part="sampling", **bounds)


def incidental(text: str, **bounds: Any) -> msgspec.Meta:
    """Describe an option that changes no answer."""
    return option(text, part="incidental", **bounds)


class Described(msgspec.Struct, frozen=True):
    """What is known of an option: its type without ``None``, its description, its default."""

    kind: Any
    text: str
    part: Part
    default: Any
    read: Callable[[str], Any] | None
    bounds: str

    @property
    def expected(self) -> str:
        """What it must be, for messages and for the documentation."""
        if get_origin(self.kind) is Literal:
            return " or ".join(str(choice) for choice in get_args(self.kind))
        kind = get_origin(self.kind) or self.kind
        return f"{_KINDS.get(kind, 'of another form')}{self.bounds}"


_KINDS: dict[Any, str] = {
    bool: "true or false",
    int: "an integer",
    float: "a number",
    str: "a text",
    list: "texts, separated by |",
    dict: "a JSON object",
}
_BOUNDS = {"ge": "of at least", "gt": "above", "le": "of at most", "lt": "below"}


@cache
def described(options: type[Options]) -> dict[str, Described]:
    """Return what is known of each option, in the order of their declaration."""
    hints = get_type_hints(options, include_extras=True)
    defaults = {f.name: f.default for f in msgspec.structs.fields(options)}
    return {name: _described(hints[name], defaults[name]) for name in options.__struct_fields__}


def _described(hint: Any, default: Any) -> Described:
    hint = _without_none(hint)
    if get_origin(hint) is not Annotated:
        raise TypeError(f"An option is Annotated[TYPE, option(…)], or that or None, got {hint}.")
    kind, meta = get_args(hint)
    kind = _without_none(kind)
    bounds = [f"{words} {getattr(meta, b):g}" for b, words in _BOUNDS.items() if getattr(meta, b) is not None]
    return Described(
        kind=kind,
        text=meta.description,
        part=meta.extra["part"],
        default=default,
        read=meta.extra["read"],
        bounds=f" {' and '.join(bounds)}" if bounds else "",
    )


def _without_none(hint: Any) -> Any:
    if get_origin(hint) not in (Union, UnionType):
        return hint
    (kind,) = (part for part in get_args(hint) if part is not type(None))
    return kind


Read = TypeVar("Read", bound=Options)


def read(scheme: str, values: Mapping[str, Any], options: type[Read]) -> Read:
    """Read options.

    Args:
        scheme: of the policy, for messages.
        values: texts, as in a spec, or values of Python.
        options: the struct that they are read into.

    Raises:
        OptionError: an unknown option, or a value that is not accepted.
    """
    known = described(options)
    for name in values:
        if name not in known:
            raise OptionError(
                f"{scheme}: unknown option {name!r}; known: {', '.join(known)}.{nearest(name, known)}"
            )
    try:
        prepared = {name: _prepared(scheme, name, value, known[name]) for name, value in values.items()}
        made = msgspec.convert(prepared, options, strict=False)
    except msgspec.ValidationError as error:
        found = re.search(r"\$\.(\w+)", str(error))
        if found is None:
            raise OptionError(f"{scheme}: {error}") from None
        raise _refused(scheme, found[1], values[found[1]], known[found[1]]) from None
    for name in values:
        value = getattr(made, name)
        if isinstance(value, float) and not math.isfinite(
            value
        ):  # JSON has neither: it would go out as null.
            raise _refused(scheme, name, values[name], known[name])
    return made


def _prepared(scheme: str, name: str, value: Any, known: Described) -> Any:
    """Read a text whose form is not msgspec's own."""
    if not isinstance(value, str):
        return value
    try:
        if known.read is not None:
            return known.read(value)
        if known.kind is bool:
            return _SWITCH.get(value.casefold(), value)
        if get_origin(known.kind) is list:
            return [part.replace("\\n", "\n").replace("\\t", "\t") for part in value.split("|")]
        return msgspec.json.decode(value) if get_origin(known.kind) is dict else value
    except (ValueError, msgspec.DecodeError):
        raise _refused(scheme, name, value, known) from None


_SWITCH = {"": True, "yes": True, "on": True, "no": False, "off": False}


def _refused(scheme: str, name: str, value: Any, known: Described) -> OptionError:
    return OptionError(f"{scheme}: {name} must be {known.expected}, got {value!r}.")
