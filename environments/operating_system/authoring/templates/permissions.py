"""Tasks about permissions, owners, users and groups."""

from __future__ import annotations

from agentgym.environments.operating_system.authoring.templates.work import Template, Work
from agentgym.environments.operating_system.world.item import Item


def modes_of_tree(work: Work) -> Item:
    """Give files one mode and folders another."""
    home = work.home()
    for folder in (home, f"{home}/{work.noun()}", f"{home}/{work.noun()}"):
        for _ in range(work.number(2, 3)):
            work.file(f"{folder}/{work.noun()}", "text\n", mode=work.rng.choice(["600", "644", "777", "400"]))
    files, folders = work.rng.choice(["640", "660", "604"]), work.rng.choice(["750", "770", "705"])
    return work.wants(
        f"Set the permissions of everything in {home}, at every depth: regular files to {files}, folders, with {home} "
        f"itself, to {folders}.",
        [
            f'[ -z "$(find {home} -type f ! -perm {files})" ]',
            f'[ -z "$(find {home} -type d ! -perm {folders})" ]',
        ],
        f"find {home} -type f -exec chmod {files} {{}} +\nfind {home} -type d -exec chmod {folders} {{}} +",
    )


def new_user(work: Work) -> Item:
    """Make a user with a group, a shell and a home."""
    name, group, place = work.person(), work.noun(), work.noun()
    shell = work.rng.choice(["/bin/sh", "/bin/bash", "/usr/sbin/nologin"])
    number = work.number(2100, 2900)
    work.run(f"groupadd {group}")
    return work.wants(
        f"Make a user {name} with the user number {number}, the home folder /home/{place} (which must exist and belong "
        f"to {name}), the shell {shell}, and membership in the existing group {group} besides a group of its own.",
        [
            f'[ "$(getent passwd {name} | cut -d: -f3,6,7)" = {number}:/home/{place}:{shell} ]',
            f"id -nG {name} | tr ' ' '\\n' | grep -qx {group}",
            f'[ "$(stat -c %U /home/{place})" = {name} ]',
            f'[ "$(id -gn {name})" != {group} ]',
        ],
        f"useradd -u {number} -m -d /home/{place} -s {shell} -G {group} {name}",
    )


def world_writable(work: Work) -> Item:
    """Count the files that everybody may write."""
    home, count = work.home(), 0
    for folder in (home, f"{home}/{work.noun()}", f"{home}/{work.noun()}"):
        for _ in range(work.number(3, 6)):
            mode = work.rng.choice(["644", "666", "602", "640", "755", "777", "622"])
            count += mode[2] in "267"
            work.file(f"{folder}/{work.noun()}", "text\n", mode=mode)
    return work.asks(
        f"How many regular files in {home} and below may be written by any user at all (the write permission for "
        "others)? Answer with the number alone.",
        count,
        f"find {home} -type f -perm -o+w | wc -l",
    )


def hand_over(work: Work) -> Item:
    """Give one user's files to another."""
    home, (leaver, heir, third) = work.home(), work.people(3)
    for name in (leaver, heir, third):
        work.run(f"useradd -M {name}")
    theirs: list[str] = []
    others: list[str] = []
    for folder in (home, f"{home}/{work.noun()}"):
        for _ in range(work.number(4, 6)):
            path = f"{folder}/{work.noun()}"
            work.file(path, "text\n")
            (theirs if work.rng.random() < 0.5 or not theirs else others).append(path)
    work.then(f"chown {leaver}:{leaver} {' '.join(theirs)}", *(f"chown {third}:{third} {p}" for p in others))
    return work.wants(
        f"{leaver} has left. All files in {home} and below that belong to the user {leaver} must belong to the user "
        f"{heir} from now on; files of others keep their owner.",
        [
            *(f'[ "$(stat -c %U {p})" = {heir} ]' for p in theirs),
            *(f'[ "$(stat -c %U {p})" = {third} ]' for p in others),
        ],
        f"find {home} -user {leaver} -exec chown {heir} {{}} +",
    )


def shared_folder(work: Work) -> Item:
    """Make a folder in which a group works together."""
    group, path = work.noun(), f"/srv/{work.noun()}"
    members = work.people(2)
    work.folder(path)
    work.run(f"groupadd {group}", *(f"useradd -M -G {group} {m}" for m in members))
    return work.wants(
        f"Make {path} a folder for the group {group} to share: it belongs to that group, the group and the owner may "
        "do everything in it and others nothing, new files in it get the group by themselves, and its files can be "
        "deleted only by their owners.",
        [
            f'[ "$(stat -c %G {path})" = {group} ]',
            f'[ "$(stat -c %a {path})" = 3770 ]',
            f"su {members[0]} -s /bin/sh -c 'umask 077; echo x >{path}/.probe' && "
            f'[ "$(stat -c %G {path}/.probe)" = {group} ]',
        ],
        f"chgrp {group} {path}\nchmod 3770 {path}",
    )


def in_both_groups(work: Work) -> Item:
    """Name the user who is a member of two groups."""
    first, second, third = work.nouns(3)
    people = work.people(6)
    work.run(f"groupadd {first}", f"groupadd {second}", f"groupadd {third}")
    chosen = work.rng.choice(people)
    for name in people:
        groups = (
            f"{first},{second}"
            if name == chosen
            else work.rng.choice([first, second, f"{first},{third}", third])
        )
        work.run(f"useradd -M -G {groups} {name}")
    return work.asks(
        f"Which user of this machine is a member of both the group {first} and the group {second}? Answer with the "
        "user's name.",
        chosen,
        f"comm -12 <(getent group {first} | cut -d: -f4 | tr , '\\n' | sort) "
        f"<(getent group {second} | cut -d: -f4 | tr , '\\n' | sort)",
    )


def setuid_audit(work: Work) -> Item:
    """Take the setuid bit from all files but those that are allowed to have it."""
    home, names = f"/opt/{work.noun()}", work.nouns(8)
    marked = work.rng.sample(names, 5)
    allowed = sorted(work.rng.sample(marked, 2))
    for name in names:
        work.file(f"{home}/bin/{name}", "#!/bin/sh\n", mode="4755" if name in marked else "755")
    work.file(f"{home}/allowed", "".join(f"{home}/bin/{n}\n" for n in allowed))
    return work.wants(
        f"Some files in {home}/bin have the setuid bit. {home}/allowed lists, one path a line, those that may keep it. "
        "Take the bit from all others and leave the rest of their permissions as they are.",
        [f'[ "$(stat -c %a {home}/bin/{n})" = {"4755" if n in allowed else "755"} ]' for n in names],
        f"find {home}/bin -perm -4000 | grep -vxFf {home}/allowed | xargs chmod u-s",
    )


TEMPLATES = [
    Template("train", modes_of_tree),
    Template("train", new_user),
    Template("train", world_writable),
    Template("dev", hand_over),
    Template("test", shared_folder),
    Template("test", in_both_groups),
    Template("test", setuid_audit),
]
