"""The forum: forums, submissions, comments, votes."""

from agentgym.environments.webarena.site.forum.app import FORUM

__all__ = ["FORUM"]
