"""A causal language model on torch with its tokenizer, and what of them is asked at every turn."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Sequence
from typing import Any

from agentgym.errors import DataError, DependencyError, OptionError, PolicyError
from agentgym.install import hint
from agentgym.messages import ToolCallDict, arguments_of, wire
from agentgym.models import CATALOGUE, find
from agentgym.policy import View


class TorchModel:
    """A model in this process.

    Args:
        tokenizer: of transformers.
        model: of transformers.
        context: tokens of prompt and answer together; the model's own limit by default.
    """

    def __init__(self, tokenizer: Any, model: Any, context: int | None) -> None:
        self.tokenizer = tokenizer
        self.model = model
        self.context = context or int(getattr(model.config, "max_position_embeddings", 4096))
        stated = model.generation_config.eos_token_id
        ends = set(stated if isinstance(stated, list) else [stated]) | {tokenizer.eos_token_id}
        self.ends = frozenset(int(e) for e in ends if e is not None)
        """Token ids that end an answer."""
        self.native_tools = "tools" in (tokenizer.chat_template or "")
        """Whether the chat template knows tools."""

    @classmethod
    def load(
        cls,
        source: str,
        *,
        device: str | None = None,
        dtype: str = "auto",
        template: str | None = None,
        context: int | None = None,
        threads: int | None = None,
    ) -> TorchModel:
        """Load a model; takes seconds.

        Args:
            source: a folder with safetensors and a tokenizer, or an installed model.
            device: a GPU where there is one by default.
            dtype: ``auto`` (the folder's), or torch's name of one.
            template: chat template; the tokenizer's own by default.
            context: tokens of prompt and answer together; the model's own limit by default.
            threads: threads of torch on a CPU; torch's choice by default.

        Raises:
            DataError: no model there.
            OptionError: torch has no such dtype.
        """
        folder = (
            str(find(source, "safetensors")) if source in CATALOGUE and not os.path.exists(source) else source
        )
        if not os.path.isfile(os.path.join(folder, "config.json")):
            raise DataError(f"transformers:{source}: expected a folder with config.json, {folder} has none.")
        import torch
        from transformers import AutoModelForCausalLM, AutoTokenizer
        from transformers.utils import logging

        logging.disable_progress_bar()
        if threads:
            torch.set_num_threads(threads)
        chosen = dtype if dtype == "auto" else getattr(torch, dtype, None)
        if chosen is None:
            raise OptionError(f"transformers: torch has no dtype {dtype!r}.")
        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        if template is not None:
            tokenizer.chat_template = template
        model = AutoModelForCausalLM.from_pretrained(folder, dtype=chosen, local_files_only=True)
        where = device or ("cuda" if torch.cuda.is_available() else "cpu")
        return cls(tokenizer, model.to(where).eval(), context)

    def prompt(self, view: View) -> list[int]:
        """Return the conversation as token ids, ready for the answer."""
        encoded = self.tokenizer.apply_chat_template(
            with_argument_objects(wire(view.messages, reasoning=view.reasoning)),
            tools=view.tools or None,
            add_generation_prompt=True,
            return_dict=True,
        )
        return list(encoded["input_ids"])

    def pairs(self, view: View, continuations: Sequence[str]) -> tuple[list[int], list[list[int]]]:
        """Return the token ids of the conversation, and of each text behind it.

        Text and conversation are encoded together, so that what joins them is as it would be written; the ids of a
        text are those past the conversation's own number of ids (as lm-eval has it).

        Raises:
            PolicyError: a text adds no token.
        """
        prompt = self.tokenizer.apply_chat_template(
            with_argument_objects(wire(view.messages, reasoning=view.reasoning)),
            tools=view.tools or None,
            add_generation_prompt=True,
            tokenize=False,
        )
        ids = self._encode(prompt)
        whole = [self._encode(prompt + text)[len(ids) :] for text in continuations]
        if not ids or not all(whole):
            raise PolicyError(
                "There is nothing to give the log-probability of: a text without a token of its own."
            )
        return ids, whole

    def _encode(self, text: str) -> list[int]:
        return list(self.tokenizer(text, add_special_tokens=False)["input_ids"])


def need_torch() -> None:
    """Check, without importing them, that torch and transformers are installed.

    Raises:
        DependencyError: one is not.
    """
    for name in ("torch", "transformers"):
        if importlib.util.find_spec(name) is None:
            raise DependencyError(
                f"transformers: needs {name}, which is not installed: {hint('transformers')}."
            )


def with_argument_objects(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return messages as they are sent with arguments of tool calls as objects: templates write JSON themselves."""
    return [
        {**message, "tool_calls": [_with_object(call) for call in message["tool_calls"]]}
        if message.get("tool_calls")
        else message
        for message in messages
    ]


def _with_object(call: ToolCallDict) -> dict[str, Any]:
    return {**call, "function": {**call["function"], "arguments": arguments_of(call)}}
