"""What KG says besides what the graph holds."""

from __future__ import annotations

from agentgym.prompts import Texts, fill


class KGTexts(Texts, frozen=True, kw_only=True):
    """The texts of KG.

    Attributes:
        task: the question, with ``{question}`` and ``{entities}``, names separated by commas.
        listed, made, counted: what a tool says: a list (``{names}``), a variable (``{number}``, ``{type}``), a number.
        no_action: answer to a message without an action.
        not_executed: answer to an action without a call.
        syntax: answer to a call that is not closed, with ``{name}``.
        refused, mismatch: answer to a call that cannot be executed, with ``{name}`` and ``{arguments}``; the second is
            that of ``intersection``.
        invalid_variable: answer to an answer that names no variable.
        no_call, unknown_tool, bad_arguments, bad_call: answers to messages under the profile ``fc``; with ``{name}``
            the second and the third, with ``{error}`` the last, which also answers a call that cannot be executed.
        failures: words for ``{error}`` there, by tool and what is wrong (``get_neighbors.relation``); ours where one
            is missing.
    """

    task: str = "A new question: {question}\nEntities: [{entities}]"
    listed: str = "Observation: [{names}]"
    made: str = "Observation: variable #{number}, which are instances of {type}"
    counted: str = "Observation: variable #{number}, which is a number"
    no_action: str = "No executable function found! Need to recheck the action."
    not_executed: str = "Function is not executed!"
    syntax: str = (
        "I may make a syntax error when calling {name} (e.g., unmatched parenthesis). "
        "I need to fix it and reuse the tool"
    )
    refused: str = "{name}({arguments}) cannot be executed. You may make a mistake and need to fix it."
    mismatch: str = (
        "{name}({arguments}) cannot be executed. The two variables are not of the same type. "
        "You may further explore them by call get_relations"
    )
    invalid_variable: str = "Invalid variable id! Need to recheck the action."
    no_call: str = (
        "No executable function found! Need to recheck the action. Call a tool, or write Final Answer: #n."
    )
    unknown_tool: str = "There is no tool {name}."
    bad_arguments: str = "{name} takes other arguments."
    bad_call: str = "The call cannot be executed: {error}"
    failures: dict[str, str] = {}  # noqa: RUF012  (a Struct copies it)

    def refusal(self, name: str, arguments: list[str]) -> str:
        """Return what is said to a call that cannot be executed."""
        template = self.mismatch if name == "intersection" else self.refused
        return fill(template, name=name, arguments=", ".join(arguments))
