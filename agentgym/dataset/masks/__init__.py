"""Token ids and loss masks of conversations, proven from the chat template and not guessed (:class:`Masker`)."""

from agentgym.dataset.masks.masker import Masker
from agentgym.dataset.masks.refusal import MaskError
from agentgym.dataset.masks.tokenised import TokenisedRow

__all__ = ["MaskError", "Masker", "TokenisedRow"]
