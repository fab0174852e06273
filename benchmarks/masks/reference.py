"""A slow mask that uses nothing of ours: the prompt of each turn is rendered and tokenised by itself.

A turn's ids are what the whole conversation has after its prompt's ids, up to the first stop token.
"""

from __future__ import annotations

from typing import Any

from agentgym.benchmarks.masks.templates import Template
from agentgym.dataset.row import Row


def reference(tokenizer: Any, row: Row, template: Template) -> tuple[list[int], list[bool]]:
    """Return the ids of the whole conversation and its mask."""
    messages = [{"role": m["role"], "content": m["content"]} for m in row.messages]
    whole = tokenizer.apply_chat_template(messages, tokenize=False)
    ids = list(tokenizer(whole, add_special_tokens=False)["input_ids"])
    ends = tokenizer.convert_tokens_to_ids(template.stop)
    mask = [False] * len(ids)
    for number, message in enumerate(row.messages):
        if message.get("loss") is True:
            prompt = tokenizer.apply_chat_template(
                messages[:number], tokenize=False, add_generation_prompt=True
            )
            if whole.startswith(prompt + template.decoration):
                prompt += template.decoration
            start = len(tokenizer(prompt, add_special_tokens=False)["input_ids"])
            stop_at = ids.index(ends, start)
            mask[start : stop_at + 1] = [True] * (stop_at + 1 - start)
    return ids, mask
