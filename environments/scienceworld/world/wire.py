"""py4j's connections, as we want them: a call that fails is one error, and is never sent twice."""

from __future__ import annotations

from typing import Any

from py4j.java_gateway import GatewayClient, GatewayParameters, JavaGateway


class Wire(GatewayClient):  # type: ignore[misc]
    """A client that raises where py4j's own logs to the root logger and tries again: a step may not happen twice."""

    def send_command(self, command: str, retry: bool = False, binary: bool = False) -> str:
        """Send a command and return the answer.

        Raises:
            Py4JNetworkError: the other side is gone, or does not answer in time.
        """
        connection = self._get_connection()
        try:
            answer: str = connection.send_command(command)
        except BaseException:
            connection.close(True)
            raise
        self._give_back_connection(connection)
        return answer


def connect(port: int, token: str, seconds: float) -> Any:
    """Return a gateway to a Java machine.

    Args:
        port: where it listens, on this machine.
        token: what it wants to be shown.
        seconds: how long an answer may take.
    """
    parameters = GatewayParameters(
        address="127.0.0.1",
        port=port,
        auto_field=True,
        auth_token=token,
        read_timeout=seconds,
        # Objects are let go of by hand: a finalizer would call Java from wherever garbage is collected.
        enable_memory_management=False,
    )
    gateway = JavaGateway(gateway_parameters=parameters)
    gateway.set_gateway_client(Wire(gateway_parameters=parameters))
    return gateway
