"""The repository host's database: people, projects, issues, merge requests, commits, drawn from a seed."""

from __future__ import annotations

import random
import sqlite3
from datetime import datetime, timedelta

from agentgym.environments.webarena.authoring import code_words as w
from agentgym.environments.webarena.authoring.words import FIRST, LAST

NOW = datetime(2026, 3, 16, 10, 0)
SCHEMA = """
create table visit(token text primary key, site text, account integer, note text);
create table account(id integer primary key, name text unique collate nocase, full text, password text, email text,
  status text, bio text);
create table project(id integer primary key, owner integer, name text, path text collate nocase, description text,
  visibility text, stars integer, created text, unique(owner, path));
create table member(project integer, account integer, role text, primary key(project, account));
create table issue(id integer primary key, project integer, iid integer, title text, body text, author integer,
  assignee integer, state text, created text, due text);
create table label(issue integer, name text, primary key(issue, name));
create table merge(id integer primary key, project integer, iid integer, title text, body text, author integer,
  assignee integer, reviewer integer, source text, target text, state text, created text);
create table note(id integer primary key, kind text, target integer, author integer, body text, date text);
create table commits(id integer primary key, project integer, sha text, author integer, title text, date text);
create table file(project integer, path text, content text, primary key(project, path));
create table milestone(id integer primary key, project integer, title text, due text, state text);
create table star(account integer, project integer, primary key(account, project));
create table follow(account integer, target integer, primary key(account, target));
create index i1 on issue(project); create index m1 on merge(project); create index c1 on commits(project);
"""
ACCOUNT = ("wrenfield", "Wren Field", "quartz-27-meadow", "wren@example.org")


def make(seed: int = 0) -> sqlite3.Connection:
    """Return the database of a seed."""
    rng = random.Random(f"code {seed}")
    db = sqlite3.connect(":memory:")
    db.executescript(SCHEMA)
    name, full, password, mail = ACCOUNT
    db.execute("insert into account values (1, ?, ?, ?, ?, '', '')", (name, full, password, mail))
    pairs = [(f, n) for f in FIRST for n in LAST]
    rng.shuffle(pairs)
    for number, (first, last) in enumerate(pairs[:30], start=2):
        user = f"{first[0]}{last}{number}".lower()
        db.execute(
            "insert into account values (?, ?, ?, ?, ?, '', ?)",
            (
                number,
                user,
                f"{first} {last}",
                f"secret-{number}",
                f"{user}@example.net",
                rng.choice(("", "Likes small tools.")),
            ),
        )
    counts = {"issue": 0, "merge": 0, "note": 0, "commit": 0}
    for number, project in enumerate(w.PROJECTS, start=1):
        _project(db, rng, number, project, counts)
    db.commit()
    return db


def _day(rng: random.Random, days: int = 400) -> str:
    return (NOW - timedelta(minutes=rng.randrange(90, days * 1440))).isoformat(" ", "minutes")


def _project(
    db: sqlite3.Connection,
    rng: random.Random,
    number: int,
    project: tuple[str, str, str, tuple[str, ...]],
    counts: dict[str, int],
) -> None:
    path, about, main, parts = project
    owner = 1 if number % 4 == 1 else rng.randint(2, 31)
    visibility = "private" if number == 9 else "public"
    stars = rng.sample(range(2, 900), 12)[number % 12]
    db.execute(
        "insert into project values (?, ?, ?, ?, ?, ?, ?, ?)",
        (number, owner, path.capitalize(), path, about, visibility, stars, _day(rng, 900)),
    )
    db.execute("insert into member values (?, ?, 'Owner')", (number, owner))
    team = rng.sample([n for n in range(2, 32) if n != owner], 4)
    for person in team:
        db.execute(
            "insert into member values (?, ?, ?)",
            (number, person, rng.choice(("Guest", "Reporter", "Developer", "Maintainer"))),
        )
    readme = f"# {path.capitalize()}\n\n{about}\n\nInstall it with `make install`. The main file is {main}."
    for name, content in (
        ("README.md", readme),
        (main, f"start of {path}"),
        ("LICENSE", "MIT License"),
        (".gitignore", "build/"),
    ):
        db.execute("insert into file values (?, ?, ?)", (number, name, content))
    for due, title in (("2026-04-30", "Spring release"), ("2026-09-30", "Autumn release")):
        db.execute(
            "insert into milestone(project, title, due, state) values (?, ?, ?, 'active')",
            (number, title, due),
        )
    people = [owner, *team]
    weights = rng.sample(range(2, 14), 5)
    for _ in range(32):
        counts["commit"] += 1
        author = rng.choices(people, weights)[0]
        sha = f"{rng.getrandbits(160):040x}"
        title = rng.choice(w.COMMITS).format(rng.choice(parts))
        db.execute(
            "insert into commits values (?, ?, ?, ?, ?, ?)",
            (counts["commit"], number, sha, author, title, _day(rng)),
        )
    wordings = [text.format(part) for text in w.ISSUES for part in parts]
    for iid, title in enumerate(rng.sample(wordings, 18), start=1):
        counts["issue"] += 1
        db.execute(
            "insert into issue values (?, ?, ?, ?, ?, ?, ?, ?, ?, '')",
            (counts["issue"], number, iid, title[0].upper() + title[1:], rng.choice(w.BODIES), rng.choice(people),
             rng.choice((None, 1, *team)), rng.choice(("opened", "opened", "closed")), _day(rng)),
        )  # fmt: skip
        for label in rng.sample(w.LABELS, rng.choice((0, 1, 1, 2))):
            db.execute("insert into label values (?, ?)", (counts["issue"], label))
        for _ in range(rng.choice((0, 0, 1, 2))):
            _note(db, rng, "issue", counts["issue"], people, counts)
    for iid in range(1, 7):
        counts["merge"] += 1
        part = rng.choice(parts)
        title = f"{rng.choice(('Improve', 'Repair', 'Rewrite', 'Test'))} {part}"
        db.execute(
            "insert into merge values (?, ?, ?, ?, ?, ?, ?, ?, ?, 'main', ?, ?)",
            (counts["merge"], number, iid, title, rng.choice(w.BODIES), rng.choice(people), rng.choice((1, *team)),
             rng.choice((1, *team)), f"{part.split()[-1].lower()}-{iid}",
             rng.choice(("opened", "opened", "merged", "closed")),
             _day(rng)),
        )  # fmt: skip
        for _ in range(rng.choice((0, 1, 2))):
            _note(db, rng, "merge", counts["merge"], people, counts)


def _note(
    db: sqlite3.Connection,
    rng: random.Random,
    kind: str,
    target: int,
    people: list[int],
    counts: dict[str, int],
) -> None:
    counts["note"] += 1
    db.execute(
        "insert into note values (?, ?, ?, ?, ?, ?)",
        (counts["note"], kind, target, rng.choice(people), rng.choice(w.NOTES), _day(rng, 60)),
    )
