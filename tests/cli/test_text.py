"""Docstrings as text for a terminal."""

from __future__ import annotations

from agentgym.cli.text import first_paragraph, plain

DOCSTRING = """Reads :class:`~agentgym.AgentEnv` and
    ``things`` well.

    Args:
        one: the first,
            over two lines.
        two: the second.
    """


def test_every_paragraph_and_argument_is_a_line() -> None:
    assert plain(DOCSTRING).splitlines() == [
        "Reads AgentEnv and things well.",
        "",
        "Args:",
        "    one: the first, over two lines.",
        "    two: the second.",
    ]


def test_the_first_paragraph() -> None:
    assert first_paragraph(DOCSTRING) == "Reads AgentEnv and things well."
    assert first_paragraph(None) == plain(None) == ""
