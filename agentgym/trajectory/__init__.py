"""The episode log: one line of JSON an episode, append-only, typed on the way back."""

from agentgym.trajectory.episode import SCHEMA, Episode, Failure, Step
from agentgym.trajectory.index import Entry, Index, index, settled
from agentgym.trajectory.merge import merge
from agentgym.trajectory.reader import read
from agentgym.trajectory.replay import Difference, replay
from agentgym.trajectory.scores import Score, score
from agentgym.trajectory.views import Prompt, Session, prompt, sessions
from agentgym.trajectory.writer import LogWriter

__all__ = [
    "SCHEMA",
    "Difference",
    "Entry",
    "Episode",
    "Failure",
    "Index",
    "LogWriter",
    "Prompt",
    "Score",
    "Session",
    "Step",
    "index",
    "merge",
    "prompt",
    "read",
    "replay",
    "score",
    "sessions",
    "settled",
]
