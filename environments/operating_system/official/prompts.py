"""The texts of the original, from a checkout of AgentTuning or AgentBench."""

from __future__ import annotations

from agentgym.environments.operating_system.texts import OSTexts
from agentgym.errors import DataError
from agentgym.messages import assistant, system, user
from agentgym.profile import Profile
from agentgym.prompts import Checkout, agentbench
from agentgym.prompts.expression import Expression

_PROFILES: dict[agentbench.Variant, str] = {"old": "terminal", "v0.2": "agentbench", "fc": "fc"}


def read(checkout: Checkout, profile: Profile, action_format: str) -> OSTexts:
    """Return the texts of a checkout.

    Raises:
        DataError: it is none, or of another version.
        OptionError: its texts go with another profile.
    """
    place = agentbench.find(checkout)
    agentbench.fit(place, profile, action_format, _PROFILES)
    source = f"{place.tasks}os_interaction/task.py"
    if place.variant == "fc":
        return _function_calling(checkout, source, place.source)
    old = place.variant == "old"
    judge = "OSInteraction._judge.get_answer" if old else "OSInteraction._judge"
    instruction, task, output = _all(checkout.injected(source, judge), 3, source)
    last = "session.history[-1]['content']" if old else "session.history[-1].content"
    asked = checkout.assigned(source, judge, last)[-1]
    shots = checkout.value(source, "ONE_SHOT").literal()[1:]
    said = [(assistant if shot["role"] == "agent" else user)(shot["content"]) for shot in shots]
    shown, empty = output.either()
    return OSTexts(
        openings={"": [user(instruction.text() + asked.text()), *said]},
        source=place.source,
        task=task.template("description"),
        output=shown.template("output"),
        empty=empty.text(),
        cut=_cut(checkout.assigned(source, judge, "result"), source),
    )


def _function_calling(checkout: Checkout, source: str, title: str) -> OSTexts:
    begin, act, run = (
        f"OSInteraction.{name}"
        for name in ("_inject_initial_messages", "_handle_agent_action", "_execute_bash_command")
    )
    task = next(e for e in checkout.injected(source, begin) if e.is_text)
    no_call, unknown, *_ = _all([e for e in checkout.injected(source, act) if e.is_text], 3, source)
    shown, empty = checkout.injected(source, run)[-1].either()
    return OSTexts(
        openings={"": [system(checkout.assigned(source, begin, "system_message")[0].text())]},
        schemas=checkout.yaml("configs/tasks/os.yaml", "default", "parameters", "tools"),
        source=title,
        task=task.template("description"),
        output=shown.template("output"),
        empty=empty.text(),
        cut=_cut(checkout.assigned(source, run, "result_text"), source),
        no_call=no_call.text(),
        bad_call="{error}",
        unknown_tool=unknown.text(),
    )


def _all(found: list[Expression], count: int, source: str) -> list[Expression]:
    if len(found) != count:
        raise DataError(f"{source} injects {len(found)} texts where it had {count}. Is it another version?")
    return found


def _cut(found: list[Expression], source: str) -> str:
    """Return what is put behind a part of the output."""
    ends = [end for e in found if not e.is_text and (end := e.tail())]
    if not ends:
        raise DataError(f"{source} cuts no output. Is it another version?")
    return ends[0]
