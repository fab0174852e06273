"""ATIF, the Agent Trajectory Interchange Format, version 1.7 (Harbor, RFC 0001): one trajectory a line.

System prompt and user are steps of their own, a turn of the agent is a step with its tool calls and what answered them.
What only steps of an agent may have is on these only. A turn that is not trained (an acknowledgement, a solved example)
is copied context, which the format keeps out of training. Reward, task, status and what proves a row are in ``extra``.
"""

from __future__ import annotations

import re
from typing import Any, ClassVar

import msgspec

from agentgym.dataset.formats.base import EXTRA, Format
from agentgym.dataset.formats.remainder import remainder, restored, utf8
from agentgym.dataset.row import Row, Source
from agentgym.errors import DataError
from agentgym.messages import Message, ToolCallDict, arguments_of, tool_call
from agentgym.version import framework

VERSION = "ATIF-v1.7"
_SOURCES = {"system": "system", "user": "user"}
_STEP = frozenset(
    {"step_id", "timestamp", "source", "model_name", "reasoning_effort", "message", "reasoning_content", "tool_calls",
     "observation", "metrics", "extra", "llm_call_count", "is_copied_context"}
)  # fmt: skip
_RESULT = frozenset({"source_call_id", "content", "subagent_trajectory_ref", "extra"})
_CALL = frozenset({"tool_call_id", "function_name", "arguments", "extra"})


class ATIFFormat(Format):
    """ATIF's trajectories."""

    name: ClassVar[str] = "atif"
    lost: ClassVar[str] = "arguments that are no JSON, what proves rows"
    fields: ClassVar[frozenset[str]] = frozenset(
        {"schema_version", "session_id", "trajectory_id", "agent", "steps", "notes", "final_metrics", "extra",
         "continued_trajectory_ref", "subagent_trajectories"}
    )  # fmt: skip

    def write(self, row: Row) -> dict[str, Any]:
        """Return a row as a trajectory."""
        source = row.source
        agent: dict[str, Any] = {
            "name": (source.policy if source else "") or "unknown",
            "version": source.policy_id if source and source.policy_id else framework(),
        }
        if source and source.model:
            agent["model_name"] = source.model
        if row.tools:
            agent["tool_definitions"] = row.tools
        line: dict[str, Any] = {
            "schema_version": VERSION,
            "session_id": source.episode if source and source.episode else row.id,
            "trajectory_id": row.id,
            "agent": agent,
            "steps": _steps(row),
        }
        line["final_metrics"] = {"total_steps": len(line["steps"])}
        seen = self._seen(line, 0)
        about = {} if source is None else {
            "environment": source.env_id, "task_id": source.task_id, "task_hash": source.task_hash,
            "split": source.split, "status": source.status, "reward": source.reward,
        }  # fmt: skip
        line["extra"] = {**about, EXTRA: remainder(row, seen)}
        return line

    def read(self, line: dict[str, Any], number: int) -> Row:
        """Return a trajectory as a row."""
        more = line.get("extra") or {}
        return restored(self._seen(line, number), more.get(EXTRA) if isinstance(more, dict) else None)

    def _seen(self, line: dict[str, Any], number: int) -> Row:
        version, steps, agent = str(line.get("schema_version")), line.get("steps"), line.get("agent")
        if not version.startswith("ATIF-v1."):
            raise DataError(f"its schema_version is {version}, not ATIF-v1.x")
        if not isinstance(steps, list) or not isinstance(agent, dict):
            raise DataError("there is no list 'steps' or no object 'agent'")
        if line.get("subagent_trajectories"):
            raise DataError("it has trajectories of sub-agents: write each as a line of its own")
        messages: list[Message] = []
        for position, step in enumerate(steps, 1):
            if not isinstance(step, dict) or step.get("step_id") != position:
                raise DataError(f"step {position} is no step, or its step_id is not {position}")
            if unknown := step.keys() - _STEP:
                raise DataError(
                    f"step {position} has fields {', '.join(sorted(unknown))} that it does not know"
                )
            messages += _read_step(step, position)
        found = line.get("trajectory_id") or line.get("session_id") or f"row_{number}"
        return Row(id=str(found), messages=messages, tools=agent.get("tool_definitions") or [])


