"""Makes a folder with safetensors and a tokenizer out of a GGUF file, to train on or to serve.

    python dequantise.py FILE.gguf FOLDER

Run as a script, in any interpreter that has torch, transformers and gguf.
"""

from __future__ import annotations

import os
import sys


def dequantise(gguf: str, folder: str) -> None:
    """Write the weights in bfloat16."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    source, name = os.path.split(os.path.abspath(gguf))
    keywords = {}
    try:
        from transformers import GgufConfig
    except ImportError:
        pass  # Older releases always dequantise.
    else:
        # Else the model counts as quantised, and can be neither saved nor trained.
        keywords["quantization_config"] = GgufConfig(dequantize=True)
    tokenizer = AutoTokenizer.from_pretrained(source, gguf_file=name)
    model = AutoModelForCausalLM.from_pretrained(source, gguf_file=name, dtype=torch.float32, **keywords)
    tokenizer.save_pretrained(folder)
    model.to(torch.bfloat16).save_pretrained(folder)


if __name__ == "__main__":
    dequantise(sys.argv[1], sys.argv[2])
