"""TRL's masks beside ours: ``python -m agentgym.benchmarks.masks.trl_masks [COUNT]``, where trl is installed.

TRL knows some chat templates by their text and replaces each by one of its own with generation markers, from which
transformers makes the mask. The same conversations are masked by us, with TRL's template as it is rendered. Ours starts
where the prompt ends and ends with the stop token; TRL's markers may include the template's line break before the
answer or behind the stop, and an end of text behind that, which are counted apart.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from agentgym.benchmarks.masks.made import conversation, tokenizer
from agentgym.benchmarks.masks.templates import GEMMA, LLAMA3, PHI3, QWEN3, QWEN25, Template
from agentgym.dataset.masks import Masker, MaskError

PAIRS = {
    "llama3": LLAMA3, "qwen2_5": QWEN25, "qwen3": QWEN3, "qwen3_instruct_2507": QWEN25, "gemma": GEMMA, "phi3": PHI3,
}  # fmt: skip
"""TRL's name of a template, and the tokenizer that goes with it."""


def compare(original: str, template: Template, count: int) -> Counter[str]:
    """Mask random conversations both ways; return how many tokens came out how.

    Args:
        original: the text of a template that TRL knows.
        template: of the same family.
        count: conversations.
    """
    from trl.chat_template_utils import get_training_chat_template

    tok = tokenizer(template, original)
    training = get_training_chat_template(tok)
    ours = Masker(tokenizer(template, training or original))
    draw, found = random.Random(5), Counter[str]()
    while found["conversations"] < count:
        row = conversation(draw, template)
        for message in row.messages:  # TRL trains every turn of the assistant
            if message["role"] == "assistant":
                message["loss"] = True
        messages: Any = [{"role": m["role"], "content": m["content"]} for m in row.messages]
        try:
            made = ours.tokens(row)
        except MaskError:
            found["refused by us"] += 1
            continue
        theirs = tok.apply_chat_template(
            messages, chat_template=training, return_dict=True, return_assistant_tokens_mask=True
        )
        found["conversations"] += 1
        found["other ids"] += made.ids != list(theirs["input_ids"])
        for number, (a, b) in enumerate(zip(made.mask, theirs["assistant_masks"], strict=True)):
            token = tok.decode(made.ids[number]).strip()
            if a == bool(b):
                found["same tokens"] += 1
            elif b and not token:
                found["line breaks trained by TRL only"] += 1
            elif b and token == tok.eos_token and number == len(made.ids) - 1:
                found["ends of text trained by TRL only"] += 1
            else:
                found["other tokens"] += 1
    return found


def main() -> None:
    """Print a line for each template; end with 1 if a token differs."""
    import trl

    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    folder = Path(trl.__file__).parent / "chat_templates"
    wrong = 0
    for name, template in PAIRS.items():
        found = compare((folder / f"{name}.jinja").read_text("utf-8"), template, count)
        wrong += found["other tokens"] + found["other ids"]
        print(f"{name}: {dict(found)}", flush=True)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
