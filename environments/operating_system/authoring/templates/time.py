"""Tasks about scheduling, dates and times."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from agentgym.environments.operating_system.authoring.templates.work import Template, Work, listing
from agentgym.environments.operating_system.world.item import Item


def add_to_crontab(work: Work) -> Item:
    """Add a line to a crontab that has others."""
    old, new = work.nouns(2)
    minute, hour = work.number(1, 59), work.number(0, 23)
    day, name = work.rng.choice([(1, "Monday"), (3, "Wednesday"), (5, "Friday")])
    kept = f"{work.number(0, 59)} 4 * * * /usr/local/bin/{old}"
    work.run(f"echo '{kept}' | crontab -")
    return work.wants(
        f"Add a job to root's crontab that runs /usr/local/bin/{new} every {name} at {hour:02d}:{minute:02d}. The jobs "
        "that it holds already must stay.",
        [
            f"crontab -l | grep -qxF '{kept}'",
            f"crontab -l | grep -qE '^0?{minute}[[:space:]]+0?{hour}[[:space:]]+\\*[[:space:]]+\\*[[:space:]]+"
            f"({day}|{name[:3]}|{name[:3].lower()})[[:space:]]+/usr/local/bin/{new}[[:space:]]*$'",
            '[ "$(crontab -l | grep -vc "^#")" = 2 ]',
        ],
        f"(crontab -l; echo '{minute} {hour} * * {day} /usr/local/bin/{new}') | crontab -",
    )


def days_between(work: Work) -> Item:
    """Count the days from one date to another, over leap years."""
    path = f"{work.home()}/{work.noun()}"
    first = date(work.number(2015, 2020), work.number(1, 12), work.number(1, 28))
    second = first + timedelta(days=work.number(400, 2500))
    work.file(path, f"begin: {first}\nend: {second}\n")
    return work.asks(
        f"{path} holds two dates. How many days after the first is the second? Answer with the number alone.",
        (second - first).days,
        f"b=$(grep begin {path} | cut -d' ' -f2); e=$(grep end {path} | cut -d' ' -f2)\n"
        "echo $(( ($(date -ud $e +%s) - $(date -ud $b +%s)) / 86400 ))",
    )


def set_file_time(work: Work) -> Item:
    """Give files the time of modification that a list names."""
    home, names = work.home(), work.nouns(4)
    moments = [datetime(2022, work.number(1, 12), work.number(1, 28), work.number(0, 23), 15) for _ in names]
    for name in names:
        work.file(f"{home}/{name}", "text\n")
    rows = "".join(f"{n} {m:%Y-%m-%d %H:%M}\n" for n, m in zip(names, moments, strict=True))
    work.file(f"{home}/times", rows)
    return work.wants(
        f"Each line of {home}/times has a file's name, a date and a time (UTC). Set the modification time of these "
        f"files, which lie in {home}, accordingly.",
        [
            f'[ "$(stat -c %Y {home}/{n})" = {int(m.replace(tzinfo=UTC).timestamp())} ]'
            for n, m in zip(names, moments, strict=True)
        ],
        f'cd {home}\nwhile read f d t; do touch -d "$d $t UTC" $f; done <times',
    )


def longest_job(work: Work) -> Item:
    """Find the job that took longest from a log of begins and ends."""
    path, jobs = f"/var/log/{work.noun()}.log", work.nouns(5)
    lengths = work.rng.sample(range(12, 190), 5)
    events = []
    for job, minutes in zip(jobs, lengths, strict=True):
        begin = datetime(2024, 2, 10, work.number(18, 23), work.number(0, 59))
        events += [(begin, f"begin {job}"), (begin + timedelta(minutes=minutes), f"end {job}")]
    work.file(path, "".join(f"{when:%Y-%m-%d %H:%M} {what}\n" for when, what in sorted(events)))
    return work.asks(
        f"{path} says when jobs began and ended. Which job took longest? Answer with its name.",
        jobs[lengths.index(max(lengths))],
        f'declare -A b\nwhile read d t what job; do\n  s=$(date -ud "$d $t" +%s)\n'
        "  if [ $what = begin ]; then b[$job]=$s; else echo $((s - b[$job])) $job; fi\n"
        f"done <{path} | sort -n | tail -1 | cut -d' ' -f2",
    )


def runs_a_day(work: Work) -> Item:
    """Count how often a line of a cron table runs in a day."""
    name, path = work.noun(), f"/etc/cron.d/{work.noun()}"
    every = work.rng.choice([5, 10, 12, 15, 20, 30])
    first, last = work.number(1, 9), work.number(12, 22)
    others = [f"{work.number(0, 59)} {work.number(0, 23)} * * * root /usr/bin/{n}" for n in work.nouns(3)]
    others.insert(work.number(0, 3), f"*/{every} {first}-{last} * * * root /usr/bin/{name} --all")
    work.file(path, "SHELL=/bin/sh\n" + "\n".join(others) + "\n")
    return work.asks(
        f"How many times a day does cron run /usr/bin/{name}, according to {path}? Answer with the number alone.",
        60 // every * (last - first + 1),
        f"grep /usr/bin/{name} {path}",
        f"echo $(( 60 / {every} * ({last} - {first} + 1) ))",
    )


def delete_older(work: Work) -> Item:
    """Delete the files that were modified before a date."""
    home, names = work.home(), work.nouns(9)
    limit = date(2023, work.number(3, 10), work.number(2, 27))
    offsets = [work.rng.choice([-1, 1]) * work.number(2, 60) for _ in names]
    offsets[0], offsets[1] = -2, 2
    for name, offset in zip(names, offsets, strict=True):
        work.file(f"{home}/{name}", "text\n", date=f"{limit + timedelta(days=offset)} 12:00:00")
    kept = [n for n, o in zip(names, offsets, strict=True) if o > 0]
    return work.wants(
        f"Delete all files in {home} that were last modified before {limit} (UTC), and keep the others.",
        [listing(home, kept)],
        f"find {home} -type f ! -newermt '{limit} UTC' -delete",
    )


def seconds_to_date(work: Work) -> Item:
    """Turn seconds since 1970 into a date."""
    path, word = f"{work.home()}/{work.noun()}.log", work.noun()
    moment, lines, last = work.number(1_600_000_000, 1_690_000_000), [], 0
    for _ in range(work.number(15, 30)):
        moment += work.number(100, 90_000)
        hit = work.rng.random() < 0.4
        last = moment if hit or not last else last
        lines.append(f"{moment} {word if hit or last == moment else work.rng.choice(['start', 'stop'])}")
    work.file(path, "\n".join(lines) + "\n")
    return work.asks(
        f"The lines of {path} begin with seconds since 1970-01-01 UTC. What is the date and time (UTC) of the "
        f"last line with the word {word}? Answer in the form YYYY-MM-DD HH:MM:SS.",
        f"{datetime.fromtimestamp(last, UTC):%Y-%m-%d %H:%M:%S}",
        f"date -ud @$(grep ' {word}$' {path} | tail -1 | cut -d' ' -f1) '+%F %T'",
    )


TEMPLATES = [
    Template("train", add_to_crontab),
    Template("train", days_between),
    Template("train", set_file_time),
    Template("dev", longest_job),
    Template("test", runs_a_day),
    Template("test", delete_older),
    Template("test", seconds_to_date),
]
