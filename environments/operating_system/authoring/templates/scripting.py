"""Tasks that ask for a script, or for work that takes one."""

from __future__ import annotations

from agentgym.environments.operating_system.authoring.templates.words import SUFFIXES, TOWNS
from agentgym.environments.operating_system.authoring.templates.work import (
    Template,
    Work,
    listing,
    prints,
    same,
)
from agentgym.environments.operating_system.world.item import Item


def sum_of_arguments(work: Work) -> Item:
    """Write a command that adds numbers up, with a start value of its own."""
    name, start = f"add-{work.noun()}", work.number(10, 90)
    cases = [[work.number(1, 99) for _ in range(n)] for n in (1, 2, 5)]
    body = f'#!/bin/bash\\nsum={start}\\nfor n in "$@"; do sum=$((sum + n)); done\\necho $sum\\n'
    return work.wants(
        f"Write a command /usr/local/bin/{name} that takes any number of whole numbers as arguments and prints their "
        f"sum plus {start}. Without arguments it prints {start}.",
        [
            prints(f"/usr/local/bin/{name}", str(start)),
            *(prints(f"{name} {' '.join(map(str, c))}", str(start + sum(c))) for c in cases),
        ],
        f"printf '{body}' >/usr/local/bin/{name}\nchmod 755 /usr/local/bin/{name}",
    )


def counting_command(work: Work) -> Item:
    """Write a command that counts files of a suffix below a folder."""
    name, home, suffixes = f"count-{work.noun()}", work.home(), work.rng.sample(SUFFIXES, 2)
    counts = dict.fromkeys(suffixes, 0)
    for folder in (home, f"{home}/{work.noun()}"):
        for _ in range(work.number(3, 6)):
            suffix = work.rng.choice(suffixes)
            counts[suffix] += 1
            work.file(f"{folder}/{work.noun()}.{suffix}", "text\n")
    return work.wants(
        f"Write a command /usr/local/bin/{name} that is called with a folder and a suffix (such as txt) and prints how "
        f"many regular files below the folder, at any depth, have that suffix. Files to try it on are in {home}.",
        [
            *(prints(f"{name} {home} {s}", str(n)) for s, n in counts.items()),
            prints(f"{name} {home} nothing", "0"),
            f"mkdir -p /tmp/.try/a.txt && touch /tmp/.try/b.txt && {prints(f'{name} /tmp/.try txt', '1')}",
        ],
        f'cat >/usr/local/bin/{name} <<\'END\'\n#!/bin/bash\nfind "$1" -type f -name "*.$2" | wc -l\nEND\n'
        f"chmod 755 /usr/local/bin/{name}",
    )


def number_files(work: Work) -> Item:
    """Rename files so that a number stands before their names."""
    home, names = work.home(), sorted(work.nouns(work.number(6, 11)))
    suffix, step = work.rng.choice(SUFFIXES), work.rng.choice([1, 5, 10])
    for name in names:
        work.file(f"{home}/{name}.{suffix}", f"{name}\n")
    new = {name: f"{step * (i + 1):03d}-{name}.{suffix}" for i, name in enumerate(names)}
    return work.wants(
        f"Rename the files in {home} in alphabetical order: before its name, each gets a number of three digits and a "
        f"dash, {step:03d}- for the first and {step} more for each further one.",
        [listing(home, list(new.values())), *(same(f"{home}/{path}", name) for name, path in new.items())],
        f'cd {home}\ni=0\nfor f in *; do i=$((i + {step})); mv "$f" "$(printf %03d $i)-$f"; done',
    )


def reverse_words(work: Work) -> Item:
    """Write a command that turns the words of each line round."""
    name, home = f"turn-{work.noun()}", work.home()
    lines = [" ".join(work.rng.sample(TOWNS, work.number(2, 5))) for _ in range(6)]
    work.file(f"{home}/towns", "\n".join(lines) + "\n")
    turned = "\n".join(" ".join(reversed(line.split())) for line in lines)
    return work.wants(
        f"Write a command /usr/local/bin/{name} that reads lines from standard input and prints each with its words "
        f"in reversed order, one space between them. {home}/towns is an example of the input.",
        [prints(f"{name} <{home}/towns", turned), prints(f"echo a b c | {name}", "c b a")],
        f"cat >/usr/local/bin/{name} <<'END'\n#!/bin/bash\n"
        "awk '{for (i = NF; i > 1; i--) printf \"%s \", $i; print $1}'\nEND\n"
        f"chmod 755 /usr/local/bin/{name}",
    )


