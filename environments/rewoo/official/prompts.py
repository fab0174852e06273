"""The original's prompts, read from a checkout of AgentTuning (``eval_heldout/rewoo``) or of ReWOO itself."""

from __future__ import annotations

from agentgym.environments.rewoo.demonstration import OWN
from agentgym.environments.rewoo.world import names
from agentgym.environments.rewoo.world.texts import Texts
from agentgym.tools.checkout import Checkout

_INSIDE = ("eval_heldout/rewoo", "rewoo")
_PLANNER, _SOLVER, _SHOTS, _WORKERS = (
    "prompts/planner.py",
    "prompts/solver.py",
    "prompts/fewshots.py",
    "nodes/Worker.py",
)
_CLASSES = {
    names.GOOGLE: "GoogleWorker",
    names.WIKIPEDIA: "WikipediaWorker",
    names.ALPHA: "WolframAlphaWorker",
    names.CALCULATOR: "CalculatorWorker",
    names.LLM: "LLMWorker",
    names.SEARCH_SOTU: "SearchDocWorker",
    names.SEARCH_DOCUMENT: "SearchDocWorker",
}
_EXAMPLES = {"multihop": "HOTPOTQA_PWS_BASE", "trivia": "TRIVIAQA_PWS"}


def read(prompts: str) -> tuple[str, Texts]:
    """Return the name of a checkout, with a hash of what was read of it, and its prompts.

    The translator of calculations is langchain's and in no checkout: that prompt stays ours.

    Args:
        prompts: a folder, or a name that this has returned.

    Raises:
        DataError: there is no such checkout, it is of another version, or it has changed.
    """
    sources = Checkout(prompts, _PLANNER, _INSIDE)
    math = sources.constant(_SHOTS, "GSM8K_PWS")
    texts = Texts(
        planner=sources.constant(_PLANNER, "DEFAULT_PREFIX"),
        tools=sources.constant("nodes/Planner.py", "prompt", "Planner._generate_worker_prompt"),
        plan=sources.constant(_PLANNER, "DEFAULT_SUFFIX"),
        described={n: sources.attribute(_WORKERS, c, "description") for n, c in _CLASSES.items()},
        examples={
            n: sources.constant(_SHOTS, _EXAMPLES[n]) if n in _EXAMPLES else math for n in OWN.examples
        },
        worker=sources.argument(_WORKERS, "LLMWorker.run", "template").replace("{request}", "{input}"),
        translator=OWN.translator,
        solver=sources.constant(_SOLVER, "DEFAULT_PREFIX"),
        answer=sources.constant(_SOLVER, "DEFAULT_SUFFIX"),
    )
    sources.check()
    return sources.name, texts
