"""Tasks about running processes."""

from __future__ import annotations

from agentgym.environments.operating_system.authoring.templates.work import Template, Work, same
from agentgym.environments.operating_system.world.item import Item


def count_workers(work: Work) -> Item:
    """Count the processes of one name among others."""
    name, other = work.nouns(2)
    count = work.number(2, 5)
    for number in range(count):
        work.background(f"sleep {3000 + number}", f"{name}-worker")
    for number in range(work.number(1, 3)):
        work.background(f"sleep {4000 + number}", f"{other}-worker")
    work.start(f"until [ $(pgrep -fc '^{name}-worker ') = {count} ]; do sleep 0.01; done")
    return work.asks(
        f"How many processes are running whose command line begins with '{name}-worker'? Answer with the number alone.",
        count,
        f"pgrep -fc '^{name}-worker '",
    )


def stop_by_pidfile(work: Work) -> Item:
    """End the process that a file names, and no other."""
    name, folder = work.noun(), f"/run/{work.noun()}"
    work.folder(folder)
    instances = work.nouns(3)
    for instance in instances:
        work.start(
            f"bash -c 'exec -a {name} sleep 5000' </dev/null >/dev/null 2>&1 &",
            f"echo $! >{folder}/{instance}.pid",
        )
    chosen, *others = work.rng.sample(instances, 3)
    work.start(f"cat {folder}/*.pid | sort >/tmp/.all")
    return work.wants(
        f"Several processes called {name} are running; {folder} holds a file with the process number of each. End the "
        f"one of {chosen}.pid, delete that file, and leave the others running.",
        [
            f"[ ! -e {folder}/{chosen}.pid ]",
            *(f"kill -0 $(cat {folder}/{o}.pid)" for o in others),
            f'[ "$(pgrep -fc "^{name} ")" = {len(others)} ]',
        ],
        f"kill $(cat {folder}/{chosen}.pid)\nrm {folder}/{chosen}.pid\nsleep 0.05",
    )


def open_file(work: Work) -> Item:
    """Find the file that a process has open."""
    name, home = f"{work.noun()}d", f"/var/tmp/{work.noun()}"
    files = work.nouns(4)
    for file in files:
        work.file(f"{home}/{file}", "text\n")
    chosen = work.rng.choice(files)
    work.start(f"exec 9>>{home}/{chosen}")
    work.background("sleep 6000", name)
    work.start("exec 9>&-")
    return work.asks(
        f"The process {name} keeps one of the files in {home} open. Which? Answer with the file's full path.",
        f"{home}/{chosen}",
        f"ls -l /proc/$(pgrep -f '^{name} ')/fd | grep -o '{home}/.*'",
    )


def variable_of_process(work: Work) -> Item:
    """Read a variable from a running process's environment."""
    name, key = f"{work.noun()}d", f"{work.noun().upper()}_MODE"
    values = work.nouns(2)
    work.background("sleep 7000", name, prefix=f"env {key}={values[0]} ")
    work.background("sleep 7001", f"old-{name}", prefix=f"env {key}={values[1]} ")
    return work.asks(
        f"The process whose command line begins with '{name}' was started with the environment variable {key}. What is "
        "its value?",
        values[0],
        f"tr '\\0' '\\n' </proc/$(pgrep -f '^{name} ')/environ | grep ^{key}= | cut -d= -f2",
    )


def send_signal(work: Work) -> Item:
    """Make a process write its state by a signal that its manual names."""
    name, home = f"{work.noun()}d", f"/srv/{work.noun()}"
    signal, word = work.rng.choice(["USR1", "USR2", "HUP"]), f"{work.noun()}-{work.number(100, 999)}"
    other = "USR2" if signal != "USR2" else "USR1"
    code = (
        f"#!/bin/bash\ntrap 'echo {word} >{home}/state' {signal}\ntrap 'echo wrong >{home}/state' {other}\n"
        f"echo ready >{home}/ready\nwhile :; do read -rt 1000 <> <(:); done\n"
    )
    work.file(f"{home}/{name}", code, mode="755")
    work.file(
        f"{home}/MANUAL", f"{name} writes its state to {home}/state when it gets the signal {signal}.\n"
    )
    work.start(
        f"{home}/{name} </dev/null >/dev/null 2>&1 &", f"until [ -s {home}/ready ]; do sleep 0.005; done",
    )  # fmt: skip
    return work.wants(
        f"The daemon {home}/{name} is running. Make it write its state, as {home}/MANUAL says it does, without ending "
        "it.",
        [same(f"{home}/state", word), f"pgrep -f {home}/{name} >/dev/null"],
        f"cat {home}/MANUAL",
        f"pkill -{signal} -f {home}/{name}\nuntil [ -s {home}/state ]; do sleep 0.01; done",
    )


def folder_of_process(work: Work) -> Item:
    """Say in which folder a process runs."""
    names = [f"{n}d" for n in work.nouns(3)]
    folders = [f"/srv/{n}" for n in work.nouns(3)]
    work.folder(*folders)
    for number, (name, folder) in enumerate(zip(names, folders, strict=True)):
        work.start(f"cd {folder}")
        work.background(f"sleep {8000 + number}", name)
    work.start("cd /root")
    return work.asks(
        f"What is the working directory of the running process {names[1]}? Answer with the path.",
        folders[1],
        f"readlink /proc/$(pgrep -f '^{names[1]} ')/cwd",
    )


def nicest_process(work: Work) -> Item:
    """Name the process with the lowest priority."""
    names = [f"{n}d" for n in work.nouns(4)]
    levels = work.rng.sample(range(1, 18), 4)
    for number, (name, level) in enumerate(zip(names, levels, strict=True)):
        work.background(f"sleep {9000 + number}", name, prefix=f"nice -n {level} ")
    listed = ", ".join(sorted(names))
    return work.asks(
        f"Of the running processes {listed}, which has the lowest priority, that is, the highest nice value? Answer "
        "with its name.",
        names[levels.index(max(levels))],
        f"ps -eo ni,args --sort=-ni | grep -E ' ({'|'.join(names)}) ' | head -1 | awk '{{print $2}}'",
    )


TEMPLATES = [
    Template("train", count_workers),
    Template("train", stop_by_pidfile),
    Template("train", open_file),
    Template("dev", variable_of_process),
    Template("test", send_signal),
    Template("test", folder_of_process),
    Template("test", nicest_process),
]
