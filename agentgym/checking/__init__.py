"""What an author asks of an environment: does it keep the contract, and can its reward be had without the task?"""

from agentgym.checking.check import check_env, examine
from agentgym.checking.findings import Finding, Report

__all__ = ["Finding", "Report", "check_env", "examine"]
