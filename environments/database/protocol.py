"""The protocols of the DB task: profiles, and how an answer is read under each."""

from __future__ import annotations

import ast
import json
import re
from typing import Any

import msgspec

from agentgym.actions import Action, ParseError, Tool
from agentgym.environments.database.texts import DatabaseTexts
from agentgym.formats import LabelFormat, ToolsFormat
from agentgym.formats.grammars import BracketGrammar
from agentgym.formats.labels import blocks
from agentgym.formats.model_json import read_json
from agentgym.formats.tools import function_of
from agentgym.profile import Profile
from agentgym.prompts import fill

EXECUTE = Tool(
    name="execute_sql",
    description="Run one SQL statement on the database and see its result.",
    parameters={"query": {"type": "string", "description": "the statement"}},
)
ANSWER = Tool(
    name="commit_final_answer",
    description="Give the final answer and end the task.",
    parameters={
        "answers": {
            "type": "array",
            "items": {"type": "string"},
            "description": "the values asked for; any text after a change of the database",
        }
    },
)
OPERATIONS = 15
"""Statements an agent may run (AgentBench's ``max_round``)."""


class DatabaseProfile(Profile, frozen=True, kw_only=True):
    """A profile of the DB task.

    Attributes:
        comparison: how answers are compared, see :mod:`.scoring`.
        operations: turns in which statements may be run; one further turn is for the answer.
        answers: what BIRD's questions are answered with: ``query`` (its own form), or ``rows``: the values.
        one_line: line breaks of a statement become spaces, as upstream has it, so that ``--`` hides all that follows.
    """

    comparison: str = "paper"
    operations: int = OPERATIONS
    answers: str = "query"
    one_line: bool = True
    max_steps: int = OPERATIONS + 1
    shots: int = 0


_LENIENCY = (
    "As upstream, several values are compared as sets (order and repeats do not count), and a change of "
    "the tables counts whatever is answered, or though nothing is."
)
_LENIENCY_CORRECTED = (
    "As AgentBench FC: numbers within 0.01, values as sets, quotes, percent signs and thousands "
    "separators do not count, no value is 0; a change counts whatever is answered."
)
PROFILES: dict[str, Profile] = {
    p.name: p
    for p in (
        DatabaseProfile(
            name="paper",
            description="AgentTuning's evaluation: 15 operations, answers equal exactly, a wrong format ends it",
            leniency=_LENIENCY,
            on_parse_error="end",
        ),
        DatabaseProfile(
            name="agentbench",
            description="AgentBench v0.2: reads and compares as the paper's",
            leniency=_LENIENCY,
            on_parse_error="end",
        ),
        DatabaseProfile(
            name="fc",
            description="AgentBench's function calling: tools, cleaned answers, numbers within 0.01",
            leniency=_LENIENCY_CORRECTED,
            comparison="corrected",
            action_format="tools",
            parallel_calls=True,
        ),
        DatabaseProfile(
            name="derivation",
            description="as the paper's; BIRD's questions are answered with values, as AgentTuning derived tasks of it",
            leniency=_LENIENCY,
            on_parse_error="end",
            answers="rows",
        ),
        DatabaseProfile(
            name="corrected",
            description="as the paper's, with the corrected comparison; a wrong format is told and costs a turn",
            leniency=_LENIENCY_CORRECTED,
            comparison="corrected",
            one_line=False,
        ),
    )
}

INSTRUCTION = """\
You work on a {server} database. A question about it, or a change to make in it, follows. Find out what you need by \
running SQL, one statement a turn; you see what it returns, cut where it is long. You may run {operations} statements.

When you know the answer, give it as a list. Every value is a text in double quotes; where several values are asked \
for, list them all. After a change (INSERT, UPDATE, DELETE) the database itself is looked at: run the statement, then \
end with any answer."""

EXECUTION_NOTE = """\
The answer here is the query itself: a list with one text, the SELECT statement whose rows answer the question."""

FORM = """\
Say what you think, then do one of two things.

To run a statement, end your message with these lines, the statement on one line:
Action: Operation
```sql
SELECT * FROM my_table WHERE name = 'x';
```

To answer, end it with these two lines:
Action: Answer
Final Answer: ["value 1", "value 2"]"""


LITERAL = 5000
"""Characters up to which an answer is read as a Python literal, which takes 1.5 microseconds for each."""


