"""One attempt over HTTP: what its failures are."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from agentgym.client import CallError, CallFailure
from tests.policies.servers import ask


def test_nobody_listens() -> None:
    with pytest.raises(CallError, match="ClientConnectorError") as caught:
        ask("openai:m?base_url=http://127.0.0.1:9/v1&backoff=0.001&attempts=3")
    assert (caught.value.kind, caught.value.attempts) == (CallFailure.CONNECTION, 3)


def test_a_certificate_that_nobody_signed_is_refused(tmp_path: Path) -> None:
    import shutil
    import ssl
    import subprocess
    import threading

    if shutil.which("openssl") is None:
        pytest.skip("openssl, which makes the certificate, is not installed")
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost",
         "-keyout", str(key), "-out", str(certificate)],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    start = asyncio.start_server(lambda r, w: None, "127.0.0.1", 0, ssl=context)
    listening = asyncio.run_coroutine_threadsafe(start, loop).result(10)
    try:
        port = listening.sockets[0].getsockname()[1]
        with pytest.raises(CallError, match="ClientConnectorCertificateError"):
            ask(f"openai:m?base_url=https://127.0.0.1:{port}/v1&backoff=0.001&attempts=2")
    finally:
        loop.call_soon_threadsafe(listening.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
