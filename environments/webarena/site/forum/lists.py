"""Lists of submissions, as every page of the forum shows them."""

from __future__ import annotations

from agentgym.environments.webarena.site.web import Pages, Visit

NOW = "2026-03-16 10:00:00"
SORTS = {
    # The age counts against a submission's votes, as everywhere; one day is as good as twenty votes.
    "hot": "score - 20.0 * (julianday('2026-03-16 10:00:00') - julianday(s.date)) desc, s.id",
    "new": "s.date desc, s.id desc",
    "top": "score desc, s.id",
    "most_commented": "comments desc, s.id",
}
SELECT = (
    "select s.*, f.name forum_name, a.name author_name, "
    "s.base + coalesce((select sum(value) from vote where kind = 'submission' and target = s.id), 0) score, "
    "(select count(*) from comment where submission = s.id) comments, "
    "coalesce((select value from vote where kind = 'submission' and target = s.id and account = {me}), 0) mine "
    "from submission s join forum f on f.id = s.forum join account a on a.id = s.author"
)


def me(visit: Visit) -> int:
    """Return the number of the account that is logged in, 0 for a guest."""
    return 0 if visit.user is None else int(visit.user["id"])


def submissions(visit: Visit, where: str, values: list[object], sort: str, *, size: int = 15) -> Pages:
    """Return a page of the submissions that fit."""
    order = SORTS.get(sort, SORTS["hot"])
    return Pages(visit, f"{SELECT.format(me=me(visit))} where {where} order by {order}", values, size=size)
