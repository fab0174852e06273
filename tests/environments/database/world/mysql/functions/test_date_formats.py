"""Weeks of the year, and dates written and read after a format."""

from __future__ import annotations

from tests.environments.database.world.mysql.facts import embedded, facts

FACTS = facts(
    r"""
SELECT DATE_FORMAT('2020-03-05 14:06:07', '%Y-%m-%d %H:%i:%s'), DATE_FORMAT('2020-03-05', '%d.%c.%y')
= [('2020-03-05 14:06:07', '05.3.20')]
SELECT DATE_FORMAT('2020-03-05 14:06:07', '%h:%i %p'), DATE_FORMAT('2020-03-05 00:06:07', '%l %k %I')
= [('02:06 PM', '12 0 12')]
SELECT DATE_FORMAT('2020-03-01', '%W %a %w %M %b %D %e %j'), DATE_FORMAT('2020-03-22', '%D')
= [('Sunday Sun 0 March Mar 1st 1 061', '22nd')]
SELECT DATE_FORMAT('2020-03-13', '%D'), DATE_FORMAT('2020-03-01', '%%x%q')
= [('13th', '%xq')]
SELECT DATE_FORMAT('2021-01-01', '%x-%v %X-%V %u %U'), DATE_FORMAT('2020-03-05 14:06:07', '%r | %T')
= [('2020-53 2020-52 00 00', '02:06:07 PM | 14:06:07')]
SELECT DATE_FORMAT('x', '%Y')
= [(None,)]
SELECT WEEK('2008-02-20'), WEEK('2008-02-20', 1), WEEK('2000-01-01', 2), WEEKOFYEAR('2008-12-31')
= [(7, 8, 52, 1)]
SELECT YEARWEEK('1987-01-01'), WEEK('2008-12-31', 3)
= [(198652, 1)]
SELECT STR_TO_DATE('March 5, 2020', '%M %d, %Y'), STR_TO_DATE('05/03/2020', '%d/%m/%Y')
= [(datetime.date(2020, 3, 5), datetime.date(2020, 3, 5))]
SELECT STR_TO_DATE('2020-13-01', '%Y-%m-%d'), STR_TO_DATE('2020-03-05 10:11', '%Y-%m-%d %H:%i')
= [(None, datetime.datetime(2020, 3, 5, 10, 11))]
"""
)


def test_the_server_says_the_same() -> None:
    assert embedded(FACTS) == []
