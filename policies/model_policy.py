"""What all policies that ask a model have in common: options, what the model is shown, identity."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from agentgym.errors import OptionError
from agentgym.messages import system as system_message
from agentgym.models import history
from agentgym.models.view import show
from agentgym.policies.model_options import ModelOptions
from agentgym.policies.options import read
from agentgym.policy import Policy, Request, View
from agentgym.specs import Spec


class ModelPolicy(Policy):
    """A model, asked with options.

    Args:
        model: which one.
        options: see ``options_type``; texts, as in a spec, or values of Python.

    Raises:
        OptionError: no model, an unknown option, or a value that is not accepted.
    """

    scheme: ClassVar[str]
    example: ClassVar[str]
    """Specs that are right, for who names no model."""
    options_type: ClassVar[type[ModelOptions]]
    options: ModelOptions

    def __init__(self, model: str, **options: Any) -> None:
        if not model:
            raise OptionError(f"Name the model: {self.example}.")
        self.source = model
        """The model as it was named."""
        self.options = self.resolved(read(self.scheme, options, self.options_type))
        self.history = history.named(self.options.history or "full")
        self.system = system_message(self.options.system) if self.options.system is not None else None
        self.tools_as_text = False
        """Whether tools are shown in a message, and calls read off the answer."""
        self.send_reasoning = False
        """Whether the reasoning of earlier turns is sent back."""
        spec = Spec.of(self.scheme, model, options)
        self.spec, self.label = str(spec), str(spec.without(self.incidental))

    @classmethod
    def from_spec(cls, argument: str, options: Mapping[str, str]) -> Self:
        """Make it from ``scheme:MODEL?option=value``.

        Raises:
            OptionError: an unknown option, or a value that is not accepted.
        """
        return cls(argument, **options)

    def resolved(self, options: Any) -> Any:
        """Return the options with defaults that follow from others."""
        return options

    def view(self, request: Request) -> View:
        """Return system prompt and conversation as the model is shown them."""
        return show(
            request,
            system=self.system,
            history=self.history,
            stripping=self.options.demonstration == "strip",
            tools_as_text=self.tools_as_text,
            reasoning=self.send_reasoning,
        )

    def identity(self) -> dict[str, Any]:
        """Return the model, and the options that its answers depend on."""
        return {
            "policy": self.scheme,
            "model": self.source,
            **self.options.identity(),
            "history": str(self.history),
        }
