"""The two examples: an answer read off a page, and a click on the way to one. Their pages are on none of the sites."""

from __future__ import annotations

from collections.abc import Sequence

from agentgym.actions import Action
from agentgym.environments.webarena.protocol import WebArenaProfile
from agentgym.environments.webarena.texts import WebArenaTexts
from agentgym.prompts import fill

_SCREW = """Tab 0 (current): Hinge and Bolt - parts for doors

[31] RootWebArea 'Hinge and Bolt - parts for doors' focused: True
	[34] link 'Home'
	[36] heading 'Butt hinge, 90 mm'
	[38] StaticText 'Order number 20-417'
	[41] StaticText '$3.20 each'
	[44] spinbutton 'Quantity' required: False valuemin: 1 valuemax: 0 valuetext: 
	[46] button 'Put into basket'"""
_LIBRARY = """Tab 0 (current): Valley Library

[12] RootWebArea 'Valley Library' focused: True
	[15] link 'Opening hours'
	[16] link 'Branches'
	[21] textbox 'Title or author' focused: True required: False
	[22] button 'Find'
	[27] heading 'New this week'"""
_PAGES = (
    (
        "What does one butt hinge of 90 mm cost?", _SCREW, "http://hinges.test/parts/20-417",
        Action(
            name="stop",
            arguments={"answer": "$3.20"},
            thought="The page is about the butt hinge of 90 mm. It says that one costs $3.20, which is what was asked.",
        ),
    ),
    (
        "Find out whether the library has a book by Tove Jansson.", _LIBRARY, "http://library.test/",
        Action(
            name="type",
            arguments={"element": 21, "text": "Tove Jansson", "enter": True},
            thought="The field [21] takes a title or an author. I search for the author and press Enter.",
        ),
    ),
)  # fmt: skip


def demonstrations(profile: WebArenaProfile, texts: WebArenaTexts) -> Sequence[tuple[str, Action]]:
    """Return the examples as the profile shows pages."""
    shown = []
    for intent, tree, url, action in _PAGES:
        if profile.fresh:
            seen = fill(texts.turn, observation=tree, url=url, objective=intent, previous_action="None")
        else:
            seen = f"{fill(texts.task, objective=intent)}\n\n{fill(texts.page, url=url, observation=tree)}"
        shown.append((seen, action))
    return shown
