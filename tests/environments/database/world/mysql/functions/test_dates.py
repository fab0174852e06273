"""Functions of dates and times."""

from __future__ import annotations

from tests.environments.database.world.mysql.facts import embedded, facts

FACTS = facts(
    r"""
SELECT YEAR('2020-02-29'), MONTH('2020-02-29'), DAY('2020-02-29'), DAYOFYEAR('2020-03-01')
= [(2020, 2, 29, 61)]
SELECT DAYOFWEEK('2020-03-01'), WEEKDAY('2020-03-01'), QUARTER('2020-03-01')
= [(1, 6, 1)]
SELECT DAYNAME('2020-03-01'), MONTHNAME('2020-03-01'), LAST_DAY('2020-02-03'), DAYOFMONTH('2020-03-05')
= [('Sunday', 'March', datetime.date(2020, 2, 29), 5)]
SELECT HOUR('10:11:12'), MINUTE('2020-01-01 10:11:12'), SECOND('10:11:12'), HOUR('2020-01-01')
= [(10, 11, 12, 0)]
SELECT DATEDIFF('2020-03-01', '2020-02-28'), DATEDIFF('2020-01-01 23:59:59', '2020-01-02')
= [(2, -1)]
SELECT DATEDIFF('x', '2020-01-01')
= [(None,)]
SELECT DATE_ADD('2020-01-31', INTERVAL 1 MONTH), DATE_SUB('2020-03-31', INTERVAL 1 MONTH)
= [('2020-02-29', '2020-02-29')]
SELECT DATE_ADD('2020-01-01', INTERVAL 1 HOUR), DATE_ADD('2020-01-01', INTERVAL '1:30' HOUR_MINUTE)
= [('2020-01-01 01:00:00', '2020-01-01 01:30:00')]
SELECT ADDDATE('2020-01-01', 31), SUBDATE('2020-01-01', 1)
= [('2020-02-01', '2019-12-31')]
SELECT TIMESTAMPDIFF(YEAR, '2001-01-31', '2011-01-30'), TIMESTAMPDIFF(MONTH, '2020-01-31', '2020-02-29')
= [(9, 0)]
SELECT TIMESTAMPDIFF(DAY, '2020-01-02', '2020-01-01'), TIMESTAMPADD(WEEK, 1, '2020-01-01')
= [(-1, '2020-01-08')]
SELECT EXTRACT(YEAR FROM '2020-05-06'), EXTRACT(YEAR_MONTH FROM '2020-05-06')
= [(2020, 202005)]
SELECT EXTRACT(HOUR FROM '2020-05-06 07:08:09')
= [(7,)]
SELECT DATE('2020-01-01 10:00:00'), TIME('2020-01-01 10:00:00'), MAKEDATE(2020, 60), TO_DAYS('2007-10-07')
= [(datetime.date(2020, 1, 1), datetime.timedelta(seconds=36000), datetime.date(2020, 2, 29), 733321)]
SELECT FROM_DAYS(730669), PERIOD_ADD(202001, 2), PERIOD_DIFF(200802, 200703)
= [(datetime.date(2000, 7, 3), 202003, 11)]
SELECT UNIX_TIMESTAMP('1970-01-02'), TIMEDIFF('10:00:00', '09:30:00'), TIME_TO_SEC('01:00:00')
= [(86400, datetime.timedelta(seconds=1800), 3600)]
SELECT SEC_TO_TIME(3661)
= [(datetime.timedelta(seconds=3661),)]
SELECT YEAR('2020-13-01'), MONTH(NULL), DAY('not a date'), LAST_DAY('2020-02-30')
= [(None, None, None, None)]
SELECT NOW() = CURRENT_TIMESTAMP, CURDATE() = CURRENT_DATE, NOW() > '2020-01-01', SYSDATE() IS NULL
= [(1, 1, 1, 0)]
SELECT STR_TO_DATE('x', '%Y-%m-%d') >= 0, LAST_DAY('x') >= 0, ('x' + INTERVAL 1 DAY) >= 0, CAST('x' AS DATE) IS NULL
= [(None, None, None, 1)]
SELECT CAST('x' AS DATE) = '2020-01-01', CAST('x' AS DATE) < DATE '2020-01-01', CAST('x' AS DATE) < '2020-01-01',
  CAST('' AS DATE) < founded FROM teams
= [(0, 1, 1, 1), (0, 1, 1, 1), (0, 1, 1, 1)]
SELECT id FROM teams WHERE CAST(name AS DATE) < '2020-01-01'
= [(1,), (2,), (3,)]
SELECT id FROM teams WHERE CAST(name AS DATE) < founded
= [(1,), (2,), (3,)]
SELECT id FROM teams WHERE CAST(name AS DATE) IS NULL
= [(1,), (2,), (3,)]
SELECT CAST(name AS DATE) + 0, CAST(name AS DATE) = CAST('y' AS DATE) FROM teams
= [(None, 1), (None, 1), (None, 1)]
SELECT DATE(name) < '2020-01-01', YEAR(name) < 5, DATE(name) < founded FROM teams
= [(1, None, 1), (1, None, 1), (1, None, 1)]
SELECT IFNULL(CAST('x' AS DATE), 'none'), COUNT(CAST('x' AS DATE))
= [('none', 0)]
SELECT CAST(DATE_ADD('2020-01-01', INTERVAL 1 DAY) AS SIGNED)
= [(2020,)]
SELECT DATE_ADD('2020-01-01', INTERVAL 1 DAY) = '2020-1-2', DATE_ADD('2020-01-01', INTERVAL 1 DAY) = '2020-01-02',
  DATE_ADD('2020-01-01', INTERVAL 1 DAY) > DATE '2020-01-01'
= [(0, 1, 1)]
SELECT DATE_ADD('2020-01-01', INTERVAL 1 DAY) < '2020-1-3', '2020-01-01' + INTERVAL 1 DAY IN ('2020-1-2')
= [(1, 0)]
SELECT LOCATE('é', 'É'), LOCATE('é', 'e'), LOCATE('e', 'é'), LOCATE('é', 'aéb'), INSTR('ÀB', 'b'), INSTR('àb',
  'AB'), LOCATE('ß', 'ss'), LOCATE('s', 'ß'), LOCATE('b', 'éab'), LOCATE('ö', 'o ö')
= [(1, 0, 0, 2, 2, 0, 0, 0, 3, 3)]
SELECT id FROM teams ORDER BY -1
= 1054
SELECT id FROM teams ORDER BY - 1 DESC
= 1054
SELECT id FROM teams GROUP BY -1
= 1054
SELECT id FROM teams ORDER BY 0
= 1054
SELECT id FROM teams ORDER BY +1, id
= [(1,), (2,), (3,)]
SELECT id FROM teams ORDER BY (1), id
= [(1,), (2,), (3,)]
SELECT id FROM teams ORDER BY 1.5, id
= [(1,), (2,), (3,)]
SELECT id FROM teams ORDER BY 'a', id
= [(1,), (2,), (3,)]
SELECT id FROM teams ORDER BY -1.5, id
= [(1,), (2,), (3,)]
SELECT id FROM teams ORDER BY NULL, id
= [(1,), (2,), (3,)]
SELECT DATE_FORMAT('2020-01-01', ''), DATE_FORMAT('2020-01-01', ' '), DATE_FORMAT('2020-01-01', 'x')
= [(None, ' ', 'x')]
SELECT FIND_IN_SET('é', 'e,É'), REPLACE('é', 'e', 'x'), 'é' LIKE 'e', SUBSTRING_INDEX('aéb', 'E', 1), TRIM('é' FROM
  'eae'), FIELD('é', 'E'), ELT(1, 'é')
= [(1, 'é', 1, 'aéb', 'eae', 1, 'é')]
"""
)


def test_the_server_says_the_same() -> None:
    assert embedded(FACTS) == []
