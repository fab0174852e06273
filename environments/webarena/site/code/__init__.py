"""The repository host: projects, issues, merge requests, commits, members."""

from agentgym.environments.webarena.site.code.app import CODE

__all__ = ["CODE"]
