"""Prompts: the texts of a conversation that are not the world's, and where they come from.

Every environment has its texts in a :class:`Texts`: the messages that open a conversation, and templates of what is
said later. They are ours, or those of ``prompts=PATH``: an official checkout, read and never run (:class:`Checkout`),
or a file in our own form (:mod:`.toml_form`), which ``agentgym prompts export`` writes.
"""

from agentgym.prompts.checkout import Checkout
from agentgym.prompts.texts import Texts, fill

__all__ = ["Checkout", "Texts", "fill"]
