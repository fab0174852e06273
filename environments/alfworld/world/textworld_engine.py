"""TextWorld's own engine, as alfworld drives it: the reference that ours is held against.

Stock TextWorld takes 50 ms a step, nearly all of it for parsing the same templates again and copying contexts
deeply. :func:`_speed_up` replaces what is slow by functions that give the same results from memory; the lock-step
tests run with it, and one test compares patched with stock.

The translation of a problem swaps ``sys.argv`` and ``sys.stdout``, so the engine is for the main thread of a
process: the environment asks the rollout engine for worker processes when ``engine="textworld"``.
"""

from __future__ import annotations

import copy
import os
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import msgspec

from agentgym.environments.alfworld.world.game_file import GameFile
from agentgym.errors import DataError, DependencyError
from agentgym.install import hint


def _import() -> tuple[Any, ...]:
    before = os.environ.get("ALFWORLD_DATA")
    try:
        import textworld
        from alfworld.agents.environment.alfred_tw_env import AlfredDemangler
        from textworld.envs import PddlEnv
        from textworld.envs.pddl import logic, textgen
    except ImportError as error:
        raise DependencyError(
            f"engine='textworld' needs the alfworld package ({error.name} is missing): "
            f"apt-get install cmake g++ make, then {hint('alfworld')}. engine='fast' needs neither."
        ) from error
    finally:
        # Importing alfworld points ALFWORLD_DATA at its cache: that is not what the user said.
        if before is None:
            os.environ.pop("ALFWORLD_DATA", None)
        else:
            os.environ["ALFWORLD_DATA"] = before
    return textworld, PddlEnv, AlfredDemangler, logic, textgen


class TextWorldEngine:
    """Plays game files with TextWorld (:class:`~.engine.Engine`); one environment object for every game.

    Args:
        fast: replace TextWorld's slow functions by equivalent ones (for the whole process).
    """

    def __init__(self, *, fast: bool = True) -> None:
        textworld, pddl_env, demangler, logic, textgen = _import()
        if fast:
            _speed_up(logic, textgen)
        infos = textworld.EnvInfos(won=True, admissible_commands=True)
        self._env = demangler(pddl_env(infos), shuffle=False)
        self._state: Any = None

    @property
    def won(self) -> bool:
        """Whether the goal is reached."""
        return bool(self._state is not None and self._state["won"])

    @property
    def score(self) -> int:
        """TextWorld's score: 1 when won."""
        return int(self._state["score"] or 0) if self._state is not None else 0

    def start(self, game: GameFile) -> str:
        """Load a game and return its first observation.

        Raises:
            DataError: TextWorld cannot load the game.
        """
        try:
            self._env.load(msgspec.to_builtins(game))
            self._state = self._env.reset()
        except Exception as error:
            raise DataError(f"TextWorld cannot load the game: {type(error).__name__}: {error}") from error
        return str(self._state["feedback"])

    def step(self, command: str) -> str:
        """Carry a command out."""
        self._state, _, _ = self._env.step(command)
        return str(self._state["feedback"])

    def admissible(self) -> list[str]:
        """Return the admissible commands, sorted."""
        return list(self._state["admissible_commands"])

    def close(self) -> None:
        """Close TextWorld's environment."""
        self._env.close()
        self._state = None


_done = False


def _speed_up(logic: Any, textgen: Any) -> None:
    """Replace what is slow; idempotent."""
    global _done
    if _done:
        return
    _done = True
    textgen.copy_context = _copy_context
    textgen.Symbol.copy = _copy_symbol
    textgen._parse_and_convert = _remember_parse(textgen._parse_and_convert)
    textgen.deepcopy = lambda symbols: [copy.copy(s) for s in symbols]
    textgen.Rule.parse_conjunctive_query = staticmethod(lru_cache(4096)(textgen.Rule.parse_conjunctive_query))
    logic._parse_and_convert = lru_cache(16)(_unshared(logic._parse_and_convert))
    logic.fast_downward.pddl2sas = _remember_translation(logic.fast_downward.pddl2sas)


def _copy_context(context: dict[str, Any]) -> dict[str, Any]:
    # Variables and mappings are looked up and extended, never changed in place: one level is enough.
    return {**context, "variables": dict(context["variables"]), "mapping": dict(context["mapping"])}


def _copy_symbol(symbol: Any, context: dict[str, Any]) -> Any:
    twin = copy.copy(symbol)
    twin.context = _copy_context(context)
    return twin


def _remember_parse(parse: Callable[..., Any]) -> Callable[..., Any]:
    parsed = lru_cache(8192)(lambda text, rule: parse(text, rule_name=rule))

    def remembered(text: str, *, rule_name: str, **_: Any) -> Any:
        return [copy.copy(s) for s in parsed(text, rule_name)]

    return remembered


def _unshared(parse: Callable[..., Any]) -> Callable[..., Any]:
    return lambda text, rule_name: parse(text, rule_name=rule_name)


def _remember_translation(translate: Callable[..., Any]) -> Callable[..., Any]:
    # The plan of a problem is translated twice at every load and reset, each time with the same result.
    return lru_cache(64)(lambda domain, problem, verbose=False, optimize=False: translate(
        domain, problem, verbose=verbose, optimize=optimize
    ))  # fmt: skip
