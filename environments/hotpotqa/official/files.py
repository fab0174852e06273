"""HotpotQA's files by split.

Official: ``hotpot_train_v1.1.json``, ``hotpot_dev_distractor_v1.json``, ``hotpot_dev_fullwiki_v1.json`` (its paragraphs
were retrieved, the right ones may be missing) and ``hotpot_test_fullwiki_v1.json`` (no answers). Hugging Face:
``train`` and ``validation``. BOLAA's and AgentTuning's evaluation: ``easy``, ``medium`` and ``hard``, together the test
split.
"""

from __future__ import annotations

from pathlib import Path

from agentgym.errors import DataError
from agentgym.tools.encyclopedia.item_files import LEVELS

FILES: dict[str, tuple[str, ...]] = {
    "train": ("hotpot_train_v1.1", "train"),
    "dev": ("hotpot_dev_distractor_v1", "hotpot_dev_fullwiki_v1", "dev", "validation"),
    "test": ("test", "hotpot_test_fullwiki_v1"),
}
"""Names of files by split, the first that is there counts; with the suffix ``.json`` or ``.jsonl``."""
_SUFFIXES = (".json", ".jsonl")


def locate(data: Path, split: str) -> tuple[Path, ...]:
    """Return the files of a split.

    Args:
        data: a file, whose items are all taken whatever the split is, or a folder.

    Raises:
        DataError: the folder has no file of the split.
    """
    if data.is_file():
        return (data,)
    for name in FILES[split]:
        for suffix in _SUFFIXES:
            if (path := data / f"{name}{suffix}").is_file():
                return (path,)
    levels = [p for level in LEVELS for suffix in _SUFFIXES if (p := data / f"{level}{suffix}").is_file()]
    if split == "test" and levels:
        return tuple(levels)
    names = ", ".join(f"{n}.json" for n in FILES[split])
    raise DataError(
        f"{data} has no file of the split {split!r}: expected {names} (or .jsonl)"
        + (" or easy.json, medium.json, hard.json." if split == "test" else ".")
    )
