"""Tasks about archives, compressed files and checksums."""

from __future__ import annotations

import hashlib

from agentgym.environments.operating_system.authoring.templates.words import SUFFIXES
from agentgym.environments.operating_system.authoring.templates.work import Template, Work, same
from agentgym.environments.operating_system.world.item import Item


def pack_without(work: Work) -> Item:
    """Pack a folder without the files of one suffix."""
    home, name = work.home(), work.noun()
    suffix = work.rng.choice(["tmp", "bak", "swp"])
    kept = []
    for folder in (name, f"{name}/{work.noun()}"):
        for _ in range(work.number(2, 4)):
            kept.append(f"{folder}/{work.noun()}.{work.rng.choice(SUFFIXES)}")
            work.file(f"{home}/{kept[-1]}", f"{work.number(1, 999)}\n")
        work.file(f"{home}/{folder}/{work.noun()}.{suffix}", "old\n")
    archive = f"/tmp/{name}.tar.gz"
    wanted = "\n".join(sorted(kept))
    return work.wants(
        f"Pack the folder {home}/{name} into the gzip-compressed tar archive {archive}, so that its members' names "
        f"begin with {name}/, and leave out all files that end in .{suffix}.",
        [
            f"gzip -t {archive}",
            f'[ "$(tar -tzf {archive} | grep -v "/$" | sed "s|^\\./||" | LC_ALL=C sort)" = "{wanted}" ]',
        ],
        f"tar -C {home} --exclude='*.{suffix}' -czf {archive} {name}",
    )


def count_in_archive(work: Work) -> Item:
    """Count members of one suffix."""
    home, suffixes = work.home(), work.rng.sample(SUFFIXES, 3)
    inner, archive = work.noun(), work.noun()
    count = 0
    for folder in (inner, f"{inner}/{work.noun()}"):
        for _ in range(work.number(4, 8)):
            suffix = work.rng.choice(suffixes)
            count += suffix == suffixes[0]
            work.file(f"{home}/{folder}/{work.noun()}.{suffix}", "text\n")
    work.then(
        f"cd {home}; tar -cJf {archive}.tar.xz {inner}; rm -r {inner}; touch -d '2024-05-14' {archive}.tar.xz"
    )
    return work.asks(
        f"How many files in the archive {home}/{archive}.tar.xz end in .{suffixes[0]}? Answer with the number alone.",
        count,
        f"tar -tf {home}/{archive}.tar.xz | grep -c '\\.{suffixes[0]}$'",
    )


def take_one_out(work: Work) -> Item:
    """Take a single file out of an archive that is not to be unpacked."""
    home, names, target = work.home(), work.nouns(6), f"/root/{work.noun()}.out"
    archive = f"{home}/{work.noun()}.zip"
    contents = {n: f"{work.noun()} {work.number(1000, 9999)}" for n in names}
    for name in names:
        work.file(f"{home}/in/{name}.txt", contents[name] + "\n")
    work.then(f"cd {home}; zip -qr {archive} in; rm -r in")
    chosen = work.rng.choice(names)
    return work.wants(
        f"Take the file in/{chosen}.txt out of the archive {archive} and store its content as {target}. Nothing else "
        f"of the archive may be left unpacked in {home}.",
        [same(target, contents[chosen]), f'[ "$(ls {home})" = {archive.rpartition("/")[2]} ]'],
        f"unzip -p {archive} in/{chosen}.txt >{target}",
    )


def archive_with(work: Work) -> Item:
    """Find the archive that holds a file."""
    home, archives, wanted = work.home(), work.nouns(4), f"{work.noun()}.conf"
    chosen = work.rng.choice(archives)
    for archive in archives:
        for _ in range(3):
            work.file(f"{home}/{archive}/{work.noun()}.conf", "text\n")
        if archive == chosen:
            work.file(f"{home}/{archive}/etc/{wanted}", "text\n")
    work.then(f"cd {home}; for a in */; do a=${{a%/}}; tar -C $a -czf $a.tar.gz .; rm -r $a; done")
    return work.asks(
        f"One of the archives {home}/*.tar.gz holds a file named {wanted}. Which? Answer with the archive's file name, "
        "without its folder.",
        f"{chosen}.tar.gz",
        f"cd {home}\nfor a in *.tar.gz; do tar -tzf $a | grep -q '/{wanted}$' && echo $a; done",
    )


