"""A model that halves the range: behind a server, and in process."""

from __future__ import annotations

import json
from typing import Any

from agentgym.policy import Request
from tests.policies.servers import completion


def play(body: dict[str, Any]) -> Any:
    """Answer as a model does that halves the range."""
    low, high, guess = 1, 9, 5
    for message in body["messages"]:
        if message["role"] == "assistant" and "guess[" in message["content"]:
            guess = int(message["content"].split("guess[")[1][0])
        elif message["content"] == "Higher.":
            low = guess + 1
        elif message["content"] == "Lower.":
            high = guess - 1
    return completion(f"Thought: between {low} and {high}.\nAction: guess[{(low + high) // 2}]")


def act(request: Request) -> str:
    """Halve the range."""
    answer = json.loads(play({"messages": request.messages}).body)
    return str(answer["choices"][0]["message"]["content"])


def look(request: Request) -> str:
    """Answer with something that no environment understands."""
    return "I look around."
