"""Tasks in the forum, for the account that is logged in there."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from typing import Any

from agentgym.environments.webarena.authoring.drafts import (
    Databases,
    Draft,
    Gold,
    at,
    both,
    button,
    check,
    choose,
    holds,
    includes,
    link,
    not_achievable,
    said,
    stop,
    template,
    write,
)
from agentgym.environments.webarena.authoring.forum import ACCOUNT
from agentgym.environments.webarena.site.forum.lists import SELECT, SORTS
from agentgym.environments.webarena.site.hosting import address

FORUM = address("reddit")
POST = "func:reddit_get_post_url('__last_url__')"
INNER = "document.querySelector('.submission__inner').outerText"


def _forums(db: sqlite3.Connection, rng: random.Random) -> list[Any]:
    rows = db.execute("select * from forum order by id").fetchall()
    rng.shuffle(rows)
    return rows


def _listed(db: sqlite3.Connection, forum: int, sort: str) -> list[Any]:
    return db.execute(f"{SELECT.format(me=1)} where s.forum = ? order by {SORTS[sort]}", (forum,)).fetchall()


def _to(forum: Any) -> Gold:
    return [link("Forums"), link(forum["name"])]


def _path(row: Any) -> str:
    return f"{FORUM}/f/{row['forum_name']}/{row['id']}/{row['slug']}"


def _open(row: Any, rows: list[Any]) -> list[Any]:
    """Return the click on a submission's comments in a list; several lines of a list may read the same."""
    name = f"{row['comments'] or 'No'} comment{'s' if row['comments'] != 1 else ''}"
    place = [r["id"] for r in rows].index(row["id"])
    earlier = sum(
        f"{r['comments'] or 'No'} comment{'s' if r['comments'] != 1 else ''}" == name for r in rows[:place]
    )
    return link(name, earlier)


