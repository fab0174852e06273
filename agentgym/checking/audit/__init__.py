"""Can a reward be had without doing the task, and does the right solution get it?"""

from agentgym.checking.audit.playing import audit
from agentgym.checking.audit.tally import Audit, Tally

__all__ = ["Audit", "Tally", "audit"]
