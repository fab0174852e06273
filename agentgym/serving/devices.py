"""GPUs, shared out among several servers of one machine."""

from __future__ import annotations

import os
import shutil
import subprocess

from agentgym.errors import OptionError


def visible_devices() -> list[str]:
    """Return the ids of the GPUs that may be used: ``CUDA_VISIBLE_DEVICES``, or all that nvidia-smi lists."""
    named = os.environ.get("CUDA_VISIBLE_DEVICES")
    if named is not None:
        return [part.strip() for part in named.split(",") if part.strip()]
    program = shutil.which("nvidia-smi")
    if program is None:
        return []
    listing = subprocess.run([program, "--list-gpus"], capture_output=True, text=True, check=False)
    return [str(number) for number, line in enumerate(listing.stdout.splitlines()) if line.startswith("GPU ")]


def share_devices(number: int, servers: int, each: int) -> str:
    """Return the GPUs of server ``number`` (from 0) as ``CUDA_VISIBLE_DEVICES`` takes them.

    Raises:
        OptionError: there are not enough.
    """
    devices = visible_devices()
    if len(devices) < servers * each:
        raise OptionError(
            f"{servers} servers with {each} GPUs each (tp x pp x dp) need {servers * each} GPUs, {len(devices)} are "
            "visible."
        )
    return ",".join(devices[number * each : (number + 1) * each])
