"""What an environment answers with: an observation, and whatever else there is to say about it."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from agentgym.actions import Action
from agentgym.messages import Message
from agentgym.returns import wrong
from agentgym.status import Status


class Outcome(msgspec.Struct, kw_only=True):
    """What beginning an episode, or performing an action, led to.

    Attributes:
        observation: the next user message.
        reward: final reward in [0, 1]; 0 while the episode goes on.
        terminated: the environment decided that the episode is over.
        status: how it ended; ``completed`` when ``terminated`` and nothing else is said, ``unscored`` where the
            score is given later (a judge).
        metrics: further numbers of the finished episode (``success``, ``f1``).
        observation_later: the observation's text once it is no longer the newest message.
        action_later: the text in which the agent's turn is remembered.
        messages: opening turns of a fresh session, where the conversation starts anew.
        refused: the action was well-formed, but is not possible here; error analysis counts it.
        call_error: a function or command was called and failed; error analysis counts it.
        screenshot: path of a picture of the environment after the action, where it keeps them.
        unasked: nothing that could be answered matters: the engine steps without asking the policy, and
            ``perform`` gets :data:`UNASKED` whatever the message is.
        continuations: texts of which the next answer is the likeliest: a model is asked for their log-probabilities
            and writes nothing (:meth:`agentgym.policy.Policy.choose`). Each is a message that the format reads.
    """

    observation: str
    reward: float = 0.0
    terminated: bool = False
    status: Status | None = None
    metrics: dict[str, float] = {}
    observation_later: str | None = None
    action_later: str | None = None
    messages: list[Message] | None = None
    refused: bool = False
    call_error: bool = False
    screenshot: str | None = None
    unasked: bool = False
    continuations: list[str] = []

    @classmethod
    def of(cls, value: object, hook: Callable[..., object]) -> Outcome:
        """Return what a hook returned as an outcome; a text is an ordinary observation.

        Args:
            value: what it returned.
            hook: the method, named in the error.

        Raises:
            EnvironmentFailure: it is neither, or an outcome without a text or a number.
        """
        if isinstance(value, Outcome):
            outcome = value
        elif isinstance(value, str):
            outcome = cls(observation=value)
        else:
            raise wrong(hook.__qualname__, "a str or an Outcome", value)
        said: object = outcome.observation
        if not isinstance(said, str):
            raise wrong(hook.__qualname__, "an Outcome whose observation is a str", said)
        if not isinstance(outcome.reward, (float, int)):
            raise wrong(hook.__qualname__, "an Outcome whose reward is a float in [0, 1]", outcome.reward)
        if type(said) is not str:
            # Of a library's own kind (a piece of a parsed page), which no log can hold.
            outcome.observation = str.__str__(said)
        return outcome


UNASKED = Action(name="unasked", text="unasked")
"""What ``perform`` gets after an outcome that is ``unasked``."""
