"""The texts of the original, from a checkout of AgentTuning or AgentBench."""

from __future__ import annotations

import msgspec

from agentgym.environments.alfworld.texts import AlfworldTexts
from agentgym.errors import DataError
from agentgym.messages import Message, assistant, system, user
from agentgym.profile import Profile
from agentgym.prompts import Checkout, agentbench
from agentgym.prompts.agentbench import Place
from agentgym.prompts.texts import turns

_PROFILES: dict[agentbench.Variant, str] = {"old": "paper", "v0.2": "agentbench", "fc": "fc"}
_CONFIGS: dict[agentbench.Variant, tuple[str, ...]] = {
    "old": ("configs/tasks/alfworld/std.yaml", "parameters"),
    "v0.2": ("configs/tasks/alfworld.yaml", "default", "parameters"),
    "fc": ("configs/tasks/alfworld.yaml", "default", "parameters"),
}
_KINDS = (
    "pick_and_place_simple",
    "pick_clean_then_place_in_recep",
    "pick_heat_then_place_in_recep",
    "pick_cool_then_place_in_recep",
    "look_at_obj_in_light",
    "pick_two_obj_and_place",
)
_RUN = "ALFWorld.alfworld_run"


def read(checkout: Checkout, profile: Profile, action_format: str) -> AlfworldTexts:
    """Return the texts of a checkout.

    Raises:
        DataError: it is none, or of another version.
        OptionError: its texts go with another profile.
    """
    place = agentbench.find(checkout)
    agentbench.fit(place, profile, action_format, _PROFILES)
    source = f"{place.tasks}alfworld/task.py"
    instruction = checkout.returned(source, "ALFWorld.get_task_instruction").text()
    task = f"{checkout.assigned(source, _RUN, 'init_prompt')[0].lead()}{{observation}}"
    if place.variant == "fc":
        no_call, bad_call = (e.text() for e in checkout.injected(source, _RUN) if e.is_text)
        return AlfworldTexts(
            openings={"": [system(instruction)]},
            schemas=checkout.yaml(*_CONFIGS["fc"], "tools"),
            source=place.source,
            task=task,
            actions=checkout.returned(source, "ALFWorld.get_available_actions").template("commands"),
            no_call=no_call,
            bad_call=bad_call,
        )
    texts = AlfworldTexts(
        openings=_openings(checkout, place, source, instruction), source=place.source, task=task
    )
    if place.variant == "old":
        return texts  # Lists no commands.
    shown = checkout.returned(source, "ALFWorld.get_available_actions").template("commands")
    return msgspec.structs.replace(texts, actions=shown)


def _openings(checkout: Checkout, place: Place, source: str, instruction: str) -> dict[str, list[Message]]:
    """Return instruction, acknowledgement and demonstration, by task type."""
    config, *keys = _CONFIGS[place.variant]
    examples = checkout.json(str(checkout.yaml(config, *keys, "prompts_path")), dict[str, list[str]])
    prefixes = checkout.assigned(source, "ALFWorld.__init__", "self.prefixes")[0].literal()
    acknowledged = next(e.text() for e in checkout.injected(source, _RUN) if e.is_text)
    lead = checkout.assigned(source, _RUN, "history[0]")[0].lead()
    openings = {}
    for kind in _KINDS:
        name = next((name for prefix, name in prefixes.items() if kind.startswith(prefix)), "")
        if not examples.get(name):
            raise DataError(f"{config} names no examples of {kind}. Is it another version?")
        first, *rest = examples[name]
        openings[kind] = [user(instruction), assistant(acknowledged), *turns([f"{lead}{first}", *rest])]
    return openings
