"""Action formats: how an action travels in the assistant's message.

``react`` is a thought and an action behind labels, ``tools`` is function calling, ``native`` the bare action in
the environment's own grammar. A format parses a whole message into one :class:`~agentgym.actions.Action`,
renders an action back (for experts and demonstrations), and writes the instructions for the model.
"""

from agentgym.formats.base import FORMATS, ActionFormat
from agentgym.formats.labels import LabelFormat
from agentgym.formats.native import NativeFormat
from agentgym.formats.tools import ToolsFormat

__all__ = ["FORMATS", "ActionFormat", "LabelFormat", "NativeFormat", "ToolsFormat"]
