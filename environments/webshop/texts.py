"""What WebShop says besides its pages."""

from __future__ import annotations

from agentgym.prompts import Texts


class WebShopTexts(Texts, frozen=True, kw_only=True):
    """The texts of WebShop.

    Attributes:
        observation: how a page is shown, with ``{observation}`` and ``{actions}``, the list of possible actions.
        first: the same for the first page, in the profile ``fc``.
        after_action: the same after an action, with ``{action}`` as well, in the profile ``fc``.
        no_call: stands in the place of the page from a message without a call on, until there is an action (``fc``).
        bad_call: stands before the page where the call's arguments cannot be read (``fc``).
    """

    observation: str = "Observation:\n{observation}\n\nAvailable Actions:\n{actions}"
    first: str = "Observation:\n{observation}\n\nAvailable Actions:\n{actions}"
    after_action: str = "Action: {action}\n\nObservation:\n{observation}\n\nAvailable Actions:\n{actions}"
    no_call: str = "Your answer calls no tool that there is. Call search_action or click_action."
    bad_call: str = "The arguments of the call could not be read."
