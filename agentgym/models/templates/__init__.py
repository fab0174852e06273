"""Chat templates of our own: by name for our servers, or any file.

``llama-2`` is Llama 2's format, contents as they are; ``agentlm`` what AgentTuning's client makes of it (FastChat's, on
stripped contents); ``chatml-tools`` is ChatML with SmolLM2's default
system prompt, and tools in the form that vLLM's ``hermes`` parser reads; ``plain`` is the messages' texts and nothing
else, for base models and for protocols that compare raw text.
"""

from __future__ import annotations

from pathlib import Path

from agentgym.errors import unknown_name

_FOLDER = Path(__file__).parent


def template_path(name: str) -> Path:
    """Return the file of a template: one of ours by name, or the file that ``name`` is.

    Raises:
        UnknownNameError: neither.
    """
    ours = _FOLDER / f"{name}.jinja"
    if "/" not in name and ours.is_file():
        return ours
    if Path(name).is_file():
        return Path(name).resolve()
    known = sorted(p.stem for p in _FOLDER.glob("*.jinja"))
    raise unknown_name("chat template (or file)", name, known)
