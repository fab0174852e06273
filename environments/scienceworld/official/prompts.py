"""The texts of AgentTuning's harness, read from a copy of its folder ``eval_heldout/science-world``.

They are not ours to ship. ``eval.py`` holds the instruction and the line that begins a task, ``prompts/prompt.json`` an
example for each task number. The program is read as text and never run.
"""

from __future__ import annotations

import ast
from pathlib import Path

import msgspec

from agentgym.errors import DataError
from agentgym.messages import Message, assistant, user

_INSIDE = Path("eval_heldout") / "science-world"
_ACKNOWLEDGED = "Ok."


class Prompts(msgspec.Struct, frozen=True):
    """The texts.

    Attributes:
        instruction: the first message.
        new_task: what stands before the first observation, with its line break.
        examples: by task number, turns of user and assistant.
    """

    instruction: str
    new_task: str
    examples: dict[int, list[str]]

    def opening(self, number: int) -> list[Message]:
        """Return the messages before the first observation of a task number.

        Raises:
            DataError: there is no example for it.
        """
        turns = self.examples.get(number)
        if not turns or len(turns) % 2:
            raise DataError(
                f"prompt.json has no example for task number {number}: a list of turns, user's first."
            )
        shown = [user(t) if place % 2 == 0 else assistant(t) for place, t in enumerate(turns)]
        return [user(self.instruction), assistant(_ACKNOWLEDGED), *shown]


def read(folder: Path) -> Prompts:
    """Read the texts of a folder, or of a checkout that holds it.

    Raises:
        DataError: a file is missing or damaged, or a text is not where it was.
    """
    place = folder / _INSIDE if (folder / _INSIDE).is_dir() else folder
    program, examples = place / "eval.py", place / "prompts" / "prompt.json"
    try:
        tree = ast.parse(program.read_text("utf-8"))
        by_number = msgspec.json.decode(examples.read_bytes(), type=dict[int, list[str]])
    except (OSError, SyntaxError, ValueError) as error:
        raise DataError(
            f"prompts={str(folder)!r} is not AgentTuning's folder {_INSIDE} (eval.py, prompts/prompt.json): {error}"
        ) from None
    return Prompts(_text(tree, "INIT_PROMPT", program).strip(), _text(tree, "new_task", program), by_number)


def _text(tree: ast.Module, name: str, program: Path) -> str:
    """Return the first string in what a name is assigned."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and any(
            isinstance(t, ast.Name) and t.id == name for t in node.targets
        ):
            found = _first_string(node.value)
            if found is not None:
                return found
    raise DataError(f"{program} assigns no text to {name}.")


def _first_string(node: ast.AST) -> str | None:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    children = (_first_string(child) for child in ast.iter_child_nodes(node))
    return next((text for text in children if text is not None), None)
