"""``prompts=``: ours, a file in our form, or an official checkout."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from agentgym.card import load
from agentgym.errors import AgentGymError, DataError, OptionError
from agentgym.profile import Profile
from agentgym.prompts import toml_form
from agentgym.prompts.checkout import Checkout
from agentgym.prompts.texts import Texts

_NAME = re.compile(r"(.+)#([0-9a-f]{12})", re.DOTALL)


class Chosen(NamedTuple):
    """The texts of an environment, and what names them: ``PATH#HASH``, ``None`` for ours."""

    name: str | None
    texts: Texts


def choose(
    title: str, reader: str, own: Texts, prompts: str | Path | None, profile: Profile, action_format: str
) -> Chosen:
    """Return the texts that ``prompts=`` says.

    Args:
        title: the environment's own name, as a file in our form says it.
        reader: ``module:function(checkout, profile, action_format) -> Texts``, the environment's reader of official
            checkouts; empty where it has none.
        own: the environment's own texts.
        prompts: a path, or a :attr:`Chosen.name`, whose hash must fit then.
        profile: the environment's profile.
        action_format: its action format.

    Raises:
        DataError: there is nothing at the path, it is of another version, or it has changed.
        OptionError: the texts do not fit the profile or the action format, or the environment reads no checkout.
    """
    if prompts is None:
        return Chosen(None, own)
    named = _NAME.fullmatch(str(prompts))
    path = Path(named[1] if named else prompts).expanduser().absolute()
    if path.suffix == ".toml" or path.is_file():
        chosen = _file(path, toml_form.Head(title, profile.name, action_format), type(own))
    elif not path.is_dir():
        raise DataError(
            f"prompts={str(prompts)!r}: there is no such file or folder. Give a checkout of the original, or a file "
            "that `agentgym prompts export` has written."
        )
    elif not reader:
        raise OptionError(
            f"{title} reads no official checkout. Give a file that `agentgym prompts export` has written."
        )
    else:
        checkout = Checkout(path)
        texts = _read(reader, checkout, profile, action_format, type(own))
        chosen = Chosen(f"{path}#{checkout.digest}", texts)
    if named and chosen.name != f"{path}#{named[2]}":
        raise DataError(f"The prompts at {path} have changed: they were {named[2]}, now {chosen.name}.")
    return chosen


def _read(reader: str, checkout: Checkout, profile: Profile, action_format: str, kind: type[Texts]) -> Texts:
    """Return the texts of a checkout, whose every value is of the kind that it should be.

    Raises:
        AgentGymError: whatever else the files of a checkout are.
    """
    read: Any = load(reader)
    try:
        texts: Texts = read(checkout, profile, action_format)
        msgspec.convert(msgspec.to_builtins(texts), kind)  # Raises; what it makes is in another order.
    except AgentGymError:
        raise
    except (LookupError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise DataError(
            f"The prompts at {checkout.folder} are not what they were ({type(error).__name__}: {error}). Is it another "
            "version?"
        ) from error
    return texts


def _file(path: Path, head: toml_form.Head, kind: type[Texts]) -> Chosen:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise DataError(f"The prompts {path} cannot be read: {error.strerror}.") from None
    texts = toml_form.read(path, raw, head, kind)
    return Chosen(f"{path}#{hashlib.sha256(raw).hexdigest()[:12]}", texts)
