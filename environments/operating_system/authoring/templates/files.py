"""Tasks about files and folders."""

from __future__ import annotations

from agentgym.environments.operating_system.authoring.templates.words import SUFFIXES
from agentgym.environments.operating_system.authoring.templates.work import Template, Work, listing, same
from agentgym.environments.operating_system.world.item import Item


def count_with_suffix(work: Work) -> Item:
    """Count files of a suffix, at any depth, among folders that carry it as well."""
    home, (wanted, *others) = work.home(), work.rng.sample(SUFFIXES, 3)
    folders = [home, *(f"{home}/{n}" for n in work.nouns(2))]
    folders.append(f"{folders[1]}/{work.noun()}")
    count = 0
    for folder in folders:
        matching = work.number(1, 4)
        count += matching
        for suffix in [wanted] * matching + [work.rng.choice(others) for _ in range(work.number(1, 3))]:
            work.file(f"{folder}/{work.noun()}.{suffix}", f"{work.number(1, 999)}\n")
    work.folder(f"{home}/{work.noun()}.{wanted}")
    return work.asks(
        f"How many regular files with the suffix .{wanted} are there in {home} and all folders below it? "
        "Answer with the number alone.",
        count,
        f"find {home} -type f -name '*.{wanted}' | wc -l",
    )


def largest_file(work: Work) -> Item:
    """Name the largest file of a tree."""
    home = work.home()
    folders = [home, *(f"{home}/{n}" for n in work.nouns(3))]
    sizes = work.rng.sample(range(40, 4000), 9)
    paths = [f"{work.rng.choice(folders)}/{work.noun()}.dat" for _ in sizes]
    for path, size in zip(paths, sizes, strict=True):
        work.file(path, "x" * size)
    return work.asks(
        f"Which file is the largest (in bytes) of all files in {home} and the folders below it? Answer with its "
        "full path.",
        paths[sizes.index(max(sizes))],
        f"find {home} -type f -printf '%s %p\\n' | sort -n | tail -1 | cut -d' ' -f2",
    )


def sort_by_suffix(work: Work) -> Item:
    """Move files into folders that are named after their suffix."""
    home, suffixes = work.home(), work.rng.sample(SUFFIXES, 3)
    names = []
    for suffix in suffixes:
        names += [(work.noun(), suffix) for _ in range(work.number(2, 3))]
    for name, suffix in names:
        work.file(f"{home}/{name}.{suffix}", f"{name}\n")
    wanted = [*suffixes, *(f"{s}/{n}.{s}" for n, s in names)]
    return work.wants(
        f"Tidy {home} up: for each suffix that its files have, make a folder in {home} named like the suffix (without "
        "the dot) and move the files with that suffix into it.",
        [listing(home, wanted), *(same(f"{home}/{s}/{n}.{s}", n) for n, s in names)],
        f'cd {home}\nfor f in *.*; do s="${{f##*.}}"; mkdir -p "$s"; mv "$f" "$s/"; done',
    )


def remove_copies(work: Work) -> Item:
    """Delete files whose content another file has already."""
    home, names = work.home(), sorted(work.nouns(8))
    contents = [f"{work.noun()} {work.number(100, 999)}\n" for _ in range(5)]
    chosen = contents + [work.rng.choice(contents) for _ in range(3)]
    work.rng.shuffle(chosen)
    for name, content in zip(names, chosen, strict=True):
        work.file(f"{home}/{name}", content)
    kept = [n for i, n in enumerate(names) if chosen[i] not in chosen[:i]]
    return work.wants(
        f"Some files in {home} have exactly the same content. Of each group of equal files keep only the one whose "
        "name comes first in alphabetical order, and delete the others.",
        [listing(home, kept), *(same(f"{home}/{n}", chosen[names.index(n)]) for n in kept)],
        f"cd {home}\nmd5sum * | sort -k2 | awk 'seen[$1]++ {{print $2}}' | xargs rm",
    )


def broken_links(work: Work) -> Item:
    """Delete the symbolic links that lead nowhere, and only those."""
    home = work.home()
    names, links = work.nouns(4), work.nouns(7)
    for name in names:
        work.file(f"{home}/data/{name}", f"{name}\n")
    broken = work.rng.sample(links, work.number(2, 4))
    work.folder(f"{home}/links")
    for link in links:
        target = work.noun() if link in broken else work.rng.choice(names)
        work.run(f"ln -s ../data/{target} {home}/links/{link}")
    kept = ["data", "links", *(f"data/{n}" for n in names), *(f"links/{n}" for n in links if n not in broken)]
    return work.wants(
        f"{home}/links holds symbolic links, some of which point to files that do not exist. Delete those, and "
        "nothing else.",
        [listing(home, kept)],
        f"find {home}/links -xtype l -delete",
    )


def newest_file(work: Work) -> Item:
    """Name the file that was modified last."""
    home = work.home()
    folders = [home, *(f"{home}/{n}" for n in work.nouns(2))]
    days = work.rng.sample(range(1, 29), 8)
    paths = [f"{work.rng.choice(folders)}/{work.noun()}" for _ in days]
    month = work.number(1, 9)
    for path, day in zip(paths, days, strict=True):
        date = f"2023-0{month}-{day:02d} {work.number(10, 20)}:{work.number(10, 59)}:00"
        work.file(path, "x" * work.number(3, 90), date=date)
    return work.asks(
        f"Which regular file in {home}, or in a folder below it, was modified last? Answer with its full path.",
        paths[days.index(max(days))],
        f"find {home} -type f -printf '%T@ %p\\n' | sort -n | tail -1 | cut -d' ' -f2",
    )


def mirror_folders(work: Work) -> Item:
    """Copy a tree of folders without the files."""
    home = work.home()
    first, second, third = work.nouns(3)
    tree = [first, f"{first}/{work.noun()}", second, f"{second}/{third}", f"{second}/{third}/{work.noun()}"]
    for folder in tree:
        for _ in range(work.number(0, 2)):
            work.file(f"{home}/{folder}/{work.noun()}.txt", "text\n")
        work.folder(f"{home}/{folder}")
    copy = f"/tmp/{work.noun()}"
    return work.wants(
        f"Make a folder {copy} that has the same folders in it as {home}, at every depth, but none of the files. "
        f"{home} itself must stay as it is.",
        [listing(copy, tree), f'[ "$(find {home} -mindepth 1 -type d | wc -l)" = {len(tree)} ]'],
        f"cd {home}\nfind . -type d -exec mkdir -p {copy}/{{}} ';'",
    )


TEMPLATES = [
    Template("train", count_with_suffix),
    Template("train", largest_file),
    Template("train", sort_by_suffix),
    Template("dev", remove_copies),
    Template("test", broken_links),
    Template("test", newest_file),
    Template("test", mirror_folders),
]
