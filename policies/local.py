"""``local:DIR_OR_GGUF``: a GGUF model behind llama.cpp's server, for machines without vLLM.

The server comes with the ``xllamacpp`` package, runs in a process of its own and ends with the policy.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from agentgym.client.likelihood import Ask, Dicts, from_llamacpp
from agentgym.errors import DataError, DependencyError
from agentgym.install import hint
from agentgym.models import CATALOGUE, find
from agentgym.models.templates import template_path
from agentgym.policies.options import incidental, option
from agentgym.policies.served import ServedOptions, ServedPolicy
from agentgym.serving import llamacpp
from agentgym.serving.process import Launch


class LocalOptions(ServedOptions, frozen=True):
    """Options of ``local:``."""

    python: Annotated[
        str | None,
        incidental("interpreter that has `xllamacpp`; `AGENTGYM_LLAMACPP_PYTHON` by default, then this one."),
    ] = None
    tools: Annotated[
        Literal["native", "text"],
        option(
            "`text`, as llama.cpp reads calls off few models' answers; `native`: it does so for this one."
        ),
    ] = "text"
    context: Annotated[int, option("tokens that each conversation holds.", ge=1)] = 8192
    parallel: Annotated[int, incidental("conversations that are computed at once.", ge=1)] = 4
    threads: Annotated[int, incidental("CPU threads; half of the cores by default.", ge=1)] | None = None
    gpu_layers: Annotated[int, incidental("layers on the GPU, where `xllamacpp` is a GPU build.", ge=0)] = 0
    cache_mib: Annotated[int, incidental("memory for prompts of conversations that wait.", ge=0)] = 512


class LocalPolicy(ServedPolicy):
    """A GGUF model served by llama.cpp: a file, a folder that holds one, or an installed model (``smollm2``).

    Options are those of :class:`LocalOptions`.
    """

    scheme: ClassVar[str] = "local"
    example: ClassVar[str] = "local:FILE.gguf, local:FOLDER, or local:smollm2"
    options_type: ClassVar[type[LocalOptions]] = LocalOptions
    incidental: ClassVar[frozenset[str]] = LocalOptions.incidental()
    options: LocalOptions

    @classmethod
    def unavailable(cls) -> str:
        """Return why no server can be started here, and the mend."""
        try:
            need_xllamacpp(_interpreter())
        except DependencyError as error:
            return str(error)
        return ""

    def __init__(self, model: str, **options: Any) -> None:
        super().__init__(model, **options)
        self.model = Path(model).stem if "/" in model else model.removesuffix(".gguf")
        chosen = self.options
        self.python = chosen.python or _interpreter()
        self.threads = chosen.threads or max(1, (os.cpu_count() or 1) // 2)
        self.template = template_path(chosen.chat_template) if chosen.chat_template else None
        self.version = chosen.version or f"local:{model}"

    async def likelihoods(self, ask: Ask, messages: Dicts, tools: Dicts, texts: Sequence[str]) -> list[float]:
        """Return the log-probability of each text behind a conversation."""
        return await from_llamacpp(ask, messages, tools, texts)

    def launch(self, number: int) -> Launch:
        """Return how the server is started.

        Raises:
            DependencyError: no xllamacpp.
            DataError: no GGUF file.
        """
        path = gguf_file(self.source)
        need_xllamacpp(self.python)
        settings = {
            "model": str(path),
            "name": self.model,
            "parallel": self.options.parallel,
            "context": self.options.context,
            "threads": self.threads,
            "gpu_layers": self.options.gpu_layers,
            "cache_mib": self.options.cache_mib,
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


def _interpreter() -> str:
    return os.environ.get("AGENTGYM_LLAMACPP_PYTHON") or sys.executable


def need_xllamacpp(python: str) -> None:
    """See that an interpreter has what the server is made of.

    Raises:
        DependencyError: it has not, or cannot be run.
    """
    if python == sys.executable:
        there = importlib.util.find_spec("xllamacpp") is not None
    else:
        code = "import importlib.util as u, sys; sys.exit(u.find_spec('xllamacpp') is None)"
        try:
            there = subprocess.run([python, "-c", code], check=False).returncode == 0
        except OSError as error:
            raise DependencyError(f"local: {python} cannot be run: {error}.") from None
    if not there:
        raise DependencyError(f"local: needs xllamacpp, which {python} does not have: {hint('local')}.")
