"""Made the logs beside this file, with agentgym 0.1 at commit 64ee593: ``PYTHONPATH=CHECKOUT python make.py``.

Kept so that it can be seen what they hold. It does not run with a later agentgym, which writes another schema.

- ``guess``: expert, thread and failures, then a torn line;
- ``views``: a model with a system prompt, a window and tool calls, token ids; the bodies that its server got are in
  ``views/bodies.json``;
- ``later``: ALFWorld's profile ``agentbench``, whose observations are remembered without the admissible commands;
- ``sessions``: Mind2Web, a fresh session for every question, steps that nobody is asked about;
- ``rotated``: a log that was rotated and compressed.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

from agentgym.rollout import Limits, rollout

import agentgym
from agentgym.trajectory import LogWriter, read

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[2]))

from tests.policies.servers import Server, completion, whole  # noqa: E402

agentgym.register("Test/Guess-v0", "tests.contract.guess:Guess")
agentgym.register("Test/Broken-v0", "tests.engine.guessers:Broken")


def main() -> None:
    """Write all logs anew."""
    for name in ("guess", "views", "later", "sessions", "rotated"):
        shutil.rmtree(HERE / name, ignore_errors=True)
    rollout("Test/Guess-v0", "expert", tasks=3, repeats=2, out=HERE / "guess")
    rollout(
        "Test/Broken-v0",
        "expert",
        tasks=2,
        out=HERE / "guess" / "broken",
        limits=Limits(environment_retries=0),
    )
    with (HERE / "guess" / "episodes.jsonl").open("ab") as file:
        file.write(b'{"env_id":"Test/Guess-v0","task_id":"test-9","sta')

    server = Server()
    turns: list[int] = []

    def ids(body: dict[str, Any]) -> list[int]:
        return [ord(c) % 97 for m in body["messages"] for c in str(m["content"])]

    def answer(body: dict[str, Any]) -> Any:
        turns.append(1)
        call = {
            "id": f"c{len(turns)}",
            "type": "function",
            "function": {"name": "guess", "arguments": json.dumps({"n": len(turns) % 9 + 1})},
        }
        return whole(
            {"role": "assistant", "content": "hm", "tool_calls": [call], "reasoning_content": "I guess."},
            prompt_token_ids=ids(body),
            choice={"token_ids": [1, 2, 3]},
        )

    server.answer = answer
    spec = f"openai:m?base_url={server.url}&system=BE+BRIEF&history=window:2&temperature=0.5&token_ids=true"
    rollout(
        "Test/Guess-v0",
        spec,
        tasks=["test-9"],
        out=HERE / "views",
        action_format="tools",
        concurrency=1,
        max_steps=6,
    )
    (HERE / "views" / "bodies.json").write_text(json.dumps(server.bodies, indent=1))
    server.answer = lambda body: completion("ACTION: look")
    rollout(
        "alfworld",
        f"openai:m?base_url={server.url}",
        tasks=1,
        out=HERE / "later",
        profile="agentbench",
        max_steps=3,
        concurrency=1,
    )
    server.close()
    rollout("mind2web", "expert", tasks=3, out=HERE / "sessions", action_format="native", candidates=10)
    with LogWriter(HERE / "rotated", manifest={"merged": True}, rotate_bytes=2000) as log:
        for episode in read(HERE / "guess"):
            log.write(episode)
    for lock in HERE.rglob(".lock"):
        lock.unlink()


main()
