"""The texts of the original, from a checkout of AgentTuning or AgentBench."""

from __future__ import annotations

import msgspec

from agentgym.environments.knowledge_graph.texts import KGTexts
from agentgym.errors import DataError
from agentgym.messages import Message, assistant, system, user
from agentgym.profile import Profile
from agentgym.prompts import Checkout, agentbench
from agentgym.prompts.texts import fill, turns

_PROFILES: dict[agentbench.Variant, str] = {"old": "paper", "v0.2": "paper", "fc": "fc"}
_NUMBER = "{number}"


def read(checkout: Checkout, profile: Profile, action_format: str) -> KGTexts:
    """Return the texts of a checkout.

    Raises:
        DataError: it is none, or of another version.
        OptionError: its texts go with another profile.
    """
    place = agentbench.find(checkout)
    agentbench.fit(place, profile, action_format, _PROFILES)
    folder = f"{place.tasks}knowledgegraph/"
    if place.variant == "fc":
        return _function_calling(checkout, folder, place.source)
    source = f"{folder}task.py"
    scope = "KnowledgeGraph.predict_single" if place.variant == "old" else "KnowledgeGraph.start_sample"
    told = [e for e in checkout.injected(source, scope) if e.begins]
    refused = [e for e in checkout.assigned(source, scope, "execution_message") if e.is_text]
    if len(told) != 5 or len(refused) != 4:
        raise DataError(
            f"{checkout.folder / source} has not the texts it had in {scope}. Is it another version?"
        )
    instruction, acknowledged, task, invalid, no_action = told
    not_executed, wrong, mismatch, syntax = refused
    shots = turns(checkout.value(source, "ONE_SHOT").literal())
    texts = KGTexts(
        openings={"": [user(instruction.text()), assistant(acknowledged.text()), *shots]},
        source=place.source,
        task=task.template("question", "entities"),
        no_action=no_action.text(),
        invalid_variable=invalid.text(),
        not_executed=not_executed.text(),
        refused=wrong.template("name", "arguments"),
        mismatch=mismatch.template("name", "arguments"),
        syntax=syntax.template("name"),
    )
    return _observing(texts, checkout, f"{folder}api.py", "")


def _observing(texts: KGTexts, checkout: Checkout, source: str, scope: str) -> KGTexts:
    """Return the texts with what the tools say."""
    listed, made, counted = (
        checkout.assigned(source, f"{scope}{name}", "rtn_str")[0]
        for name in ("get_relations", "get_neighbors", "count")
    )
    return msgspec.structs.replace(
        texts,
        listed=listed.template("names"),
        made=made.template("type").replace("##", f"#{_NUMBER}"),
        counted=counted.text().replace("##", f"#{_NUMBER}"),
    )


def _function_calling(checkout: Checkout, folder: str, title: str) -> KGTexts:
    source, scope = f"{folder}task.py", "KnowledgeGraph.sync_start_sample"
    told = [e for e in checkout.injected(source, scope) if e.is_text]
    if len(told) < 5:
        raise DataError(
            f"{checkout.folder / source} has not the texts it had in {scope}. Is it another version?"
        )
    task, no_call, unknown, bad_arguments, failed = told[:5]
    config = "configs/tasks/kg.yaml"
    rounds = checkout.yaml(config, "default", "parameters", "max_rounds")
    instruction = checkout.constant(f"{folder}const.py", "INSTRUCTIONS")
    opening: list[Message] = [system(fill(instruction, max_round=rounds))]
    if checkout.yaml(config, "kg-std", "parameters", "one_shot"):
        opening += checkout.value(f"{folder}const.py", "ONE_SHOT").literal()
    texts = KGTexts(
        openings={"": [_shown(m) for m in opening]},
        schemas=checkout.value(f"{folder}const.py", "TOOLS").literal(),
        source=title,
        task=task.template("question", "entities"),
        no_call=no_call.text(),
        unknown_tool=unknown.template("name"),
        bad_arguments=bad_arguments.template("name"),
        bad_call=failed.template("error"),
        failures=_failures(checkout, f"{folder}api.py"),
    )
    return _observing(texts, checkout, f"{folder}api.py", "API.")


def _shown(message: Message) -> Message:
    """Return a message of the example, of which nothing is to be learnt."""
    return {**message, "loss": False} if message["role"] == "assistant" else message


def _failures(checkout: Checkout, source: str) -> dict[str, str]:
    """Return the words of the tools' errors, by tool and what is wrong; two are Python's own."""
    found = {
        f"{tool}.{wrong}": said[-1 if wrong in ("relation", "attribute") else 0]
        for tool, wrong in (
            ("get_relations", "variable"),
            ("get_neighbors", "variable"),
            ("get_neighbors", "relation"),
            ("intersection", "type"),
            ("argmax", "attribute"),
            ("argmin", "attribute"),
        )
        if (said := checkout.raised(source, f"API.{tool}"))
    }
    return found | {
        "number": "list index out of range",
        "intersection.variable": "'str' object has no attribute 'type'",
    }