@template(
    "forum-top-author",
    "train",
    "reddit",
    "Who wrote the submission with the most votes in the forum {forum}?",
)
def top_author(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    for forum in _forums(dbs["forum"], rng):
        rows = _listed(dbs["forum"], forum["id"], "top")
        if rows[0]["score"] > rows[1]["score"]:
            gold = [*_to(forum), link("Top"), stop(rows[0]["author_name"])]
            yield Draft({"forum": forum["name"]}, said(rows[0]["author_name"]), gold)


@template(
    "forum-comment-count", "test", "reddit",
    'How many comments are there below the submission with the highest score in the forum {forum}, and what is its '
    'title?',
)  # fmt: skip
def comment_count(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    for forum in _forums(dbs["forum"], rng):
        best, second, *_ = _listed(dbs["forum"], forum["id"], "top")
        if best["comments"] and best["score"] > second["score"]:
            answer = f"{best['comments']} comments, {best['title']}"
            judge = includes(f"{best['comments']} comment", best["title"])
            yield Draft({"forum": forum["name"]}, judge, [*_to(forum), link("Top"), stop(answer)])


@template(
    "forum-newest-author-since", "dev", "reddit",
    "Since when has the author of the newest submission in the forum {forum} been registered? Answer with the date "
    "as the forum writes it.",
)  # fmt: skip
def author_since(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    for forum in _forums(dbs["forum"], rng):
        newest = _listed(dbs["forum"], forum["id"], "new")[0]
        joined = (
            dbs["forum"].execute("select joined from account where id = ?", (newest["author"],)).fetchone()[0]
        )
        gold = [*_to(forum), link("New"), link(newest["author_name"]), stop(joined)]
        yield Draft({"forum": forum["name"]}, includes(joined), gold)


@template(
    "forum-most-commented",
    "train",
    "reddit",
    "Open the submission of the forum {forum} that has the most comments.",
)
def most_commented(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    for forum in _forums(dbs["forum"], rng):
        rows = _listed(dbs["forum"], forum["id"], "most_commented")
        if rows[0]["comments"] > rows[1]["comments"]:
            gold = [*_to(forum), link("Most commented"), _open(rows[0], rows), stop()]
            yield Draft({"forum": forum["name"]}, at(_path(rows[0])), gold)


@template("forum-sorted", "test", "reddit", "Show me the forum {forum}, {order} submissions first.", count=3)
def sorted_forum(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    orders = (
        ("New", "new", "the newest"),
        ("Top", "top", "the most voted"),
        ("Most commented", "most_commented", "the most commented"),
    )
    for forum in _forums(dbs["forum"], rng):
        name, path, text = rng.choice(orders)
        gold = [*_to(forum), link(name), stop()]
        yield Draft({"forum": forum["name"], "order": text}, at(f"{FORUM}/f/{forum['name']}/{path}"), gold)


@template("forum-upvote", "train", "reddit", "Upvote the newest submission in the forum {forum}.")
def upvote(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    locator = "document.querySelector('div.submission__vote').querySelector('form').getAttribute('class')"
    for forum in _forums(dbs["forum"], rng):
        rows = _listed(dbs["forum"], forum["id"], "new")
        gold = [*_to(forum), link("New"), _open(rows[0], rows), button("Upvote"), stop()]
        judge = holds(check(_path(rows[0]), locator, "upvoted"))
        yield Draft({"forum": forum["name"]}, judge, gold)


@template(
    "forum-downvote", "test", "reddit",
    "Downvote the submission with the most votes in the forum {forum}.",
)  # fmt: skip
def downvote(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    locator = "document.querySelector('div.submission__vote').querySelector('form').getAttribute('class')"
    for forum in _forums(dbs["forum"], rng):
        rows = _listed(dbs["forum"], forum["id"], "top")
        if rows[0]["score"] > rows[1]["score"]:
            gold = [*_to(forum), link("Top"), _open(rows[0], rows), button("Downvote"), stop()]
            yield Draft({"forum": forum["name"]}, holds(check(_path(rows[0]), locator, "downvoted")), gold)


@template(
    "forum-post", "train", "reddit", 'Post my question, "{question}", in the forum that is about {topic}.'
)
def post(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    asked = (
        ("Is a heat mat worth it for seedlings?", "plants and beds", "gardening"),
        ("Which dice tower is the quietest?", "games with cardboard and dice", "boardgames"),
        ("How do you store rye flour?", "bread and cake", "baking"),
        ("Are slick tires fine on wet roads?", "riding bicycles", "cycling"),
        ("How loud is a fanless switch?", "servers at home", "homelab"),
    )
    for question, topic, forum in rng.sample(asked, 5):
        gold = [
            link("Forums"), link(forum), link(f"Submit to {forum}"), write("Title", question),
            button("Create submission"), stop(),
        ]  # fmt: skip
        judge = holds(check(POST, INNER, question), url=f"{FORUM}/f/{forum}")
        yield Draft({"question": question, "topic": topic}, judge, gold)


@template(
    "forum-share-link", "test", "reddit",
    'Share the address {url} in the forum {forum} under the title "{title}".',
)  # fmt: skip
def share(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    links = (
        ("https://openfields.example/owl-count", "Owl count of this year", "birdwatching"),
        ("https://slowpages.example/night-trains", "All night trains on one map", "trains"),
        ("https://thelocal.example/used-books", "A used book market by the river", "books"),
        ("https://workbench.example/glue-test", "Nine glues, tested", "woodworking"),
    )
    locator = "[...document.querySelector('.submission__inner').querySelectorAll('[href]')].map(e => e.getAttribute('href')).join(' ')"
    for url, title, forum in rng.sample(links, 4):
        gold = [
            link("Submit"), write("URL", url), write("Title", title), choose("Forum", forum), button("Create submission"),
            stop(),
        ]  # fmt: skip
        judge = holds(check(POST, INNER, title), check(POST, locator, url), url=f"{FORUM}/f/{forum}")
        yield Draft({"url": url, "title": title, "forum": forum}, judge, gold)


@template("forum-biography", "dev", "reddit", 'Change my biography in the forum to "{text}".', count=3)
def biography(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    texts = (
        "I collect odd maps",
        "Slow reader, fast cyclist",
        "Ask me about rye bread",
        "Owls first, questions later",
    )
    for text in rng.sample(texts, 4):
        gold = [link(ACCOUNT[0]), link("Edit biography"), write("Biography", text), button("Save"), stop()]
        locator = "document.querySelector('.user-bio__biography').outerText"
        yield Draft({"text": text}, holds(check(f"{FORUM}/user/{ACCOUNT[0]}", locator, exact=text)), gold)


@template(
    "forum-comment", "train", "reddit",
    'Comment on the most voted submission of the forum {forum} with "{text}".',
)  # fmt: skip
def comment(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    texts = (
        "I could not agree more",
        "Tell us how it ends",
        "Worth every cent",
        "Try it in spring",
        "Count me in",
    )
    locator = "[...document.querySelectorAll('.comment')].map(c => c.querySelector('a').innerText + ': ' + c.querySelector('.comment__body').innerText).join('; ')"
    for forum, text in zip(_forums(dbs["forum"], rng), texts, strict=False):
        rows = _listed(dbs["forum"], forum["id"], "top")
        if rows[0]["score"] > rows[1]["score"]:
            gold = [
                *_to(forum),
                link("Top"),
                _open(rows[0], rows),
                write("Comment", text),
                button("Post"),
                stop(),
            ]
            judge = holds(check(_path(rows[0]), locator, f"{ACCOUNT[0]}: {text}"))
            yield Draft({"forum": forum["name"], "text": text}, judge, gold)


@template(
    "forum-reply", "test", "reddit",
    'Answer the first comment below the newest submission of the forum {forum} that has comments, with "{text}".',
)  # fmt: skip
def reply(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    texts = (
        "Thanks, that helps",
        "I will try that",
        "Are you sure",
        "That was my first thought too",
        "Good point",
    )
    for forum, text in zip(_forums(dbs["forum"], rng), texts, strict=False):
        rows = _listed(dbs["forum"], forum["id"], "new")
        place = next(i for i, row in enumerate(rows) if row["comments"])
        if place > 2:
            continue
        row = rows[place]
        first = (
            dbs["forum"]
            .execute(
                "select c.*, a.name from comment c join account a on a.id = c.author where submission = ? order by date, c.id",
                (row["id"],),
            )
            .fetchone()
        )
        locator = (
            "[...document.querySelectorAll('.comment')].filter(c => c.style.marginLeft === '24px' && "
            f"c.querySelector('a').innerText === '{ACCOUNT[0]}').map(c => c.querySelector('.comment__body').innerText).join('; ')"
        )
        gold = [
            *_to(forum), link("New"), _open(row, rows), link(f"Reply to {first['name']}"), write("Comment", text),
            button("Post"), stop(),
        ]  # fmt: skip
        yield Draft(
            {"forum": forum["name"], "text": text}, holds(check(_path(row), locator, exact=text)), gold
        )


@template(
    "forum-create", "test", "reddit",
    'Create a forum named {name} with the title "{title}", the description "{about}" and the sidebar "{sidebar}".',
    count=3,
)  # fmt: skip
def create(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    forums = (
        ("kitefliers", "Kite Fliers", "Wind, string and patience", "No power lines"),
        ("teapots", "Teapots", "Everything that pours", "One picture a day"),
        ("stonewalls", "Stone Walls", "Dry walls and their builders", "Name the county"),
        ("lighthouses", "Lighthouses", "Lights along the coast", "Photos welcome"),
    )
    for name, title, about, sidebar in rng.sample(forums, 4):
        gold = [
            link("Create forum"), write("Name", name), write("Title", title), write("Description", about),
            write("Sidebar", sidebar), button("Create forum"), stop(),
        ]  # fmt: skip
        page = f"{FORUM}/f/{name}"
        judge = holds(
            check(page, "document.querySelector('#forum_description').outerText", exact=about),
            check(
                page,
                "[...document.querySelectorAll('#sidebar > section')].map(s => s.outerText).join(' ')",
                sidebar,
            ),
            check(page, "document.title", exact=title),
            url=page,
        )
        yield Draft({"name": name, "title": title, "about": about, "sidebar": sidebar}, judge, gold)


@template("forum-subscribe", "train", "reddit", "Subscribe to the forum {forum}.", count=3)
def subscribe(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    held = {r[0] for r in dbs["forum"].execute("select forum from subscription where account = 1")}
    for forum in _forums(dbs["forum"], rng):
        if forum["id"] not in held:
            judge = holds(
                check(
                    f"{FORUM}/f/{forum['name']}",
                    "document.querySelector('.subscribe-button').outerText",
                    exact="Unsubscribe",
                )
            )
            yield Draft({"forum": forum["name"]}, judge, [*_to(forum), button("Subscribe"), stop()])


@template("forum-missing", "train", "reddit", "Upvote the newest submission in the forum {forum}.", count=2)
def missing(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    for forum in ("skydiving", "falconry", "perfumery"):
        yield Draft({"forum": forum}, not_achievable(), [link("Forums"), stop("N/A")])


@template(
    "forum-profile", "dev", "reddit",
    'Open the profile of the author of the most voted submission in the forum {forum} and tell me the biography there.',
    count=3,
)  # fmt: skip
def profile(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    for forum in _forums(dbs["forum"], rng):
        rows = _listed(dbs["forum"], forum["id"], "top")
        bio = dbs["forum"].execute("select bio from account where id = ?", (rows[0]["author"],)).fetchone()[0]
        if rows[0]["score"] > rows[1]["score"] and bio:
            gold = [*_to(forum), link("Top"), link(rows[0]["author_name"]), stop(bio)]
            judge = both(includes(bio.rstrip(".")), f"{FORUM}/user/{rows[0]['author_name']}")
            yield Draft({"forum": forum["name"]}, judge, gold)
