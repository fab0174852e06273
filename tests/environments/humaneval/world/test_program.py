"""Reading programs off answers."""

from __future__ import annotations

from typing import Any

import pytest

from agentgym.environments.humaneval.world import program
from tests.environments.humaneval.playing import HALF

RIGHT = [
    "```python\ndef half(x):\n    return x // 2\n```",
    "Sure!\n\n```python\ndef half(x):\n    return x // 2\n```\n\nIt halves x.\n\n```python\nprint(half(4))\n```",
    "```\ndef half(x):\n    return helper(x)\n```",
    "~~~py\ndef half(x):\n    return x // 2\n~~~",
    "```python\ndef half(x):\n    return x // 2",
    "def half(x):\n    return x // 2",
    "Here it is:\n\ndef half(x):\n    return x // 2\n\nThis function returns half of x.",
    "```python\nreturn x // 2\n```",
    "    return x // 2",
    "  ```python\n  def half(x):\n      return x // 2\n  ```",
    "```python\nfrom math import floor\n\ndef half(x):\n    return floor(x / 2)\n```",
    "First try:\n```python\ndef half(x):\n    return x\n```\nBetter:\n```python\ndef half(x):\n    return x // 2\n```",
    "```bash\npip install x\n```\n```python\ndef half(x):\n    return x // 2\n```",
    "```python\nhalf = lambda x: x // 2\nreturn half(x)\n```",
    "````python\ndef half(x):\n    '''```'''\n    return x // 2\n````",
]


def value(text: str) -> Any:
    space: dict[str, Any] = {}
    exec(compile(text, "<test>", "exec"), space)
    return space["half"](9)


@pytest.mark.parametrize("answer", RIGHT)
def test_chats(answer: str) -> None:
    assert value(program.of_chat(answer, HALF)) == 4


@pytest.mark.parametrize(
    "answer",
    [
        "    return x // 2\n\ndef other():\n    return 1",
        "    return x // 2\nprint(half(3))",
        "    return x // 2\n\n# Test\nassert half(4) == 3",
        "    return x // 2\n\nif __name__ == '__main__':\n    half()",
        "    y = x\n    return y // 2\n```\nThat is it.",
    ],
)
def test_completions_end_where_something_new_begins(answer: str) -> None:
    assert value(program.of_completion(answer, HALF)) == 4


def test_the_preamble_is_what_stands_before_the_function() -> None:
    assert HALF.preamble == "import math\n\n\ndef helper(x):\n    return x // 2\n\n\n"
    assert program.blocks("none") == []
