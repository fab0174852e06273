"""Formats of data sets that others read and write: each has both ways, and says what it cannot carry.

What a format has no place for stands in an extra field of a line, :data:`EXTRA`, which readers of the format pass over:
exporting and importing gives the same rows back.
"""

from agentgym.dataset.formats.base import EXTRA, Format
from agentgym.dataset.formats.openai import OpenAIFormat
from agentgym.dataset.formats.registry import FORMATS, export, import_, named
from agentgym.dataset.formats.sharegpt import AgentInstructFormat, ShareGPTFormat

__all__ = [
    "EXTRA",
    "FORMATS",
    "AgentInstructFormat",
    "Format",
    "OpenAIFormat",
    "ShareGPTFormat",
    "export",
    "import_",
    "named",
]
