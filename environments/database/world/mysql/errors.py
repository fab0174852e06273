"""Why a statement does not run: the server's own errors, and what the embedded database does not do."""

from __future__ import annotations

from agentgym.environments.database.world.backend import StatementError, Unsupported

__all__ = ["StatementError", "Unsupported", "server_error", "syntax_error", "unsupported"]


def server_error(number: int, state: str, text: str) -> StatementError:
    """Return an error of the server, in its words."""
    return StatementError(f"{number} ({state}): {text}")


def syntax_error(near: str) -> StatementError:
    """Return the error of a statement that is none."""
    return server_error(1064, "42000", f"You have an error in your SQL syntax near '{near[:80]}'")


def unsupported(what: str) -> Unsupported:
    """Return the refusal of something that the server may well do; nothing was done."""
    return Unsupported(f"1235 (42000): The embedded database does not support {what}; nothing was done")
