"""Tasks that need several sites."""

from __future__ import annotations

import random
from collections.abc import Iterator

from agentgym.environments.webarena.authoring.drafts import (
    Databases,
    Draft,
    at,
    button,
    check,
    choose,
    goto,
    holds,
    link,
    stop,
    template,
    write,
)
from agentgym.environments.webarena.authoring.forum import ACCOUNT as FORUM_ACCOUNT
from agentgym.environments.webarena.site.code.reading import PROJECT
from agentgym.environments.webarena.site.forum.lists import SELECT
from agentgym.environments.webarena.site.hosting import address
from agentgym.environments.webarena.site.map import clock, minutes, road

SHOP, ADMIN, FORUM, CODE, MAP, HOME = (
    address(name) for name in ("shopping", "shopping_admin", "reddit", "gitlab", "map", "homepage")
)
POST = "func:reddit_get_post_url('__last_url__')"
INNER = "document.querySelector('.submission__inner').outerText"


@template(
    "several-share-project", "train", "gitlab,reddit",
    'Post in the forum {forum} under the title "{title}", and write the SSH address to clone the project {project} into the text.', count=3,
)  # fmt: skip
def share_project(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    rows = dbs["code"].execute(f"{PROJECT} where p.visibility = 'public' order by p.id").fetchall()
    for row in rng.sample(rows, 3):
        forum = rng.choice(("homelab", "cycling", "trains"))
        title = f"A project worth a look: {row['name']}"
        text = f"git@code.test:{row['owner_name']}/{row['path']}.git"
        gold = [
            link("Explore"), link(f"{row['owner_name']} / {row['name']}"), goto(f"{FORUM}/submit/{forum}"),
            write("Title", title), write("Body", text), button("Create submission"), stop(),
        ]  # fmt: skip
        judge = holds(
            check(POST, INNER, title), check(POST, "document.querySelector('.submission__body').outerText", text),
            url=f"{FORUM}/f/{forum}",
        )  # fmt: skip
        yield Draft(
            {"forum": forum, "title": title, "project": f"{row['owner_name']}/{row['path']}"}, judge, gold
        )


@template(
    "several-restock", "test", "shopping_admin,shopping",
    "Set the price of the {product} to ${price} in the administration, then open its page in the shop.", count=3,
)  # fmt: skip
def restock(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    rows = dbs["shop"].execute("select * from product where qty > 0 order by id").fetchall()
    for row in rng.sample(rows, 3):
        price = f"{row['price'] + 5:.2f}"
        gold = [
            link("Products"), write("SKU", row["sku"], enter=True), link(f"Open {row['id']}"), write("Price", price),
            button("Save"), goto(f"{SHOP}/{row['slug']}.html"), stop(),
        ]  # fmt: skip
        judge = holds(
            check("last", 'document.querySelector(".price").outerText', exact=f"${float(price):,.2f}"),
            url=f"{SHOP}/{row['slug']}.html",
        )
        yield Draft({"product": row["name"], "price": price}, judge, gold)


@template(
    "several-tell-the-way", "test", "map,reddit",
    'Find out how long it takes by bicycle from {start} to {goal}, and answer the newest submission in the forum cycling with '
    'a comment that holds this time as the map writes it.', count=3,
)  # fmt: skip
def tell_the_way(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    places = (
        dbs["map"]
        .execute("select * from place where kind in ('station', 'museum', 'library') order by id")
        .fetchall()
    )
    forum = dbs["forum"].execute("select id from forum where name = 'cycling'").fetchone()[0]
    newest = (
        dbs["forum"]
        .execute(f"{SELECT.format(me=1)} where s.forum = ? order by s.date desc, s.id desc", (forum,))
        .fetchone()
    )
    path = f"{FORUM}/f/cycling/{newest['id']}/{newest['slug']}"
    locator = (
        "[...document.querySelectorAll('.comment')].filter(c => c.querySelector('a').innerText === "
        f"'{FORUM_ACCOUNT[0]}').map(c => c.querySelector('.comment__body').innerText).join('; ')"
    )
    for _ in range(12):
        one, other = rng.sample(places, 2)
        texts = [f"{p['name']}, {p['town']}" for p in (one, other)]
        time = clock(minutes(road(one, other), "bicycle"))
        if one["town"] != other["town"]:
            continue
        gold = [
            link("Directions"), write("From", texts[0]), write("To", texts[1]), choose("By", "Bicycle"), button("Go", 1),
            goto(path), write("Comment", f"It takes {time}"), button("Post"), stop(),
        ]  # fmt: skip
        yield Draft({"start": texts[0], "goal": texts[1]}, holds(check(path, locator, time)), gold)


@template("several-from-home", "dev", "homepage,map", "Open the page of {place} on the map.", count=2)
def from_home(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    rows = dbs["map"].execute("select * from place where kind = 'theater' order by id").fetchall()
    for row in rng.sample(rows, 2):
        text = f"{row['name']}, {row['town']}"
        gold = [link("Wayfare: a map"), write("Search", text, enter=True), link(text), stop()]
        yield Draft({"place": text}, at(f"{MAP}/node/{row['id']}"), gold)
