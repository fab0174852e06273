"""A server that is hard to end: its children ignore SIGTERM, live in sessions of their own, and are orphans.

python family.py PORT [stubborn] [die]
"""

from __future__ import annotations

import http.server
import os
import signal
import sys
import time


def orphan() -> None:
    """Leave a grandchild behind that ignores every polite signal."""
    if os.fork():
        os.wait()
        return
    os.setsid()
    if os.fork():
        os._exit(0)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    time.sleep(300)
    os._exit(0)


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers /health with its process id, and ends at /die."""

    def do_GET(self) -> None:
        if self.path == "/die":
            os._exit(3)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(str(os.getpid()).encode())

    def log_message(self, format: str, *args: object) -> None:
        pass


if __name__ == "__main__":
    orphan()
    if "stubborn" in sys.argv:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if "die" in sys.argv:
        print("no such model: nonsense", flush=True)
        sys.exit(1)
    http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
