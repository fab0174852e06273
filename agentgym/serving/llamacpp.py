"""Serves a GGUF file with llama.cpp; run as a script, in any interpreter that has ``xllamacpp``.

    python llamacpp.py '{"model": "x.gguf", "port": 8000, …}'

It answers on ``/v1/chat/completions`` and ``/health`` until it is told to end.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from typing import Any


def main(options: dict[str, Any]) -> None:
    """Serve until SIGTERM."""
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = options["model"]
    params.model_alias = {options["name"]}
    params.hostnames = ["127.0.0.1"]
    params.port = options["port"]
    # The context is divided among the slots.
    params.n_parallel = options["parallel"]
    params.n_ctx = options["context"] * options["parallel"]
    for cpu in (params.cpuparams, params.cpuparams_batch):
        cpu.n_threads = options["threads"]
    params.n_gpu_layers = options["gpu_layers"]
    params.use_jinja = True
    if options.get("chat_template"):
        params.chat_template = options["chat_template"]
    params.ui = False
    # The default keeps up to 8 GiB of old prompts.
    params.cache_ram_mib = options["cache_mib"]
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    server = xllamacpp.Server(params)
    print(f"listening on {server.listening_address}", flush=True)
    while True:
        signal.pause()


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