def read_answer(text: str) -> list[Any]:
    """Read a final answer as AgentBench does: a Python literal made a list, else the text itself.

    AgentBench has ``eval``; here what a model writes is never run. An answer longer than :data:`LITERAL` is read as
    JSON, a list of texts, numbers and rows of them, in double or single quotes.

    >>> read_answer(' ["a", 2]'), read_answer("5"), read_answer("Paris")
    (['a', 2], ['5'], ['Paris'])
    """
    text = text.strip()
    if len(text) > LITERAL:
        return _read_long(text)
    try:
        values = list(ast.literal_eval(text))
        repr(values)  # a number of more digits than Python prints is no answer either
        return values
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return [text]


def _read_long(text: str) -> list[Any]:
    quoted = text if '"' in text else text.replace("'", '"')
    try:
        values: list[Any] = msgspec.json.decode(quoted, type=_Rows)
        repr(values)
        return values
    except (msgspec.DecodeError, ValueError):
        return [text]


_Rows = list[str | int | float | list[str | int | float]]
_FINAL = re.compile(r"\nFinal Answer:(.*)")


class OperationFormat(LabelFormat):
    """AgentBench's form: ``Action: Operation`` with a block of SQL, or ``Action: Answer`` with a list.

    As upstream reads it: the action is the first ``Action: …`` that a line ends; only the first block counts, its
    line breaks become spaces; whatever is no operation has to hold a line ``Final Answer: …``.

    Args:
        one_line: line breaks of a statement become spaces.
    """

    def __init__(self, one_line: bool = True) -> None:
        self.one_line = one_line
        super().__init__(
            BracketGrammar((EXECUTE, ANSWER)),
            layout=("{}\n", "{}"),
            instructions=FORM,
            missing=f"There is neither an operation nor a final answer. {FORM}",
        )

    def read(self, text: str) -> tuple[Action, int]:
        """Read an operation or an answer.

        Raises:
            ParseError: it is neither.
        """
        before, _, rest = text.partition("Action: ")
        word, line_end, _ = rest.partition("\n")
        if line_end and word == "Operation":
            statements = blocks(text, "sql")
            if not statements:
                raise ParseError("no_action", f"Action: Operation needs a block of SQL. {FORM}")
            query = statements[0].strip()
            if self.one_line:
                query = query.replace("\n", " ")
            return Action(name=EXECUTE.name, arguments={"query": query}), len(before)
        final = _FINAL.search(text)
        if final is None:
            raise self.missing()
        answers = read_answer(final[1])
        written = f"{ANSWER.name}[{_listed(answers)}]"  # an answer may hold what JSON cannot
        action = Action(name=ANSWER.name, arguments={"answers": answers}, text=written)
        return action, len(before) if line_end else final.start()

    def thought(self, text: str, begin: int) -> str:
        """Return all that stands before the action: it has no label."""
        return text[:begin].strip()

    def write(self, action: Action) -> str:
        """Write the operation or the answer."""
        if action.name == EXECUTE.name:
            return f"Action: Operation\n```sql\n{action['query']}\n```"
        return f"Action: Answer\nFinal Answer: {_listed(action['answers'])}"


def _listed(answers: Any) -> str:
    return json.dumps([str(a) for a in answers], ensure_ascii=False)


class FunctionFormat(ToolsFormat):
    """Function calling in the words of the environment's texts."""

    def __init__(self, texts: DatabaseTexts) -> None:
        super().__init__((EXECUTE, ANSWER), BracketGrammar((EXECUTE, ANSWER)))
        self.texts = texts

    def uncalled(self, text: str) -> Action:
        """Refuse a message without calls.

        Raises:
            ParseError: always.
        """
        raise ParseError("no_action", self.texts.no_call)

    def called(self, call: object, content: str, calls: int) -> Action:
        """Read one call.

        Raises:
            ParseError: it cannot be carried out.
        """
        function = function_of(call)
        if function.get("name") == EXECUTE.name:
            call = {"function": {**function, "arguments": self._named(function.get("arguments"))}}
        try:
            return super().called(call, content, calls)
        except ParseError as error:
            said = {
                "bad_json": self.texts.bad_call,
                "unknown_action": self.texts.unknown_tool,
                "bad_arguments": fill(self.texts.failed, error=error.hint),
            }
            raise ParseError(error.kind, said[error.kind]) from None

    def _named(self, given: object) -> object:
        """Return the first argument as the statement, whatever it is called, as the original takes it."""
        try:
            arguments = read_json(given) if isinstance(given, str) else given
        except ValueError:
            return given
        if not isinstance(arguments, dict):
            return given
        if not arguments and self.texts.source:
            raise ParseError("bad_arguments", fill(self.texts.failed, error="list index out of range"))
        return dict(zip(EXECUTE.required, arguments.values(), strict=False))
