"""A tokenizer of transformers, reduced to what masks need: its template, its tokens with their places, its stops."""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import deepcopy
from typing import Any, NamedTuple

from agentgym.dataset.masks.refusal import MaskError, shown
from agentgym.messages import Message, wire
from agentgym.serving.torch_model import with_argument_objects

Sent = list[dict[str, Any]]
"""Messages as a template is given them."""


class Placed(NamedTuple):
    """A text's tokens: ids, and for each where it begins and ends in the text, in characters."""

    ids: list[int]
    offsets: list[tuple[int, int]]


class Rendering:
    """A chat template and the tokenizer that it belongs to.

    Args:
        tokenizer: of transformers, fast, with a chat template.
        options: further variables of the template (``enable_thinking``).

    Raises:
        MaskError: no template, no fast tokenizer, or no token that could end a turn.
    """

    def __init__(self, tokenizer: Any, options: dict[str, Any]) -> None:
        name = getattr(tokenizer, "name_or_path", "") or type(tokenizer).__name__
        if not getattr(tokenizer, "chat_template", None):
            raise MaskError(f"The tokenizer {name} has no chat template: set tokenizer.chat_template.")
        if not getattr(tokenizer, "is_fast", False):
            raise MaskError(
                f"The tokenizer {name} says no places of its tokens: give a fast one (with a tokenizer.json)."
            )
        self._tokenizer = tokenizer
        self._options = options
        # A copy of our own: what truncates, pads or trims places is taken off it, not off the caller's.
        self._backend = deepcopy(tokenizer.backend_tokenizer)
        self._backend.no_truncation()
        self._backend.no_padding()
        self._backend.post_processor = None
        added = tokenizer.added_tokens_decoder
        self.special = {t.content: int(i) for i, t in added.items() if t.special}
        if tokenizer.eos_token is not None:
            self.special[tokenizer.eos_token] = int(tokenizer.eos_token_id)
        if not self.special:
            raise MaskError(
                f"The tokenizer {name} has no special tokens: nothing could end a turn of the assistant."
            )
        longest_first = sorted(self.special, key=len, reverse=True)
        self.special_text = re.compile("|".join(map(re.escape, longest_first)))
        self._check(name)
        asked: Sent = [{"role": "user", "content": "a"}]
        self.prompts = self.text(asked, [], prompt=True) != self.text(asked, [])
        """Whether the template has a generation prompt."""

    def messages(self, messages: Sequence[Message], *, reasoning: bool) -> Sent:
        """Return messages as the template is given them, the same as when a model is asked."""
        return with_argument_objects(wire(messages, reasoning=reasoning))

    def text(self, messages: Sent, tools: list[dict[str, Any]], *, prompt: bool = False) -> str:
        """Return a conversation as text.

        Args:
            messages: the conversation.
            tools: schemas of its tools.
            prompt: end it with what asks for the assistant's turn.

        Raises:
            MaskError: the template refuses the conversation.
        """
        try:
            rendered: str = self._tokenizer.apply_chat_template(
                messages,
                tools=tools or None,
                tokenize=False,
                add_generation_prompt=prompt,
                **self._options,
            )
        except Exception as error:  # noqa: BLE001 - a template raises what it likes
            raise MaskError(f"The chat template refuses the conversation: {error}") from None
        return rendered

    def encode(self, text: str) -> Placed:
        """Return a rendered text's tokens; nothing is added to them."""
        encoded = self._backend.encode(text, add_special_tokens=False)
        return Placed(encoded.ids, encoded.offsets)

    def decode(self, ids: Sequence[int]) -> str:
        """Return the text of tokens, special ones too."""
        text: str = self._backend.decode(list(ids), skip_special_tokens=False)
        return text

    def _check(self, name: str) -> None:
        probe = f"A text, 1 {next(iter(self.special))}\n\n and  more: é 漢 🙂"
        ours, theirs = (
            self.encode(probe).ids,
            list(self._tokenizer(probe, add_special_tokens=False)["input_ids"]),
        )
        if ours != theirs:
            raise MaskError(
                f"The tokenizer {name} does more than its fast part: {shown(probe)} is {theirs} and not {ours}."
            )
