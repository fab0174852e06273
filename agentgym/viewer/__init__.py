"""The viewer: a local web page over the logs of one or many runs."""

from agentgym.viewer.server import application, serve

__all__ = ["application", "serve"]
