"""Tasks about the environment and the shell."""

from __future__ import annotations

from agentgym.environments.operating_system.authoring.templates.work import Template, Work, prints, same
from agentgym.environments.operating_system.world.item import Item

_LOGIN = "env -i HOME=/root PATH=/usr/bin:/bin bash -lc"


def variable_for_good(work: Work) -> Item:
    """Set a variable for every login shell."""
    name, value = f"{work.noun().upper()}_HOME", f"/opt/{work.noun()}/{work.number(1, 9)}"
    return work.wants(
        f"See to it that the environment variable {name} has the value {value} in every new login shell of root, and "
        "in the programs that are started from it.",
        [prints(f"{_LOGIN} 'printenv {name}'", value)],
        f"echo 'export {name}={value}' >>/root/.profile",
    )


def which_one_runs(work: Work) -> Item:
    """Say which of several programs of one name the search path finds."""
    home, name, folders = work.home(), f"{work.noun()}ctl", work.nouns(4)
    runnable = work.rng.sample(folders, 2)
    for folder in folders:
        work.file(
            f"{home}/{folder}/{name}",
            f"#!/bin/sh\necho {folder}\n",
            mode="755" if folder in runnable else "644",
        )
    order = work.rng.sample(folders, 4)
    path = ":".join(f"{home}/{f}" for f in order)
    work.file(f"{home}/path", path + "\n")
    return work.asks(
        f"{home}/path holds a search path. Which file does bash run for the command {name} when PATH has that value? "
        "Answer with the full path.",
        f"{home}/{next(f for f in order if f in runnable)}/{name}",
        f"p=$(cat {home}/path)\n(PATH=$p; type -P {name})",
    )


def exit_status(work: Work) -> Item:
    """Report a program's exit status."""
    home, name, code = work.home(), f"{work.noun()}-check", work.number(3, 120)
    key = work.noun()
    work.file(
        f"{home}/{name}",
        f'#!/bin/sh\n[ "$1" = --{key} ] || exit 1\necho "looking at {key}"\necho "status 0" >&2\nexit {code}\n',
        mode="755",
    )
    return work.asks(
        f"With which exit status does the command '{home}/{name} --{key}' end? Answer with the number alone.",
        code,
        f"{home}/{name} --{key} >/dev/null 2>&1\necho $?",
    )


def shell_variable(work: Work) -> Item:
    """Find a variable that is set in the shell and not exported."""
    prefix, value = work.noun(), f"{work.noun()}{work.number(10, 99)}"
    name = f"{prefix}_{work.noun()}"
    work.start(f"{name}={value}", f"export {work.noun()}_{prefix}={work.noun()}")
    return work.asks(
        f"In your shell there is one variable whose name begins with {prefix}_ (it is not exported). What is its "
        "value?",
        value,
        f"for v in ${{!{prefix}_@}}; do echo ${{!v}}; done",
    )


def layered_settings(work: Work) -> Item:
    """Follow settings over several files that are read in order."""
    home, (key, other) = work.home(), [n.upper() for n in work.nouns(2)]
    values = work.nouns(5)
    numbers = sorted(work.rng.sample(range(10, 99), 5))
    work.file(f"{home}/{numbers[0]}-first.sh", f"{key}={values[0]}\n{other}={values[1]}\n")
    work.file(f"{home}/{numbers[1]}-local.sh", f"# {key}={values[2]}\n{other}={values[2]}\n")
    work.file(f"{home}/{numbers[2]}-site.sh", f'{key}="${{{other}}}-{values[3]}"\n')
    work.file(f"{home}/{numbers[3]}-user.sh", f': "${{{key}:={values[4]}}}"\n')
    work.file(f"{home}/{numbers[4]}-late.sh.off", f"{key}={values[4]}\n")
    return work.asks(
        f"The files {home}/*.sh are read by bash with 'source' in alphabetical order, in a shell in which neither "
        f"{key} nor {other} is set. What is the value of {key} afterwards?",
        f"{values[2]}-{values[3]}",
        f"(unset {key} {other}; for f in {home}/*.sh; do . $f; done; echo ${key})",
    )


def broken_start(work: Work) -> Item:
    """Make a script run that does not start."""
    home, name, word = f"/opt/{work.noun()}", f"{work.noun()}.sh", work.noun()
    line = f'echo "{word} $1"'
    flaws = {
        "carriage returns": (f"#!/bin/bash\r\n{line}\r\n", "755"),
        "interpreter": (f"#!/usr/bin/{work.noun()}sh\n{line}\n", "755"),
        "permission": (f"#!/bin/bash\n{line}\n", "644"),
    }
    content, mode = flaws[work.rng.choice(sorted(flaws))]
    work.file(f"{home}/{name}", content, mode=mode)
    return work.wants(
        f"The bash script {home}/{name} does not start when it is called by its path. Mend it, so that "
        f"'{home}/{name} X' prints '{word} X', for any X.",
        [prints(f"{home}/{name} one", f"{word} one"), prints(f"{home}/{name} 'a b'", f"{word} a b")],
        f"cat -A {home}/{name}\n{home}/{name} X",
        f"sed -i -e 's/\\r$//' -e '1s|.*|#!/bin/bash|' {home}/{name}\nchmod 755 {home}/{name}",
    )


def part_the_streams(work: Work) -> Item:
    """Store output and errors of a program apart."""
    home, name = work.home(), work.noun()
    out = [f"{work.noun()} done" for _ in range(work.number(3, 6))]
    errors = [f"{work.noun()} missing" for _ in range(work.number(2, 4))]
    lines = [f"echo '{t}'" for t in out] + [f"echo '{t}' >&2" for t in errors]
    work.rng.shuffle(lines)
    told = [line[6:-1] for line in lines if not line.endswith(">&2")]
    complained = [line[6:-5] for line in lines if line.endswith(">&2")]
    work.file(f"{home}/{name}", "\n".join(["#!/bin/sh", "cd /; [ -e ${1:?} ]", *lines]) + "\n", mode="755")
    return work.wants(
        f"Run '{home}/{name} /etc/passwd' and store what it writes to standard output in {home}/{name}.out and what "
        f"it writes to standard error in {home}/{name}.err.",
        [same(f"{home}/{name}.out", "\n".join(told)), same(f"{home}/{name}.err", "\n".join(complained))],
        f"{home}/{name} /etc/passwd >{home}/{name}.out 2>{home}/{name}.err",
    )


TEMPLATES = [
    Template("train", variable_for_good),
    Template("train", which_one_runs),
    Template("train", exit_status),
    Template("dev", shell_variable),
    Template("test", layered_settings),
    Template("test", broken_start),
    Template("test", part_the_streams),
]
