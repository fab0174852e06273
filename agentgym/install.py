"""How to install an extra: the one place that knows what really works here.

The name ``agentgym`` on the package index is another project's, so no text of ours tells anyone to install it.
"""

from __future__ import annotations

from agentgym.version import DISTRIBUTION, checkout


def hint(*extras: str) -> str:
    """Return the command that installs extras, as it works from where this package runs.

    >>> hint("webshop")  # doctest: +SKIP
    "pip install -e '.[webshop]'  (in /home/me/agentgym)"
    """
    wanted = f"[{','.join(extras)}]" if extras else ""
    root = checkout()
    if root is not None:
        return f"pip install -e '.{wanted}' (in {root})"
    return f"pip install '{DISTRIBUTION}{wanted}'"
