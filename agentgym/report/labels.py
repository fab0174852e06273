"""What policies are called in a report: by their labels, and by more where a label alone would merge two of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import count
from pathlib import Path

from agentgym.trajectory.index import Entry

_SHORTEST = 4
"""Hex digits of a policy's id at least."""

Label = Callable[[Path, Entry], str]
"""Gives the label of an episode: of the folder that it was found in, and its entry."""


def labels(found: Sequence[tuple[Path, Entry]]) -> Label:
    """Return what tells the policies of these episodes apart.

    Two policies of one label (the same name, another temperature) have the first digits of their ids behind it; one
    that was played by several profiles of an environment, or in several folders, has those.
    """
    identities: dict[str, set[str]] = {}
    folders: dict[str, set[Path]] = {}
    profiles: dict[tuple[str, str], set[str]] = {}
    for folder, entry in found:
        identities.setdefault(entry.policy, set()).add(entry.policy_id)
        folders.setdefault(entry.policy, set()).add(folder)
        if entry.profile:  # A failure before the first turn knows no profile.
            profiles.setdefault((entry.policy, entry.env_id), set()).add(entry.profile)
    several = {policy for (policy, _), names in profiles.items() if len(names) > 1}
    short = {policy: _shortened(ids) for policy, ids in identities.items() if len(ids) > 1}
    places = _places({folder for folder, _ in found})

    def label(folder: Path, entry: Entry) -> str:
        name = entry.policy
        if entry.policy in short:
            name += f" #{short[entry.policy][entry.policy_id] or '?'}"
        if entry.policy in several:
            name += f" [{entry.profile or '?'}]"
        if len(folders[entry.policy]) > 1:
            name += f" ({places[folder]})"
        return name

    return label


def _shortened(ids: Iterable[str]) -> dict[str, str]:
    """Return the ids with as many of their first digits as tell them apart; one that is not known stays empty."""
    known = set(ids)
    length = next(n for n in count(_SHORTEST) if len({one[:n] for one in known}) == len(known))
    return {one: one[:length] for one in known}


def _places(folders: Iterable[Path]) -> dict[Path, str]:
    """Return the names of the folders, and their whole paths where two have the same name."""
    known = list(folders)
    names = [f.name for f in known]
    return {f: f.name if names.count(f.name) == 1 else str(f) for f in known}
