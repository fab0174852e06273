"""Tasks about text: searching, counting, joining, changing."""

from __future__ import annotations

from collections import Counter

from agentgym.environments.operating_system.authoring.templates.words import LEVELS, TOWNS
from agentgym.environments.operating_system.authoring.templates.work import Template, Work, same
from agentgym.environments.operating_system.world.item import Item


def count_in_log(work: Work) -> Item:
    """Count the lines of one level and one part of a program."""
    path, parts = f"{work.home()}/{work.noun()}.log", work.nouns(3)
    level, part = work.rng.choice(LEVELS), parts[0]
    lines = []
    for number in range(work.number(60, 120)):
        text = f"{work.rng.choice(LEVELS)} while reading block {work.number(10, 99)}"
        head = f"2024-03-{1 + number // 20:02d} {work.number(10, 23)}:{work.number(10, 59)}"
        lines.append(f"{head} {work.rng.choice(LEVELS)} [{work.rng.choice(parts)}] {text}")
    count = sum(f" {level} [{part}] " in line for line in lines)
    work.file(path, "\n".join(lines) + "\n")
    return work.asks(
        f"Each line of {path} has a date, a time, a level, the part of the program in brackets, and a message. How "
        f"many lines have the level {level} and come from the part {part}? Answer with the number alone.",
        count,
        f"head -3 {path}",
        f'awk \'$3 == "{level}" && $4 == "[{part}]"\' {path} | wc -l',
    )


def sum_of_column(work: Work) -> Item:
    """Add the numbers of a column up, for the rows of one town."""
    path, towns = f"{work.home()}/{work.noun()}.csv", work.rng.sample(TOWNS, 4)
    rows = [
        (
            work.rng.choice(towns),
            work.rng.choice(["box", "bag", "jar"]),
            work.number(1, 40),
            work.number(2, 99),
        )
        for _ in range(work.number(30, 60))
    ]
    rows.append((towns[0], "jar", work.number(1, 40), 5))
    work.file(path, "town,article,pieces,price\n" + "".join(f"{a},{b},{c},{d}\n" for a, b, c, d in rows))
    return work.asks(
        f"{path} is a table with commas, its first line names the columns. What is the sum of the column pieces over "
        f"the rows whose town is {towns[0]}? Answer with the number alone.",
        sum(r[2] for r in rows if r[0] == towns[0]),
        f"awk -F, '$1 == \"{towns[0]}\" {{s += $3}} END {{print s}}' {path}",
    )


def change_setting(work: Work) -> Item:
    """Change one setting of a file in which its name occurs elsewhere, too."""
    path, (key, *others) = f"/etc/{work.noun()}.conf", work.nouns(6)
    old, new = work.rng.sample(range(100, 999), 2)
    lines = [f"{o} = {work.number(1, 99)}" for o in others] + [
        f"# {key} = 0 switches it off",
        f"max_{key} = {old}",
    ]
    work.rng.shuffle(lines)
    place = work.number(0, len(lines))
    before, after = [*lines], [*lines]
    before.insert(place, f"{key} = {old}")
    after.insert(place, f"{key} = {new}")
    work.file(path, "\n".join(before) + "\n")
    return work.wants(
        f"In the file {path} set {key} to {new}. Leave every other line, comments included, as it is.",
        [same(path, "\n".join(after))],
        f"sed -i 's/^{key} = .*/{key} = {new}/' {path}",
    )


def busiest_address(work: Work) -> Item:
    """Name the address that occurs most often."""
    path = f"/var/log/{work.noun()}/access.log"
    addresses = [f"10.{work.number(1, 9)}.{work.number(1, 99)}.{i + 10}" for i in range(6)]
    weights = work.rng.sample(range(4, 25), 6)
    lines = [
        f'{a} - - [14/May/2024:{work.number(10, 23)}:{work.number(10, 59)}:00] "GET /{work.rng.choice(TOWNS)}" 200'
        for a, n in zip(addresses, weights, strict=True)
        for _ in range(n)
    ]
    work.rng.shuffle(lines)
    work.file(path, "\n".join(lines) + "\n")
    top = Counter(line.split()[0] for line in lines).most_common(1)[0][0]
    return work.asks(
        f"Which client address (the first word of a line) made the most requests in {path}? Answer with the address.",
        top,
        f"cut -d' ' -f1 {path} | sort | uniq -c | sort -n | tail -1 | awk '{{print $2}}'",
    )


def best_customer(work: Work) -> Item:
    """Join two tables and find the name with the highest sum."""
    home, names = work.home(), work.people(6)
    numbers = work.rng.sample(range(100, 999), 6)
    orders = [(work.rng.choice(numbers), work.number(5, 300)) for _ in range(40)]
    sums = {n: sum(value for who, value in orders if who == n) for n in numbers}
    best = max(sums, key=lambda n: sums[n])
    orders.append((best, 50))
    work.file(f"{home}/customers", "".join(f"{n} {p}\n" for n, p in zip(numbers, names, strict=True)))
    work.file(f"{home}/orders", "".join(f"{n} {v}\n" for n, v in orders))
    return work.asks(
        f"{home}/customers has lines of a customer number and a name, {home}/orders has lines of a customer number "
        "and an amount. Whose orders have the highest sum? Answer with the name.",
        names[numbers.index(best)],
        f"cd {home}\njoin <(sort customers) <(sort orders) | awk '{{s[$2] += $3}} END {{for (n in s) print s[n], n}}' "
        "| sort -n | tail -1 | cut -d' ' -f2",
    )


def first_occurrences(work: Work) -> Item:
    """Write the lines of a file without repetitions, in their order."""
    home = work.home()
    source, target = f"{home}/{work.noun()}.list", f"{home}/{work.noun()}.unique"
    vocabulary = work.nouns(12)
    lines = [work.rng.choice(vocabulary) for _ in range(work.number(40, 70))]
    work.file(source, "\n".join(lines) + "\n")
    return work.wants(
        f"Write the lines of {source} to {target} so that each different line stands there once, in the order in "
        f"which they occur first. {source} must not change.",
        [same(target, "\n".join(dict.fromkeys(lines))), same(source, "\n".join(lines))],
        f"awk '!seen[$0]++' {source} >{target}",
    )


def section_of_file(work: Work) -> Item:
    """Copy what stands between two marks."""
    home, (name, *others) = work.home(), work.nouns(4)
    source, target = f"{home}/notes", f"{home}/{name}.part"
    parts = {
        n: [f"{work.noun()} {work.number(10, 99)}" for _ in range(work.number(3, 7))] for n in [name, *others]
    }
    order = list(parts)
    work.rng.shuffle(order)
    text = "\n".join(
        line for n in order for line in ("", f"--- begin {n} ---", *parts[n], f"--- end {n} ---", "between")
    )
    work.file(source, text + "\n")
    return work.wants(
        f"{source} has sections, each between a line '--- begin NAME ---' and a line '--- end NAME ---'. Write the "
        f"lines of the section {name}, without the two lines around it, to {target}.",
        [same(target, "\n".join(parts[name]))],
        f"sed -n '/^--- begin {name} ---$/,/^--- end {name} ---$/p' {source} | sed '1d;$d' >{target}",
    )


TEMPLATES = [
    Template("train", count_in_log),
    Template("train", sum_of_column),
    Template("train", change_setting),
    Template("dev", busiest_address),
    Template("test", best_customer),
    Template("test", first_occurrences),
    Template("test", section_of_file),
]
