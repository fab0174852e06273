"""What Mind2Web asks, around its pages."""

from __future__ import annotations

from agentgym.prompts import Texts


class Mind2WebTexts(Texts, frozen=True, kw_only=True):
    """The texts of Mind2Web.

    Attributes:
        question: the question of the multi-choice view, with ``{page}``, ``{task}``, ``{previous}`` and ``{choices}``.
        open_question: that of the element view, with the first three.
        action: a line of ``{previous}``, with ``{action}``.
        no_action: that line where nothing was done before.
        choice: a line of ``{choices}``, with ``{letter}`` and ``{choice}``.
    """

    question: str = (
        "'''\n{page}\n'''\n\nBased on the HTML webpage above, try to complete the following task:\n"
        "Task: {task}\nPrevious actions:\n{previous}What should be the next action? Please select from the following "
        "choices (If the correct action is not in the page above, please select A. 'None of the above'):\n\n"
        "A. None of the above\n{choices}"
    )
    open_question: str = (
        "'''\n{page}\n'''\n\nBased on the HTML webpage above, try to complete the following task:\n"
        "Task: {task}\nPrevious actions:\n{previous}What should be the next action? Name the element by the number "
        "of its id on the page, the operation, and its value."
    )
    action: str = "{action}\n"
    no_action: str = "None\n"
    choice: str = "{letter}. {choice}\n"
