"""Tuning: a model learns from data sets of conversations, with an objective that is written down (docs/tuning.md).

Nothing here imports torch before it is used: a configuration is read and checked, and its mistakes are named,
without it.
"""

from agentgym.tuning.config import TuneConfig
from agentgym.tuning.reading import read_config

__all__ = ["TuneConfig", "read_config"]
