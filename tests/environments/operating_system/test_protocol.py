"""The protocols: how a turn is read and written, how output is shown."""

from __future__ import annotations

import msgspec
import pytest

from agentgym.actions import Action, ParseError
from agentgym.environments.operating_system import protocol
from agentgym.environments.operating_system.protocol import PROFILES, OSProfile, ThinkActFormat, shown
from agentgym.environments.operating_system.texts import OSTexts
from agentgym.messages import encode_tool_calls, tool_call

PAPER = PROFILES["paper"]
TEXTS = OSTexts()


@pytest.mark.parametrize(
    ("message", "name", "value"),
    [
        ("Think: t\n\nAct: bash\n\n```bash\nls /etc\n```", "bash_action", "ls /etc"),
        ("Act: bash\n```bash\na\n```\nand\n```bash\nb\nc\n```", "bash_action", "a\n\nb\nc"),
        ("Act: bash", "bash_action", ""),
        ("Think: t\nAct: Finish", "finish_action", "t"),
        ("Act: answer(220)", "answer_action", "220"),
        ("Act: answer(f(x) (y))", "answer_action", "f(x) (y)"),
        ("Act: ANSWER ( 7 )", "answer_action", " 7 "),
        ("Act: answer()", "answer_action", ""),
        ("Act: bash\n```bash\nls\n```\nAct: answer(3)", "answer_action", "3"),
        ("Act: answer(3)\nAct: answer 4", "answer_action", "3"),
        ("Act: answer(3)\nAct: dance", "answer_action", "3"),
    ],
)
def test_messages_are_read_as_agentbench_reads_them(message: str, name: str, value: str) -> None:
    action = ThinkActFormat().parse(message)
    assert (action.name, next(iter(action.arguments.values()))) == (name, value)


@pytest.mark.parametrize(
    "message", ["", "ls /etc", "Act: dance", "Act: answer 4", "act: finish", "Act: answer(a\nb)"]
)
def test_other_messages_are_no_action(message: str) -> None:
    with pytest.raises(ParseError, match="no act in the answer"):
        ThinkActFormat().parse(message)


@pytest.mark.parametrize(
    "action",
    [
        Action(
            name="bash_action", arguments={"script": "for i in 1 2; do\n  echo $i\ndone"}, thought="count"
        ),
        Action(name="answer_action", arguments={"answer": "a (b) c"}, thought="seen"),
        Action(name="finish_action", arguments={"thought": "done"}, thought="done"),
    ],
)
def test_what_is_rendered_is_read_back(action: Action) -> None:
    assert ThinkActFormat().parse(ThinkActFormat().render(action)) == action


def test_output_is_cut_and_cleaned() -> None:
    assert shown("", PAPER, TEXTS) == "The output of the OS is empty."
    assert shown("220\n", PAPER, TEXTS) == "The output of the OS:\n\n220\n"
    assert shown("x" * 800, PAPER, TEXTS) == "The output of the OS:\n\n" + "x" * 800
    cut = "The output of the OS:\n\n" + "x" * 780 + "\n[truncated because the output is too long]"
    assert shown("x" * 801, PAPER, TEXTS) == cut
    assert shown("\x1b[1;31mred\x1b[0m\x1b]0;title\x07", PAPER, TEXTS) == "The output of the OS:\n\nred"
    raw = shown("a\n", PROFILES["terminal"], TEXTS, protocol.prompt("sandbox", "/root/x"))
    assert raw == "The output of the OS:\n\na\r\n\x1b]0;root@sandbox: ~/x\x07root@sandbox:~/x# "


def test_agentbench_keeps_the_carriage_returns_alone() -> None:
    profile = PROFILES["agentbench"]
    assert isinstance(profile, OSProfile)
    assert shown("", profile, TEXTS) == "The output of the OS is empty."
    assert shown("a\n\x1b[1;31mb\x1b[0m c\n", profile, TEXTS) == "The output of the OS:\n\na\r\nb c\r\n"
    marked = msgspec.structs.replace(profile, paste=True)
    assert shown("a\n", marked, TEXTS) == "The output of the OS:\n\n\ra\r\n"
    assert shown("", marked, TEXTS) == "The output of the OS is empty."


def test_calls_that_cannot_be_carried_out_are_answered_in_the_environments_words() -> None:
    form = protocol.FunctionFormat(OSTexts(no_call="none", bad_call="bad: {error}", unknown_tool="unknown"))
    for name, arguments, said in (
        ("bash_action", '{"script"', "bad: Expecting ':' delimiter: line 1 column 10 (char 9)"),
        ("run", "{}", "unknown"),
        ("bash_action", "{}", "unknown"),
    ):
        call = encode_tool_calls(
            "", [{"id": "1", "type": "function", "function": {"name": name, "arguments": arguments}}]
        )
        with pytest.raises(ParseError) as error:
            form.parse(call)
        assert error.value.hint == said
    with pytest.raises(ParseError, match="none"):
        form.parse("words")
    assert form.parse(encode_tool_calls("", [tool_call("bash_action", {"script": "ls"})]))["script"] == "ls"