def largest_number(work: Work) -> Item:
    """Write a command with a result, and an exit status where there is none."""
    name, home, code = f"top-{work.noun()}", work.home(), work.number(2, 9)
    numbers = [[work.number(-500, 500) for _ in range(12)] for _ in range(2)]
    for index, listed in enumerate(numbers):
        work.file(f"{home}/numbers{index}", "".join(f"{n}\n" for n in listed))
    return work.wants(
        f"Write a command /usr/local/bin/{name} that prints the largest of the whole numbers in a file (one a line, "
        f"some negative) whose path is its argument. If there is no such file, it prints nothing and ends with exit "
        f"status {code}. {home}/numbers0 is an example.",
        [
            *(prints(f"{name} {home}/numbers{i}", str(max(n))) for i, n in enumerate(numbers)),
            f'out=$({name} {home}/none 2>/dev/null); [ $? = {code} ] && [ -z "$out" ]',
            f"printf '%s\\n' -7 -3 -12 >/tmp/.numbers && {prints(f'{name} /tmp/.numbers', '-3')}",
        ],
        f'cat >/usr/local/bin/{name} <<\'END\'\n#!/bin/bash\n[ -f "$1" ] || exit {code}\nsort -n "$1" | tail -1\nEND\n'
        f"chmod 755 /usr/local/bin/{name}",
    )


def mend_script(work: Work) -> Item:
    """Find the mistake in a script whose purpose is told."""
    home, name, word = work.home(), f"{work.noun()}.sh", work.noun()
    right = (
        f"#!/bin/bash\n# Prints the lines of the file $1 that contain {word}, numbered from 1.\nn=0\n"
        f'while IFS= read -r line; do\n  case $line in\n    *{word}*) n=$((n + 1)); echo "$n $line" ;;\n'
        '  esac\ndone <"$1"\n'
    )
    flaw = work.rng.choice([("n=0\n", "n=1\n"), (f"*{word}*)", f"{word}*)"), ('"$n $line"', '"$n line"'),
                            ("n=$((n + 1)); ", "")])  # fmt: skip
    work.file(f"{home}/{name}", right.replace(*flaw), mode="755")
    lines = [f"{work.noun()} {w} {work.number(1, 99)}" for w in [word, "none", word, "none", "none", word]]
    lines.append(f"{word} first")
    work.rng.shuffle(lines)
    work.file(f"{home}/input", "\n".join(lines) + "\n")
    hits = [line for line in lines if word in line]
    wanted = "\n".join(f"{i} {line}" for i, line in enumerate(hits, 1))
    return work.wants(
        f"The script {home}/{name} has a mistake: it should do what its comment says, and does not. {home}/input is a "
        "file to try it on. Mend it.",
        [
            prints(f"{home}/{name} {home}/input", wanted),
            f"printf '%s\\n' 'x{word}y  z' other >/tmp/.input && "
            + prints(f"{home}/{name} /tmp/.input", f"1 x{word}y  z"),
        ],
        f"cat {home}/{name}; {home}/{name} {home}/input",
        f"cat >{home}/{name} <<'END'\n{right}END",
    )


def letters_from_table(work: Work) -> Item:
    """Make one file for each row of a table."""
    home, people = work.home(), work.people(work.number(5, 8))
    rows = [(p, work.rng.choice(TOWNS), work.number(20, 900)) for p in people]
    work.file(f"{home}/table.csv", "name,town,amount\n" + "".join(f"{n},{t},{a}\n" for n, t, a in rows))
    letters = {n: f"To {n} in {t}:\nyou owe {a} crowns." for n, t, a in rows}
    return work.wants(
        f"For each row of {home}/table.csv (after the heading: name, town, amount) make a file {home}/letters/NAME.txt "
        "of two lines: 'To NAME in TOWN:' and 'you owe AMOUNT crowns.'",
        [
            listing(f"{home}/letters", [f"{n}.txt" for n in people]),
            *(same(f"{home}/letters/{n}.txt", t) for n, t in letters.items()),
        ],
        f"mkdir {home}/letters\ntail -n +2 {home}/table.csv | while IFS=, read -r n t a; do\n"
        f"  printf 'To %s in %s:\\nyou owe %s crowns.\\n' $n $t $a >{home}/letters/$n.txt\ndone",
    )


TEMPLATES = [
    Template("train", sum_of_arguments),
    Template("train", counting_command),
    Template("train", number_files),
    Template("dev", reverse_words),
    Template("test", largest_number),
    Template("test", mend_script),
    Template("test", letters_from_table),
]
