"""The prompts: ours, or the original's."""

from __future__ import annotations

from agentgym.prompts import Texts


class ReWOOTexts(Texts, frozen=True, kw_only=True):
    """What planner, workers and solver are asked.

    Attributes:
        planner, tools, plan: what stands before the list of tools, at its head, and before the question.
        described: what is told about each tool; ``{doc_name}`` stands for the name of a document.
        examples: solved examples, by name.
        worker: what a worker is asked, with ``{input}``.
        translator: what a translator of calculations is asked, with ``{input}``.
        solver, answer: what stands before the first and before the second question.
    """

    planner: str
    tools: str
    plan: str
    described: dict[str, str]
    examples: dict[str, str]
    worker: str
    translator: str
    solver: str
    answer: str

    def ask_planner(self, question: str, tools: tuple[str, ...], examples: str, document: str = "") -> str:
        """Return what the planner is asked."""
        named = document.rpartition("/")[2].removesuffix(".txt")
        listed = "".join(f"{n}[input]: {self.described[n].replace('{doc_name}', named)}\n" for n in tools)
        return f"{self.planner}{self.tools}{listed}\n{self.examples[examples]}{self.plan}{question}\n"

    def ask_worker(self, given: str) -> str:
        """Return what a worker is asked."""
        return self.worker.replace("{input}", given)

    def ask_translator(self, given: str) -> str:
        """Return what a translator is asked."""
        return self.translator.replace("{input}", given)

    def ask_solver(self, question: str, log: str) -> str:
        """Return what the solver is asked."""
        return f"{self.solver}{question}\n{log}{self.answer}{question}\n"
