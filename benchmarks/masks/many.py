"""Random conversations: ``python -m agentgym.benchmarks.masks.many [COUNT]``.

Each conversation is masked for every template and compared, token by token, with a reference that uses nothing of
ours. Rows that are refused are counted by reason: none may be refused without one that the reference confirms.
"""

from __future__ import annotations

import random
import re
import sys
import time
from collections import Counter

from agentgym.benchmarks.masks.made import conversation, tokenizer
from agentgym.benchmarks.masks.reference import reference
from agentgym.benchmarks.masks.templates import TEMPLATES
from agentgym.dataset.masks import Masker, MaskError


def compare(name: str, count: int) -> tuple[Counter[str], float]:
    """Mask random conversations of a template; return how many came out how, and seconds of CPU time a row."""
    template = TEMPLATES[name]
    tok = tokenizer(template)
    masker, draw = Masker(tok), random.Random(f"many {name}")
    found: Counter[str] = Counter()
    spent = 0.0
    for _ in range(count):
        row = conversation(draw, template)
        began = time.process_time()
        try:
            made = masker.tokens(row)
        except MaskError as error:
            found["refused: " + re.sub(r"'.*'", "…", str(error).partition(": ")[2])[:60]] += 1
            continue
        finally:
            spent += time.process_time() - began
        ids, mask = reference(tok, row, template)
        found["tokens"] += len(ids)
        found["trained tokens"] += sum(mask)
        found["wrong tokens"] += sum(a != b for a, b in zip(made.mask, mask, strict=True)) + (made.ids != ids)
        found["conversations"] += 1
    return found, spent / count


def main() -> None:
    """Print a line for each template; end with 1 if a token is wrong."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    wrong = 0
    for name in TEMPLATES:
        found, seconds = compare(name, count // len(TEMPLATES))
        wrong += found["wrong tokens"]
        print(f"{name}: {dict(found)}, {seconds * 1e3:.2f} ms a conversation", flush=True)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
