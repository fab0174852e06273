"""The paper's way of asking: one text that grows by thoughts, actions and observations, shown anew at every call."""

from __future__ import annotations


class Scratchpad:
    """What has been written about a question.

    Args:
        prompt: what stands before: instruction, examples, the question.
    """

    def __init__(self, prompt: str) -> None:
        self.written = prompt
        self.step = 1
        self.thinking = True
        """Whether the next line is a thought."""

    def prompt(self) -> str:
        """Return what the next call is asked: all so far, up to the label of the next line."""
        return f"{self.written}\n{'Thought' if self.thinking else 'Action'} {self.step}:"

    def add(self, line: str) -> None:
        """Note the answer to the call."""
        self.written = f"{self.prompt()} {line}"
        self.thinking = not self.thinking

    def observe(self, text: str) -> None:
        """Note what the action led to; the next step begins."""
        self.written += f"\nObservation {self.step}: {text.replace(chr(10), '')}"
        self.step += 1
