"""Labelled sections and the code in them."""

from __future__ import annotations

import time

from agentgym.formats.sections import code, fenced, items, sections

TEXT = """\
Sure, here they are:

### Task 1
**Kind:** question
Description: how many
lines are there?
Check:
```bash
# Kind: no label here
### Task 9
[ "$1" = 3 ]
```
## Task 2:
kind : operation
"""


def test_items_begin_at_headings_that_are_in_no_block() -> None:
    first, second = items(TEXT, "Task")
    assert "### Task 9" in first and second == "kind : operation"
    assert items("only this", "Task") == ["only this"] and items("  \n", "Task") == []


def test_sections_go_on_to_the_next_label() -> None:
    found = sections(items(TEXT, "Task")[0], ["Kind", "Description", "Check"])
    assert found["kind"] == ["question"] and found["description"] == ["how many\nlines are there?"]
    assert code(found["check"][0]) == '# Kind: no label here\n### Task 9\n[ "$1" = 3 ]'
    assert sections("A: 1\nA: 2", ["A"]) == {"a": ["1", "2"]} and sections("nothing", ["A"]) == {}


def test_code_is_what_stands_in_blocks_or_everything() -> None:
    assert code(" ls -l \n") == "ls -l" and code("```\na\n```\nand\n```sh\nb\n```") == "a\nb"
    assert code("```bash\n\n```") == "" and code("```bash\nnever closed") == "never closed"
    assert code(fenced("bash", "x\ny")) == "x\ny"


def test_long_answers_are_read_in_linear_time() -> None:
    clock = time.process_time()
    for text in ("#" * 200_000, "Kind" * 50_000, "* \t" * 60_000, "Task " * 40_000):
        items(text, "Task")
        sections(text, ["Kind", "Description"])
    assert time.process_time() - clock < 2
