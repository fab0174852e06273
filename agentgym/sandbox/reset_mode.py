"""How sandboxes are reset with this engine: tried once, by the first one that starts."""

from __future__ import annotations

import threading

import msgspec

from agentgym.errors import SandboxError
from agentgym.sandbox.container import Container, Mode
from agentgym.sandbox.interface import Spec

MEANING = {
    "nested": "reset by a nested overlay",
    "overlay": "reset by an overlay, without a user namespace of its own",
    "plain": "reset by a new container",
}

_lock = threading.Lock()
_known: dict[str, Choice] = {}


class Choice(msgspec.Struct, frozen=True):
    """The fastest safe way of resetting that works here.

    Attributes:
        mode: see :mod:`agentgym.sandbox.supervisor`.
        why: why nothing faster; empty for the fastest.
    """

    mode: Mode
    why: str = ""


def open_container(spec: Spec) -> tuple[Container, Choice]:
    """Start a container in the best mode; the first one for a runtime tries which that is.

    Raises:
        SandboxError: none can be started at all.
    """
    choice = _known.get(spec.runtime)
    if choice is not None:
        return Container(spec, choice.mode), choice
    with _lock:
        choice = _known.get(spec.runtime)
        if choice is None:
            container, choice = _try(spec)
            _known[spec.runtime] = choice
            return container, choice
    return Container(spec, choice.mode), choice


def probe(runtime: str = "") -> Choice:
    """Return the mode in use with a runtime; starts a container if none was started yet.

    Raises:
        SandboxError: none can be started.
    """
    if runtime not in _known:
        open_container(Spec(runtime=runtime))[0].close()
    return _known[runtime]


def _try(spec: Spec) -> tuple[Container, Choice]:
    from agentgym.sandbox import engine, images

    images.ensure(engine.connect(), spec.image)  # what fails here says nothing about overlays
    reasons: list[str] = []
    modes: tuple[Mode, ...] = ("nested", "overlay")
    for mode in modes:
        container = None
        try:
            container = Container(spec, mode)
            if not (wrong := _wrong(container)):
                return container, Choice(mode, "; ".join(reasons))
        except SandboxError as error:
            wrong = " ".join(str(error).split())[-300:]
        if container is not None:
            container.close()
        reasons.append(f"{mode}: {wrong}")
    return Container(spec, "plain"), Choice("plain", "; ".join(reasons))


def _wrong(container: Container) -> str:
    """Write a file, reset, and look whether it is gone; return what went wrong."""

    def run(command: str) -> dict[str, object]:
        return container.channel.call("run", 30.0, command=command, seconds=10, limit=99)

    wrote = run("echo ok > /etc/probe && cat /etc/probe")
    if wrote.get("output") != "ok\n":
        return f"a file could not be written: {wrote.get('output')}"
    if container.channel.call("reset", 30.0).get("check") != "done":
        return "a reset failed"
    if run("test ! -e /etc/probe").get("exit_code") != 0:
        return "a reset left a file behind"
    container.channel.call("reset", 30.0)  # Nobody sees that commands were run: bash counts them.
    return ""
