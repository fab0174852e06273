"""From what an environment suggests to a completion, for the policies that are no models."""

from __future__ import annotations

import msgspec

from agentgym.errors import PolicyError
from agentgym.policy import Completion, Request, Wish


def completion_of(request: Request, wish: Wish) -> Completion:
    """Return the environment's suggestion as a completion, tool calls unpacked.

    Raises:
        PolicyError: the environment made no such suggestion.
    """
    text = request.wishes.get(wish)
    if text is None:
        raise PolicyError(f"{request.env_id} made no suggestion of the kind {wish!r} at step {request.step}.")
    return from_text(text, request.action_format, wish)


def from_text(text: str, action_format: str, model: str) -> Completion:
    """Return an action string as a completion; in the ``tools`` format it is JSON with the calls."""
    if action_format != "tools":
        return Completion(text=text, model=model)
    message = msgspec.json.decode(text)
    return Completion(text=message["content"], tool_calls=message["tool_calls"], model=model)
