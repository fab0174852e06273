"""``scripted:MODULE:FUNCTION``: a Python function as policy."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any

from agentgym.errors import DependencyError, OptionError, UnknownNameError
from agentgym.policy import Completion, Policy, Request, View
from agentgym.registry import import_module

Function = Callable[..., Any]
"""Takes the request, or the request and the view."""


class ScriptedPolicy(Policy):
    """Answers with what a function returns: a text, a :class:`Completion`, or an awaitable of either.

    Args:
        function: takes the :class:`~agentgym.policy.Request`; one that takes two arguments is given the
            :class:`~agentgym.policy.View` as well.
    """

    chooses = True

    def __init__(self, function: Function) -> None:
        self.function = function
        self._takes_view = _takes_view(function)
        self.spec = self.label = f"scripted:{function.__module__}:{function.__qualname__}"

    @classmethod
    def from_spec(cls, argument: str, options: Mapping[str, str]) -> ScriptedPolicy:
        """Import the function of ``scripted:package.module:function``.

        Raises:
            OptionError: no such module or function.
        """
        module, _, name = argument.partition(":")
        if not module or not name or options:
            raise OptionError(
                f"Expected scripted:MODULE:FUNCTION without options, got 'scripted:{argument}'."
            )
        try:
            function = getattr(import_module(module), name)
        except (UnknownNameError, DependencyError, AttributeError) as error:
            raise OptionError(f"scripted:{argument}: {error}") from error
        return cls(function)

    async def act(self, request: Request, view: View) -> Completion:
        """Call the function.

        Raises:
            OptionError: it returned something else than a text or a completion.
        """
        answer = self.function(request, view) if self._takes_view else self.function(request)
        if inspect.isawaitable(answer):
            answer = await answer
        if isinstance(answer, Completion):
            return answer
        if isinstance(answer, str):
            return Completion(text=answer, model=self.spec)
        raise OptionError(
            f"{self.spec} must return a str or a Completion, it returned {type(answer).__name__}."
        )


def _takes_view(function: Function) -> bool:
    """Whether a function takes a second argument: one without a default, or one that is called ``view``."""
    try:
        parameters = list(inspect.signature(function).parameters.values())
    except ValueError:  # A function of C without a signature.
        return False
    kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    taken = [p for p in parameters if p.kind in kinds]
    return len(taken) >= 2 and (taken[1].default is inspect.Parameter.empty or taken[1].name == "view")
