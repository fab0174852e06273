"""The original's prompts, read from a checkout of AgentTuning (``eval_heldout/rewoo``) or of ReWOO itself."""

from __future__ import annotations

from agentgym.environments.rewoo.demonstration import OWN
from agentgym.environments.rewoo.texts import ReWOOTexts
from agentgym.environments.rewoo.world import names
from agentgym.profile import Profile
from agentgym.prompts import Checkout

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


def read(sources: Checkout, profile: Profile, action_format: str) -> ReWOOTexts:
    """Return the prompts of a checkout.

    The translator of calculations is langchain's and in no checkout: that prompt stays ours.

    Raises:
        DataError: it is none, or of another version.
    """
    sources.enter(_PLANNER, *_INSIDE)
    math = sources.constant(_SHOTS, "GSM8K_PWS")
    return ReWOOTexts(
        source="AgentTuning's ReWOO",
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
