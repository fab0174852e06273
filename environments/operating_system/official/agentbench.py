"""AgentBench's files: the v0.2 folder with scripts by path, and lists of items with inline scripts.

Read are ``.json`` (a list of items, or one) and ``.jsonl``. A script may be a text (bash), or an object with
``language`` and either ``code`` or ``file``, a path below the script folder of the item's file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from agentgym.environments.operating_system.official import checks
from agentgym.environments.operating_system.world.item import SIMPLE, Item, Match, Script
from agentgym.errors import DataError
from agentgym.tasks import Task, TaskSet

LANGUAGES = ("bash", "python", "c", "c++")


class Source(NamedTuple):
    """A file of items: where it is, the folder that its scripts are in (if any), and how its ids begin."""

    path: Path
    scripts: Path | None
    prefix: str


def find(data: Path, split: str) -> TaskSet:
    """Return the tasks of a split below ``data``, or all those of ``data`` where it is a file.

    Raises:
        DataError: there is no file of the split, or a file is broken.
    """
    rows: dict[str, tuple[Any, Source]] = {}
    for source in sources(data, split):
        for number, raw in enumerate(read(source.path)):
            rows[f"{source.prefix}{number:05d}"] = raw, source

    def load(task_id: str) -> Task:
        raw, source = rows[task_id]
        loaded = item(raw, source.scripts, f"item {task_id} of {source.path}")
        return Task(id=task_id, data=loaded, split=split, kind=loaded.kind)

    return TaskSet(list(rows), load, name=f"{data} ({split})" if data.is_dir() else str(data))


def sources(data: Path, split: str) -> list[Source]:
    """Return the files of a split: of a checkout of AgentBench, its ``os_interaction`` folder, or a flat folder.

    Raises:
        DataError: there is none.
    """
    if data.is_file():
        return [Source(data, _scripts_beside(data), f"{data.stem}-")]
    for root in (data / "data" / "os_interaction", data / "os_interaction", data):
        if (root / "data").is_dir():
            found = list(_official(root, split))
            break
    else:
        found = [Source(p, _scripts_beside(p), f"{p.stem}-") for p in _flat(data, split)]
    if not found:
        raise DataError(
            f"{data} has no items of split {split!r}. Expected AgentBench's data/os_interaction (data/dev.json, "
            "data/1 to data/7 and scripts/ for test, train_0317/training.json), or a folder with dev.json, "
            "train*.json, test*.json."
        )
    return found


def _official(root: Path, split: str) -> Iterator[Source]:
    if split == "dev":
        for path in _listed(root / "data", "dev"):
            yield Source(path, root / "scripts" / "dev", f"dev-001-{path.stem}-")
    elif split == "test":
        groups = sorted(
            (p for p in (root / "data").iterdir() if p.is_dir()), key=lambda p: (len(p.name), p.name)
        )
        for group in groups:
            for path in _listed(group, "*"):
                yield Source(path, root / "scripts" / group.name, f"std-{group.name:0>3}-{path.stem}-")
    else:
        for path in _listed(root / "train_0317", "training"):
            yield Source(path, None, "train-")


def _flat(folder: Path, split: str) -> list[Path]:
    return [
        p for name in {"test": ("test*", "std*")}.get(split, (f"{split}*",)) for p in _listed(folder, name)
    ]


def _listed(folder: Path, pattern: str) -> list[Path]:
    return sorted(p for ending in ("json", "jsonl") for p in folder.glob(f"{pattern}.{ending}"))


def _scripts_beside(path: Path) -> Path | None:
    """Return the script folder that AgentBench keeps for a file, where the file lies in its layout."""
    for root, name in ((path.parent.parent, path.stem), (path.parent.parent.parent, path.parent.name)):
        if (root / "scripts" / name).is_dir():
            return root / "scripts" / name
    return path.parent if (path.parent / "check").is_dir() else None


def read(path: Path) -> list[Any]:
    """Return the raw items of a file.

    Raises:
        DataError: it is no JSON, or does not hold items.
    """
    try:
        text = path.read_bytes()
        if path.suffix == ".jsonl":
            found: Any = [msgspec.json.decode(line) for line in text.splitlines() if line.strip()]
        else:
            found = msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DataError(f"{path} is no JSON ({error}); it may be cut off: get it again.") from None
    listed = found if isinstance(found, list) else [found]
    for number, one in enumerate(listed):
        if not isinstance(one, dict):
            raise DataError(f"{path}: entry {number} is no item but {type(one).__name__}.")
    return listed


def item(raw: dict[str, Any], folder: Path | None, where: str) -> Item:
    """Return an item of AgentBench's form.

    ``create`` given as a list is passed over, as the original does: the item has no ``init`` then.

    Raises:
        DataError: a part is missing or has another form.
    """
    create = raw.get("create")
    create = create if isinstance(create, dict) else {}
    evaluation = raw.get("evaluation")
    if not isinstance(raw.get("description"), str) or not isinstance(evaluation, dict):
        raise DataError(f"{where} needs a description (text) and an evaluation (object).")
    check = evaluation.get("check")
    matched = "match" in evaluation
    if not matched and check is None:
        raise DataError(f"{where}: its evaluation has neither match nor check.")
    example = script(evaluation.get("example", raw.get("example")), folder, where)
    scripts = [] if matched else [script(s, folder, where) for s in _many(check)]
    if None in scripts and example is None:
        raise DataError(f"{where}: its check refers to the example (null), and there is none.")
    labels = raw.get("labels")
    return Item(
        description=raw["description"],
        image=str(create.get("local") or create.get("image") or SIMPLE),
        init=[s for s in (script(x, folder, where) for x in _many(create.get("init"))) if s is not None],
        start=script(raw.get("start"), folder, where),
        match=match(evaluation["match"], where) if matched else None,
        check=scripts,
        example=example,
        kind=str(labels[0]) if isinstance(labels, list) and labels else "",
    )


def match(raw: Any, where: str) -> Match:
    """Return a match: a text is compared without the white space around the answer.

    Raises:
        DataError: it has neither ``answer`` nor ``regex``, or that is no regular expression.
    """
    if isinstance(raw, str):
        return Match(answer=raw, strip=True)
    if isinstance(raw, dict) and isinstance(raw.get("answer", raw.get("regex")), str):
        try:
            re.compile(raw.get("regex", ""))
        except re.error as error:
            raise DataError(f"{where}: {raw['regex']!r} is no regular expression: {error}.") from None
        return Match(answer=raw.get("answer"), regex=raw.get("regex"), strip=bool(raw.get("strip", False)))
    raise DataError(f"{where}: a match is a text, or an object with answer or regex; got {raw!r:.80}.")


def script(raw: Any, folder: Path | None, where: str) -> Script | None:
    """Return a script; ``None`` stays ``None``.

    Raises:
        DataError: it is neither a text nor an object with ``code`` or ``file``, or in another language.
    """
    if raw is None:
        return None
    if isinstance(raw, str):
        return Script(code=raw)
    language = raw.get("language", "bash") if isinstance(raw, dict) else None
    if language not in LANGUAGES or not isinstance(raw.get("file", raw.get("code")), str):
        raise DataError(
            f"{where}: a script is a text, or an object with code or file in one of {', '.join(LANGUAGES)}; "
            f"got {raw!r:.80}."
        )
    if "file" not in raw:
        return Script(language=language, code=raw["code"])
    return _from_file(raw["file"], language, folder)


def _from_file(name: str, language: str, folder: Path | None) -> Script:
    if folder is not None:
        path = folder / name
        if path.is_file() and path.resolve().is_relative_to(folder.resolve()):
            return Script(language=language, code=path.read_text("utf-8"), file=name)
    known = checks.KNOWN.get(Path(name).name) if language == "python" else None
    if known is not None:
        return Script(language=language, code=known, file=name)
    return Script(
        language=language, file=name, missing=str(folder or "a script folder, which the file has none of")
    )


def _many(raw: Any) -> list[Any]:
    return raw if isinstance(raw, list) else [raw]
