"""The texts of the original, from a checkout of AgentTuning or AgentBench."""

from __future__ import annotations

from agentgym.environments.mind2web.texts import Mind2WebTexts
from agentgym.errors import DataError
from agentgym.messages import assistant, user
from agentgym.profile import Profile
from agentgym.prompts import Checkout, agentbench

_PROFILES: dict[agentbench.Variant, str] = {"old": "paper", "v0.2": "agentbench"}
_CONFIGS: dict[agentbench.Variant, tuple[str, ...]] = {
    "old": ("configs/tasks/mind2web/std.yaml", "parameters", "llm_prompt"),
    "v0.2": ("configs/tasks/mind2web.yaml", "default", "parameters", "llm_prompt"),
}
_WRITE = "format_input_multichoice"


def read(checkout: Checkout, profile: Profile, action_format: str) -> Mind2WebTexts:
    """Return the texts of a checkout.

    Raises:
        DataError: it is none, or of another version.
        OptionError: its texts go with another profile.
    """
    place = agentbench.find(checkout)
    agentbench.fit(place, profile, action_format, _PROFILES)
    file = str(checkout.yaml(*_CONFIGS[place.variant]))
    *examples, question = checkout.json(file, list[dict[str, str]])
    if question.get("role") != "user" or len(examples) % 2:
        raise DataError(
            f"{checkout.folder / file} does not end with the user's question. Is it another version?"
        )
    opening = [(assistant if e.get("role") == "agent" else user)(e["content"]) for e in examples]
    predict = "Mind2Web.predict_single" if place.variant == "old" else "Mind2Web.start_sample"
    source = f"{place.tasks}mind2web/task.py"
    wrapped = [
        value
        for target in ("self.prompt_template[-1]['content']", "prompt_template[-1]['content']")
        for value in checkout.found(source, predict, target)
        if value.is_text
    ]
    if not wrapped:
        raise DataError(f"{checkout.folder / source} asks no question in {predict}. Is it another version?")
    task, action, none, ask, choice = _pieces(checkout, f"{place.tasks}mind2web/dataloader.py")
    return Mind2WebTexts(
        openings={"": opening},
        source=place.source,
        question=wrapped[0].template("page", "rest").replace("{rest}", f"{task}{{previous}}{ask}{{choices}}"),
        action=action,
        no_action=none,
        choice=choice,
    )


def _pieces(checkout: Checkout, source: str) -> tuple[str, str, str, str, str]:
    """Return what the question is put together of: task, an action, none, what is asked, a choice."""
    found = checkout.assigned(source, _WRITE, "seq_input")
    if len(found) != 5:
        raise DataError(
            f"{checkout.folder / source} has {len(found)} texts in {_WRITE}, not 5. Is it another version?"
        )
    task, action, none, ask, choice = found
    return (
        task.template("task"),
        action.template("action"),
        none.text(),
        ask.text(),
        choice.template("letter", "choice"),
    )
