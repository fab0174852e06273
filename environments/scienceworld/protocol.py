"""The protocols of ScienceWorld: profiles, texts, and how an answer is read."""

from __future__ import annotations

from agentgym.actions import Action, Tool
from agentgym.environments.scienceworld.world.game import Order
from agentgym.formats import ActionFormat
from agentgym.formats.grammars import CommandGrammar
from agentgym.profile import Profile

ACT = Tool(
    name="act",
    description="Carry out one command in the house.",
    parameters={"command": {"type": "string", "description": "the command, such as: open door to kitchen"}},
)
THINK = "think"
"""A turn of the paper's protocol that is a thought and nothing else."""


class ScienceWorldProfile(Profile, frozen=True, kw_only=True):
    """A profile of ScienceWorld.

    Attributes:
        order: who draws the names in a list of valid actions: ``package`` (the game's generator, asked at the beginning
            and after each step) or ``own`` (one that is used for nothing else, asked when wanted).
        harness: AgentTuning's rules: a thought is a turn of its own, a command that is not valid is taken for the one
            with most words in common, ten failures in a row or a loop of two end the episode, a task that was lost
            keeps the score of before.
        episodes: the test split is the paper's 270 episodes.
    """

    order: Order = "own"
    harness: bool = False
    episodes: bool = False


PROFILES: dict[str, Profile] = {
    p.name: p
    for p in (
        ScienceWorldProfile(
            name="default",
            description="thought and command in one answer, 100 moves, asking for valid actions changes nothing",
            max_steps=200,
        ),
        ScienceWorldProfile(
            name="paper",
            description="AgentTuning's evaluation: 270 episodes, 100 moves and 200 turns, word overlap, stop rules",
            max_steps=200,
            order="package",
            harness=True,
            episodes=True,
            leniency=(
                "Too strict rather than lenient: the harness takes a command that the list names otherwise for the one "
                "with most words in common, and ends an episode after ten in a row that it holds to have failed; the "
                "simulator's own solutions are among those that it spoils."
            ),
        ),
        ScienceWorldProfile(
            name="package",
            description="the package driven as its README does: commands alone, 100 moves, its order of calls",
            max_steps=1000,
            shots=0,
            action_format="native",
            order="package",
        ),
    )
}

INSTRUCTION = """\
You are in a house with a kitchen, a bathroom, a bedroom, a living room, a workshop, an art studio, a foundry, a \
greenhouse, a hallway and a garden ("outside"), and you have a task in elementary science to do there. Every turn you \
give one command and are told what happens.

Commands, with OBJ for a thing that you see or carry:
look around; look at OBJ; look in OBJ; examine OBJ; read OBJ; inventory; task (shows the task again)
go to OBJ; teleport to OBJ (straight to a room, where the house allows it); open OBJ; close OBJ
pick up OBJ; put down OBJ; move OBJ to OBJ; pour OBJ in OBJ; dunk OBJ in OBJ; mix OBJ (what is in a container)
activate OBJ; deactivate OBJ; use OBJ on OBJ; connect OBJ to OBJ; disconnect OBJ; eat OBJ; flush OBJ
focus on OBJ: points out a thing that the task asks you to focus on; the wrong thing loses the task
wait (ten steps of time); wait1 (one step)

If a command can mean several things you are shown a numbered list: answer with the number alone."""

HARNESS_FORM = """\
Each of your turns is one of two things, and never both:
Think: what you consider or plan, which is answered with "OK."
Action: one command, such as "Action: go to kitchen\""""

THOUGHT = "OK."
NEW_TASK = "That was an example. Here is your own task."


def first_observation(seen: str, goal: str, *, harness: bool, lead: str = "") -> str:
    """Return the first observation: the room and the task.

    Args:
        seen: what the first look shows.
        goal: the task in words.
        harness: in the form of AgentTuning's harness.
        lead: what the harness puts before it, after an example.
    """
    return f"{lead}{cleaned(seen)}\n{goal}".strip() if harness else f"{goal}\n\n{seen}"


def cleaned(text: str) -> str:
    """Return an observation on one line, as the harness shows it."""
    return text.replace("\n", " ").replace("\t", " ")


def make_grammar() -> CommandGrammar:
    """Return the grammar: the whole text is the command."""
    return CommandGrammar(ACT, description="An action is one command, on one line.")


class TurnFormat(ActionFormat):
    """The harness's: an answer that begins with ``Think:`` is a thought, anything else a command; never an error."""

    name = "react"

    def parse(self, text: str) -> Action:
        """Read a turn."""
        said = text.strip()
        if said.startswith("Think:"):
            return Action(name=THINK, arguments={"thought": said}, text=said)
        command = said.replace("Action:", "").strip()
        return Action(name=ACT.name, arguments={"command": command}, text=command)

    def render(self, action: Action) -> str:
        """Write a turn; a thought beside a command is left out."""
        if action.name == THINK:
            return str(action["thought"])
        return f"Action: {action['command']}"

    def instructions(self) -> str:
        """Say what a turn is."""
        return HARNESS_FORM
