"""The server that answers as told."""

from tests.policies.servers import server

__all__ = ["server"]
