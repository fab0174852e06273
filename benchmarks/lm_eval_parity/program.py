"""lm-eval as a program of its own: a job goes in as a file, the result comes out as one."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from agentgym.errors import DependencyError

SCRIPT = Path(__file__).with_name("beside.py")


class LMEval:
    """lm-eval behind the interpreter that has it.

    Args:
        python: the interpreter.
    """

    def __init__(self, python: str) -> None:
        self.python = python

    def run(self, job: dict[str, Any]) -> dict[str, Any]:
        """Run a job of ``beside.py``; return its result.

        Raises:
            DependencyError: there is no lm-eval behind the interpreter, or it failed.
        """
        with tempfile.TemporaryDirectory() as name:
            asked, made = Path(name) / "job.json", Path(name) / "result.json"
            asked.write_text(json.dumps(job), encoding="utf-8")
            offline = {"HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1"}
            try:
                done = subprocess.run(
                    [self.python, str(SCRIPT), str(asked), str(made)],
                    env={**os.environ, **offline},
                    cwd=name,  # this folder's files would be taken for lm-eval's own modules
                    capture_output=True,
                    text=True,
                    check=False,
                )
            except OSError as error:
                raise DependencyError(
                    f"No interpreter {self.python}: {error}. See docs/lm_eval.md."
                ) from None
            if done.returncode or not made.exists():
                raise DependencyError(
                    f"{self.python} did not run lm-eval (see docs/lm_eval.md): {done.stderr.strip()[-1500:]}"
                )
            result: dict[str, Any] = json.loads(made.read_text(encoding="utf-8"))
            return result