def _steps(row: Row) -> list[dict[str, Any]]:
    steps: list[dict[str, Any]] = []
    asked = row.source is not None and _is_model(row.source)
    sampled = iter(row.tokens.turns if row.tokens else [])
    for message in row.messages:
        role = message["role"]
        if role == "tool" and _answers(steps, message):
            continue
        step: dict[str, Any] = {"step_id": len(steps) + 1, "message": utf8(message["content"])}
        steps.append(step)
        if role == "tool":
            step |= {"source": "system", "message": "", "observation": {"results": [_result(message)]}}
        elif role != "assistant":
            step["source"] = _SOURCES[role]
        else:
            trained = message.get("loss") is True
            step |= _agent_step(message, trained)
            if trained and row.tokens:
                start, stop = next(sampled)
                step["metrics"] = {
                    "prompt_tokens": start, "completion_tokens": stop - start,
                    "completion_token_ids": row.tokens.ids[start:stop],
                }  # fmt: skip
            if trained and row.source is not None:
                # None was called where an expert answered; then there may be neither reasoning nor metrics.
                step["llm_call_count"] = 1 if asked or "metrics" in step or "reasoning_content" in step else 0
    return steps


def _is_model(source: Source) -> bool:
    """Whether a language model answered: what needs none calls its model as it is called itself."""
    spec = source.policy_spec
    return source.model not in ("", spec, re.split("[:?]", spec)[0])


def _agent_step(message: Message, trained: bool) -> dict[str, Any]:
    step: dict[str, Any] = {"source": "agent"}
    if "reasoning_content" in message:
        step["reasoning_content"] = utf8(message["reasoning_content"])
    if "tool_calls" in message:
        step["tool_calls"] = [
            {
                "tool_call_id": utf8(c["id"]),
                "function_name": utf8(c["function"]["name"]),
                "arguments": plain(arguments_of(c)),
            }
            for c in message["tool_calls"]
        ]
    if not trained:
        step |= {"is_copied_context": True}
    return step


def plain(value: Any) -> Any:
    """Return a value without halves of surrogate pairs."""
    if isinstance(value, str):
        return utf8(value)
    if isinstance(value, list):
        return [plain(v) for v in value]
    return {utf8(k): plain(v) for k, v in value.items()} if isinstance(value, dict) else value


def _answers(steps: list[dict[str, Any]], message: Message) -> bool:
    """Put what a tool said to the step that called it, if that is the last and did."""
    calls = steps[-1].get("tool_calls", []) if steps else []
    if utf8(message.get("tool_call_id", "")) not in {c["tool_call_id"] for c in calls}:
        return False
    steps[-1].setdefault("observation", {"results": []})["results"].append(_result(message))
    return True


def _result(message: Message) -> dict[str, Any]:
    called = {"source_call_id": utf8(message["tool_call_id"])} if "tool_call_id" in message else {}
    return {**called, "content": utf8(message["content"])}


def _read_step(step: dict[str, Any], position: int) -> list[Message]:
    """Return the messages of a step: its own, and what tools answered."""
    source, where = step.get("source"), f"step {position}"
    content = text_of(step.get("message"), where)
    found: list[Message] = []
    results = (step.get("observation") or {}).get("results", [])
    if source == "agent":
        loss = step.get("is_copied_context") is not True
        own: Message = {"role": "assistant", "content": content, "loss": loss}
        if step.get("reasoning_content") is not None:
            own["reasoning_content"] = step["reasoning_content"]
        if step.get("tool_calls") is not None:
            own["tool_calls"] = [_call(c, where) for c in step["tool_calls"]]
        found.append(own)
    elif source in _SOURCES:
        if content or not results:
            found.append({"role": source, "content": content})
    else:
        raise DataError(f"{where} has the source {source!r}; known: system, user, agent")
    for result in results:
        if not isinstance(result, dict) or result.keys() - _RESULT or result.get("subagent_trajectory_ref"):
            raise DataError(f"{where} has a result that is no text: {result!r:.80}")
        said: Message = {"role": "tool", "content": text_of(result.get("content"), where)}
        if result.get("source_call_id") is not None:
            said["tool_call_id"] = result["source_call_id"]
        found.append(said)
    try:
        return msgspec.convert(found, list[Message])
    except msgspec.ValidationError as error:
        raise DataError(f"{where}: {error}") from None


def _call(call: Any, where: str) -> ToolCallDict:
    if not isinstance(call, dict) or call.keys() - _CALL or not isinstance(call.get("arguments"), dict):
        raise DataError(f"{where} has a tool call without arguments: {call!r:.80}")
    return tool_call(str(call.get("function_name")), call["arguments"], str(call.get("tool_call_id")))


def text_of(content: Any, where: str) -> str:
    """Return a content as text: it may be a list of parts.

    Raises:
        DataError: a part is no text.
    """
    if isinstance(content, str):
        return content
    if isinstance(content, list) and all(
        isinstance(p, dict) and isinstance(p.get("text"), str) for p in content
    ):
        return "".join(p["text"] for p in content)
    raise DataError(f"{where} has no text: {content!r:.80}")
