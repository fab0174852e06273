"""Templates of the embedded tasks: one module a kind, one function a template.

A template draws what it needs from the random generator of its :class:`~.work.Work`, sets files and processes up
through it, and returns the item. A template belongs to one split, so that the splits differ in what is asked and not
only in names and numbers.
"""

from agentgym.environments.operating_system.authoring.templates import (
    archives,
    files,
    permissions,
    processes,
    scripting,
    shell,
    text,
    time,
)
from agentgym.environments.operating_system.authoring.templates.work import Template

MODULES = {
    "files": files,
    "text": text,
    "permissions": permissions,
    "processes": processes,
    "archives": archives,
    "shell": shell,
    "time": time,
    "scripting": scripting,
}
TEMPLATES: dict[str, Template] = {
    f"{kind}/{template.name}": template for kind, module in MODULES.items() for template in module.TEMPLATES
}
