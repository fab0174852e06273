"""The texts of the original, from a checkout of AgentTuning or AgentBench."""

from __future__ import annotations

from agentgym.environments.database.texts import DatabaseTexts
from agentgym.errors import DataError
from agentgym.messages import assistant, system, user
from agentgym.profile import Profile
from agentgym.prompts import Checkout, agentbench

_PROFILES: dict[agentbench.Variant, str] = {"old": "paper", "v0.2": "agentbench", "fc": "fc"}


def read(checkout: Checkout, profile: Profile, action_format: str) -> DatabaseTexts:
    """Return the texts of a checkout.

    Raises:
        DataError: it is none, or of another version.
        OptionError: its texts go with another profile.
    """
    place = agentbench.find(checkout)
    agentbench.fit(place, profile, action_format, _PROFILES)
    folder = f"{place.tasks}dbbench/"
    if place.variant == "fc":
        return _function_calling(checkout, folder, place.source)
    process = "process" if place.variant == "old" else "DBBench.start_sample"
    told = [e.text() for e in checkout.injected(f"{folder}__init__.py", process) if e.is_text]
    if len(told) < 2:
        raise DataError(f"{folder}__init__.py tells the rules no more in {process}. Is it another version?")
    return DatabaseTexts(
        openings={"": [user(told[0]), assistant(told[1])]},
        source=place.source,
        cut=_cut(checkout, f"{folder}Interaction.py", "Container.execute", "result"),
    )


def _function_calling(checkout: Checkout, folder: str, title: str) -> DatabaseTexts:
    source, begin = f"{folder}task.py", "DBBenchTask.start_sample"
    leads = [e.lead() for e in checkout.assigned(source, begin, "user_prompt") if e.begins]
    said = [e.text() for e in checkout.injected(source, begin) if e.is_text]
    failed = [e for e in checkout.assigned(source, begin, "response") if e.is_text]
    if len(leads) < 3 or len(said) < 4 or not failed:
        raise DataError(f"{source} has not the texts it had in {begin}. Is it another version?")
    table, question = leads[-2:]
    return DatabaseTexts(
        openings={"": [system(checkout.constant(source, "SYSTEM_PROMPT"))]},
        schemas=checkout.yaml("configs/tasks/dbbench.yaml", "default", "parameters", "tools"),
        source=title,
        task=f"{table}{{table}}\n{question}{{description}}\n",
        cut=_cut(checkout, f"{folder}interaction.py", "MySQLDatabase.execute", "result_str"),
        no_call=said[-3],
        bad_call=said[-2],
        unknown_tool=said[-1],
        failed=failed[-1].template("error"),
    )


def _cut(checkout: Checkout, source: str, scope: str, target: str) -> str:
    ends = [end for e in checkout.assigned(source, scope, target) if not e.is_text and (end := e.tail())]
    if not ends:
        raise DataError(f"{source} cuts no result in {scope}. Is it another version?")
    return ends[0]
