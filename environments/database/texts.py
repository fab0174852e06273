"""What the DB task says besides what the server answers."""

from __future__ import annotations

from agentgym.prompts import Texts


class DatabaseTexts(Texts, frozen=True, kw_only=True):
    """The texts of the DB task.

    Attributes:
        task: the question, with ``{question}``, or with its parts ``{description}`` (all but its last line) and
            ``{table}`` (the last line, which names the table and its columns).
        cut: what stands behind the part that is shown of a long result.
        no_call: answer to a message without a call of a tool (profile ``fc``).
        bad_call: answer to a call whose arguments are no JSON (``fc``).
        unknown_tool: answer to a call of a tool that there is not (``fc``).
        failed: answer to a call that cannot be carried out, with ``{error}`` (``fc``).
    """

    task: str = "{question}"
    cut: str = "[TRUNCATED]"
    no_call: str = "Call one of the tools: execute_sql, commit_final_answer."
    bad_call: str = "The arguments of the call are not JSON."
    unknown_tool: str = "There is no such tool. Call execute_sql or commit_final_answer."
    failed: str = "The call cannot be carried out: {error}"
