"""Records the golden games: ``python -m tests.environments.card_game.golden.record``.

Own recordings of our engine, made while it agreed with all 392 recorded games of the original (the tests beside say how
that is seen); they are what a fresh clone has to hold the rules, the prompts and the replies fast.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gymnasium

import agentgym  # noqa: F401
from agentgym.environments.card_game.world.game import Guessed, Phase
from agentgym.stores import write_store
from tests.environments.card_game.golden_games import told

STORE = Path(__file__).with_name("games.json.zst")
PROFILES = ("paper", "agentbench", "fixed")
KINDS = ("baseline1-first", "baseline1-second", "baseline2-first", "baseline2-second")


def written(phase: Phase) -> list[Any]:
    """Return a phase in the form of the original's recordings, with the HP after it."""
    what = phase.what
    if isinstance(what, Guessed):
        return [phase.side, "g", list(what.guess) if what.guess else None, what.right, list(phase.hp)]
    aim = what.targets[0] & 3 if what.type != "aoe" else None
    return [phase.side, "a", [int(what.is_skill), what.fish, aim], told(what), list(phase.hp)]


def record(profile: str, kind: str, policy: str, seed: int) -> dict[str, Any]:
    """Play one game; every third reply is preceded by one that is refused."""
    env: Any = gymnasium.make("AgentTune/CardGame-v0", profile=profile, kinds=kind, split="dev").unwrapped
    observation, info = env.reset(seed=seed, options={"task": seed % 5})
    steps: list[Any] = [[None, observation, len(info["messages"])]]
    done = False
    while not done:
        reply = "I must think." if len(steps) % 3 == 0 else env.suggest(policy)
        observation, _, done, _, info = env.step(reply)
        steps.append([reply, observation, len(info["messages"] or [])])
    match = env.match
    kinds, side = match.game.board.kinds, match.side
    return {
        "profile": profile, "side": side, "picks": [list(kinds[:4]), list(kinds[4:])], "steps": steps,
        "phases": [written(phase) for phase in match.game.log], "winner": match.game.winner, "metrics": info["metrics"],
    }  # fmt: skip


def main() -> None:
    """Write the store."""
    games = [
        record(profile, kind, policy, number)
        for number, (profile, kind) in enumerate((p, k) for p in PROFILES for k in KINDS)
        for policy in ("expert", "random")
    ]
    write_store(STORE, games)
    print(f"{len(games)} games, {sum(len(g['phases']) for g in games)} phases, {STORE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
