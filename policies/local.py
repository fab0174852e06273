"""``local:DIR_OR_GGUF``: a GGUF model behind llama.cpp's server, for machines without vLLM.

The server comes with the ``xllamacpp`` package, runs in a process of its own and ends with the policy.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from agentgym.client.options import Reader, read
from agentgym.errors import DataError, DependencyError, OptionError
from agentgym.models import CATALOGUE, find
from agentgym.policies.openai import keywords
from agentgym.policies.served import ServedPolicy
from agentgym.serving import llamacpp
from agentgym.serving.process import Launch
from agentgym.serving.templates import template_path

OPTIONS: dict[str, Reader] = {
    "python": str,
    "parallel": int,
    "context": int,
    "threads": int,
    "gpu_layers": int,
    "cache_mib": int,
    "chat_template": str,
    "tools": str,
    "tool_choice": str,
    "servers": int,
    "start_timeout": float,
    "restarts": int,
    "log": str,
}
"""Options of the spec besides those of ``openai:``."""


class LocalPolicy(ServedPolicy):
    """A GGUF model served by llama.cpp.

    Args:
        model: a GGUF file, a folder that holds one, or the name of an installed model (``smollm2``).
        python: interpreter that has ``xllamacpp``; this one by default, or ``AGENTGYM_LLAMACPP_PYTHON``.
        parallel: conversations that are computed at once.
        context: tokens that each of them holds.
        threads: CPU threads; half of the cores by default.
        gpu_layers: layers on the GPU, where ``xllamacpp`` is a GPU build.
        cache_mib: memory for prompts of conversations that wait.
        chat_template: one of ours (``chatml-tools``, ``llama-2``) or a Jinja file; the model's own by default.
        tools: ``text`` by default: llama.cpp reads calls off few models' answers.
        served: arguments of :class:`ServedPolicy`.
    """

    def __init__(
        self,
        model: str,
        *,
        python: str | None = None,
        parallel: int = 4,
        context: int = 8192,
        threads: int | None = None,
        gpu_layers: int = 0,
        cache_mib: int = 512,
        chat_template: str | None = None,
        tools: str = "text",
        **served: Any,
    ) -> None:
        if not model:
            raise OptionError("Name the model: local:FILE.gguf, local:FOLDER, or local:smollm2.")
        if min(parallel, context, threads or 1) < 1:
            raise OptionError("local: parallel, context and threads must be at least 1.")
        super().__init__(
            Path(model).stem if "/" in model else model.removesuffix(".gguf"),
            tools=tools,
            context=context,
            **served,
        )
        self.source = model
        self.python = python or os.environ.get("AGENTGYM_LLAMACPP_PYTHON") or sys.executable
        self.parallel = parallel
        self.threads = threads or max(1, (os.cpu_count() or 1) // 2)
        self.gpu_layers = gpu_layers
        self.cache_mib = cache_mib
        named = chat_template or (self.profile.chat_template if self.profile else None)
        self.template = template_path(named) if named else None
        self.version = self.version or f"local:{model}"

    @classmethod
    def from_spec(cls, argument: str, options: Mapping[str, str]) -> LocalPolicy:
        """Make it from ``local:smollm2?parallel=4&temperature=0``.

        Raises:
            OptionError: an unknown option, or a value of the wrong type.
        """
        own = {k: v for k, v in options.items() if k in OPTIONS}
        rest = {k: v for k, v in options.items() if k not in OPTIONS}
        return cls(argument, **read("local", own, OPTIONS), **keywords("local", rest))

    def launch(self, number: int) -> Launch:
        """Return how the server is started.

        Raises:
            DependencyError: no xllamacpp.
            DataError: no GGUF file.
        """
        path = gguf_file(self.source)
        if not _has_xllamacpp(self.python):
            raise DependencyError(
                f"local: needs xllamacpp, which {self.python} does not have: pip install 'agentgym[local]'."
            )
        settings = {
            "model": str(path),
            "name": self.model,
            "parallel": self.parallel,
            "context": self.context or 8192,
            "threads": self.threads,
            "gpu_layers": self.gpu_layers,
            "cache_mib": self.cache_mib,
            "chat_template": self.template.read_text("utf-8") if self.template else "",
        }
        return Launch(
            name=f"llama.cpp {self.model}",
            command=lambda port: [self.python, llamacpp.__file__, json.dumps({**settings, "port": port})],
            log=self.log,
        )


def gguf_file(model: str) -> Path:
    """Return the GGUF file that is meant.

    Raises:
        DataError: there is none, or a folder holds several.
    """
    path = Path(model)
    if model in CATALOGUE and not path.exists():
        return find(model, "gguf")
    if path.is_file():
        return path.resolve()
    found = sorted(path.glob("*.gguf")) if path.is_dir() else []
    if len(found) == 1:
        return found[0].resolve()
    what = f"{len(found)} GGUF files, name one" if found else "no GGUF file there"
    raise DataError(
        f"local:{model}: {what}. Expected a GGUF file, a folder that holds one, or an installed model "
        f"({', '.join(CATALOGUE)}: 'agentgym models get NAME')."
    )


def _has_xllamacpp(python: str) -> bool:
    if python == sys.executable:
        return importlib.util.find_spec("xllamacpp") is not None
    code = "import importlib.util as u, sys; sys.exit(u.find_spec('xllamacpp') is None)"
    try:
        return subprocess.run([python, "-c", code], check=False).returncode == 0
    except OSError as error:
        raise DependencyError(f"local: {python} cannot be run: {error}.") from None