def convert_archive(work: Work) -> Item:
    """Turn a zip archive into a tar archive."""
    home, name = work.home(), work.noun()
    files = {f"{folder}{work.noun()}.txt": work.noun() for folder in ("", "a/", "b/") for _ in range(2)}
    for path, content in files.items():
        work.file(f"{home}/.in/{path}", content + "\n")
    work.then(f"cd {home}/.in; zip -qr ../{name}.zip .; cd ..; rm -r .in")
    ending, flag = work.rng.choice([("tar.gz", "z"), ("tar.xz", "J"), ("tar.bz2", "j")])
    target = f"{home}/{name}.{ending}"
    return work.wants(
        f"Turn the archive {home}/{name}.zip into a tar archive {target}, compressed as its name says, with the same "
        "files at the same places in it. The zip archive is to be deleted afterwards.",
        [
            f"[ ! -e {home}/{name}.zip ]",
            f"rm -rf /tmp/.seen && mkdir /tmp/.seen && tar -x{flag}f {target} -C /tmp/.seen",
            f'[ "$(find /tmp/.seen -type f | wc -l)" = {len(files)} ]',
            *(same(f"/tmp/.seen/{path}", content) for path, content in files.items()),
        ],
        f"mkdir /tmp/new\nunzip -q {home}/{name}.zip -d /tmp/new\ntar -C /tmp/new -c{flag}f {target} .\n"
        f"rm {home}/{name}.zip",
    )


def rotated_logs(work: Work) -> Item:
    """Count lines over a log and its compressed older parts."""
    name, word = work.noun(), work.noun()
    path, count = f"/var/log/{name}/{name}.log", 0
    parts = [path, *(f"{path}.{n}" for n in range(1, 4))]
    for part in parts:
        lines = []
        for number in range(work.number(20, 40)):
            hit = work.rng.random() < 0.25
            count += hit
            lines.append(f"{number} {work.rng.choice(['in', 'out'])} {word if hit else 'plain'}")
        work.file(part, "\n".join(lines) + "\n")
    work.then(f"gzip {path}.2 {path}.3")
    return work.asks(
        f"How many lines that contain the word {word} are there in the log {path} and its older parts in the same "
        "folder together, compressed ones included? Answer with the number alone.",
        count,
        f"cd /var/log/{name}\nzgrep -h {word} * | wc -l",
    )


def damaged_file(work: Work) -> Item:
    """Find the file that does not fit its checksum."""
    home, names = work.home(), sorted(work.nouns(7))
    contents = {n: f"{work.noun()} {work.number(1000, 9999)}\n" for n in names}
    chosen = work.rng.choice(names)
    sums = "".join(f"{hashlib.sha256(contents[n].encode()).hexdigest()}  {n}\n" for n in names)
    for name in names:
        work.file(f"{home}/{name}", contents[name].upper() if name == chosen else contents[name])
    work.file(f"{home}/SHA256SUMS", sums)
    return work.asks(
        f"{home}/SHA256SUMS lists the SHA-256 checksums that the files beside it should have. Which file is damaged? "
        "Answer with its name.",
        chosen,
        f"cd {home}\nsha256sum -c SHA256SUMS 2>/dev/null | grep FAILED | cut -d: -f1",
    )


TEMPLATES = [
    Template("train", pack_without),
    Template("train", count_in_archive),
    Template("train", take_one_out),
    Template("dev", archive_with),
    Template("test", convert_archive),
    Template("test", rotated_logs),
    Template("test", damaged_file),
]
