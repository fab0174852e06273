"""The forum's database: accounts, forums, submissions, comments, drawn from a seed."""

from __future__ import annotations

import random
import re
import sqlite3
from datetime import datetime, timedelta

from agentgym.environments.webarena.authoring import forum_words as w
from agentgym.environments.webarena.authoring.words import FIRST

NOW = datetime(2026, 3, 16, 10, 0)
SCHEMA = """
create table visit(token text primary key, site text, account integer, note text);
create table account(id integer primary key, name text unique collate nocase, password text, bio text, joined text);
create table forum(id integer primary key, name text unique collate nocase, title text, description text, sidebar text,
  owner integer);
create table submission(id integer primary key, forum integer, author integer, title text, slug text, url text,
  body text, date text, base integer);
create table comment(id integer primary key, submission integer, parent integer, author integer, body text, date text,
  base integer);
create table vote(account integer, kind text, target integer, value integer, primary key(account, kind, target));
create table subscription(account integer, forum integer, primary key(account, forum));
create index s1 on submission(forum); create index c1 on comment(submission); create index c2 on comment(author);
"""
ACCOUNT = ("larkspur_88", "copper-31-violin")


def slug_of(title: str) -> str:
    """Return the part of an address that a title becomes."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:60] or "post"


def make(seed: int = 0) -> sqlite3.Connection:
    """Return the database of a seed."""
    rng = random.Random(f"forum {seed}")
    db = sqlite3.connect(":memory:")
    db.executescript(SCHEMA)
    db.execute("insert into account values (1, ?, ?, 'New here.', '2025-10-04')", ACCOUNT)
    names = [f"{first.lower()}{rng.choice(('_', '-', ''))}{rng.randint(2, 99)}" for first in FIRST[:44]]
    for number, name in enumerate(dict.fromkeys(names), start=2):
        joined = (NOW - timedelta(days=rng.randrange(60, 1500))).date().isoformat()
        db.execute(
            "insert into account values (?, ?, ?, ?, ?)",
            (number, name, f"secret-{number}", rng.choice(w.BIOS), joined),
        )
    people = db.execute("select count(*) from account").fetchone()[0]
    post = note = 0
    for place, (name, (title, about, things)) in enumerate(w.FORUMS.items(), start=1):
        rules = f"Be kind. Keep to {title.lower()}. Tell us where a picture is from."
        db.execute(
            "insert into forum values (?, ?, ?, ?, ?, ?)",
            (place, name, title, about, rules, rng.randint(2, people)),
        )
        pairs = [(t, thing) for t in w.TITLES for thing in things]
        for wording, thing in rng.sample(pairs, 24):
            post += 1
            headline = wording.format(thing)
            headline = headline[0].upper() + headline[1:]
            written = NOW - timedelta(minutes=rng.randrange(60, 300 * 1440))
            link = f"https://{rng.choice(w.SITES)}/{slug_of(headline)}" if rng.random() < 0.3 else ""
            db.execute(
                "insert into submission values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (post, place, rng.randint(2, people), headline, slug_of(headline), link,
                 "" if link else rng.choice(w.BODIES), written.isoformat(" "), rng.randint(1, 420)),
            )  # fmt: skip
            said: list[int] = []
            for _ in range(rng.choice((0, 1, 2, 3, 4, 5, 7))):
                note += 1
                parent = rng.choice(said) if said and rng.random() < 0.4 else None
                written += timedelta(minutes=rng.randrange(3, 900))
                when = min(written, NOW).isoformat(" ")
                db.execute(
                    "insert into comment values (?, ?, ?, ?, ?, ?, ?)",
                    (
                        note,
                        post,
                        parent,
                        rng.randint(2, people),
                        rng.choice(w.COMMENTS),
                        when,
                        rng.randint(-6, 60),
                    ),
                )
                said.append(note)
    db.execute("insert into subscription values (1, 1)")
    db.execute("insert into subscription values (1, 5)")
    db.commit()
    return db
