"""Formats of data sets that others read and write: each has both ways, and says what it cannot carry.

What a format has no place for stands where it allows extensions (in most a field :data:`EXTRA` of a line), which
readers of the format pass over: exporting and importing gives the same rows back.
"""

from agentgym.dataset.formats.adp import ADPFormat
from agentgym.dataset.formats.atif import ATIFFormat
from agentgym.dataset.formats.base import EXTRA, Format
from agentgym.dataset.formats.hub import HubFormat
from agentgym.dataset.formats.openai import OpenAIFormat
from agentgym.dataset.formats.parquet import HFFormat, ParquetFormat
from agentgym.dataset.formats.registry import FORMATS, detected, export, import_, named
from agentgym.dataset.formats.sharegpt import AgentInstructFormat, ShareGPTFormat
from agentgym.dataset.formats.tokens import TokensFormat

__all__ = [
    "EXTRA",
    "FORMATS",
    "ADPFormat",
    "ATIFFormat",
    "AgentInstructFormat",
    "Format",
    "HFFormat",
    "HubFormat",
    "OpenAIFormat",
    "ParquetFormat",
    "ShareGPTFormat",
    "TokensFormat",
    "detected",
    "export",
    "import_",
    "named",
]
