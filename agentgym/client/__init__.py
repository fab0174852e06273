"""Calling models over a network: bounded, patient where waiting helps, and finite where it does not.

What is the same for every provider lives here once: how many calls are in flight, which server gets them, what is
tried again and for how long, rate limits, the cache. A policy brings one function that makes one attempt.
"""

from __future__ import annotations

from agentgym.client.adaptive_limit import AdaptiveLimit
from agentgym.client.calls import Calls
from agentgym.client.failures import CallError, CallFailure, refusal
from agentgym.client.rate_limits import RateLimits
from agentgym.client.retry import Retry
from agentgym.client.servers import Server, Servers

__all__ = [
    "AdaptiveLimit",
    "CallError",
    "CallFailure",
    "Calls",
    "RateLimits",
    "Retry",
    "Server",
    "Servers",
    "refusal",
]
