"""Statements that a model may write in MySQL's dialect, on the tables below: both backends must agree on each."""

from __future__ import annotations

from agentgym.environments.database.world.content import Column, Database, Table

DATABASE = Database(
    "statements",
    (
        Table(
            "Club results",
            (Column("Club"), Column("Points"), Column("Goals %"), Column("Founded on"), Column("2nd name")),
            (
                ("Ñandú FC", "9", "12.5", "1905-03-31", "The Birds"),
                ("Ajax", "30", "n/a", "1900-03-18", "Ajacieden"),
                ("ajax B", "100", "7", "1984-02-29", ""),
                ('Real "R" O\'Neil', "1,429", "55%", "1925-12-01", "50% off"),
                ("Zürich", "", "3", "1896-08-01", "a\\b"),
                ("Ajax", "30", "8", "2001-01-01", "Ajacieden"),
            ),
        ),
        Table(
            "teams",
            (Column("id", "integer"), Column("name"), Column("size", "integer"), Column("founded", "date")),
            ((1, "Red", 11, "2001-01-31"), (2, "blue", 7, "1999-12-31"), (3, "Green", None, "2010-06-15")),
            key="id",
        ),
        Table(
            "games",
            (
                Column("id", "integer"),
                Column("team_id", "integer"),
                Column("score", "integer"),
                Column("note"),
            ),
            ((1, 1, 3, "home"), (2, 1, 5, None), (3, 2, 2, "Away"), (4, 9, 8, "lost")),
            key="id",
        ),
    ),
)

QUERIES = r"""
SELECT Club FROM `Club results` WHERE Club = 'nandu fc'
SELECT Club FROM `Club results` WHERE Club LIKE 'ÁJAX%'
SELECT COUNT(*) FROM `Club results` WHERE Points > 20
SELECT Club FROM `Club results` WHERE Points >= 30 AND Points <= 100 ORDER BY Club
SELECT Club FROM `Club results` WHERE Points BETWEEN 5 AND 50 ORDER BY Club
SELECT Club FROM `Club results` WHERE Points IN (9, 100) ORDER BY Club
SELECT Club FROM `Club results` WHERE 20 < Points ORDER BY Club
SELECT Club FROM `Club results` WHERE Points > (SELECT AVG(Points) FROM `Club results`)
SELECT Club FROM `Club results` WHERE Points = '30'
SELECT Club FROM `Club results` WHERE SUBSTRING(`Founded on`, 1, 4) < 1900
SELECT SUM(Points) FROM `Club results`
SELECT MAX(Points), MIN(Points) FROM `Club results`
SELECT MAX(CAST(Points AS SIGNED)) FROM `Club results`
SELECT MAX(CAST(REPLACE(Points, ',', '') AS UNSIGNED)) FROM `Club results`
SELECT Club FROM `Club results` ORDER BY CAST(Points AS SIGNED) DESC LIMIT 2
SELECT Club FROM `Club results` ORDER BY Points + 0 DESC LIMIT 1
SELECT DISTINCT Club FROM `Club results` WHERE Club LIKE 'ajax'
SELECT Club, COUNT(*) FROM `Club results` GROUP BY Club HAVING COUNT(*) > 1
SELECT COUNT(DISTINCT Club, Points) FROM `Club results`
SELECT "a" = 'A', 'a' LIKE 'A'
SELECT `Goals %` FROM `Club results` WHERE `2nd name` LIKE '50\% off'
SELECT `2nd name` FROM `Club results` WHERE `2nd name` LIKE '%\\\\%'
SELECT Club FROM `Club results` WHERE Club = 'Real "R" O\'Neil'
SELECT Club FROM `Club results` WHERE Club = 'Real "R" O''Neil'
SELECT Club FROM `Club results` WHERE Club = "Zürich"
SELECT CHAR_LENGTH(Club), LENGTH(Club) FROM `Club results` WHERE Club = 'Zürich'
SELECT UPPER(Club), LOWER(Club) FROM `Club results` WHERE Club = 'Zürich'
SELECT CONCAT(Club, '-', Points) FROM `Club results` WHERE Points = '9'
SELECT CONCAT_WS('/', Club, NULL, Points) FROM `Club results` WHERE Points = '9'
SELECT GROUP_CONCAT(name ORDER BY name DESC SEPARATOR ';') FROM teams
SELECT GROUP_CONCAT(DISTINCT team_id ORDER BY team_id) FROM games
SELECT GROUP_CONCAT(DISTINCT name), GROUP_CONCAT(DISTINCT 20 - id) FROM teams
SELECT GROUP_CONCAT(id ORDER BY team_id DESC), GROUP_CONCAT(score, note ORDER BY id > 2) FROM games
SELECT LEFT('abcdef', 2), RIGHT('abcdef', 2), MID('abcdef', 2, 3), SUBSTR('abcdef', -2)
SELECT SUBSTRING_INDEX('a.b.c', '.', 2), SUBSTRING_INDEX('a.b.c', '.', -1)
SELECT LOCATE('c', 'abcabc'), LOCATE('c', 'abcabc', 4), INSTR('abc', 'B'), POSITION('b' IN 'abc')
SELECT LPAD('7', 3, '0'), RPAD('7', 3, 'x'), REPEAT('ab', 2), REVERSE('abc'), TRIM('  x '), SPACE(2)
SELECT REPLACE('aXbX', 'X', 'y'), STRCMP('a', 'B'), ASCII('A'), FIELD('b', 'a', 'b'), ELT(2, 'x', 'y')
SELECT FIND_IN_SET('b', 'a,b,c'), MD5('a'), FORMAT(1234567.891, 2)
SELECT ROUND(2.567, 1), TRUNCATE(2.567, 1), CEIL(2.1), FLOOR(2.9), ABS(-3), MOD(7, 3), 7 DIV 2, 7 / 2, 7 % 4
SELECT POW(2, 10), SQRT(16), SIGN(-3), GREATEST(1, 5, 3), LEAST(4, 2)
SELECT IF(1 > 2, 'a', 'b'), IFNULL(NULL, 'x'), NULLIF(1, 1), COALESCE(NULL, NULL, 3)
SELECT CASE WHEN size > 10 THEN 'big' WHEN size IS NULL THEN 'unknown' ELSE 'small' END FROM teams ORDER BY id
SELECT YEAR(founded), MONTH(founded), DAY(founded), QUARTER(founded), DAYNAME(founded) FROM teams ORDER BY id
SELECT DATE_FORMAT(founded, '%Y/%m'), DATE_FORMAT(founded, '%M %d') FROM teams ORDER BY id
SELECT DATEDIFF('2001-02-01', founded) FROM teams WHERE id = 1
SELECT DATE_ADD(founded, INTERVAL 1 MONTH) FROM teams WHERE id = 1
SELECT founded + INTERVAL 1 DAY FROM teams WHERE id = 2
SELECT DATE_SUB('2020-03-31', INTERVAL 1 MONTH)
SELECT TIMESTAMPDIFF(YEAR, founded, '2011-01-30') FROM teams WHERE id = 1
SELECT STR_TO_DATE('March 5, 2020', '%M %d, %Y')
SELECT LAST_DAY(founded) FROM teams WHERE id = 3
SELECT name FROM teams WHERE YEAR(founded) > 2000 ORDER BY name
SELECT name FROM teams WHERE founded < '2001-01-01'
SELECT name FROM teams WHERE founded BETWEEN '1999-01-01' AND '2001-12-31' ORDER BY name
SELECT name FROM teams WHERE name REGEXP '^r' OR name RLIKE 'EEN$' ORDER BY name
SELECT name FROM teams ORDER BY name
SELECT name FROM teams ORDER BY size, name
SELECT t.name, SUM(g.score) AS total FROM teams t LEFT JOIN games g ON g.team_id = t.id GROUP BY t.id, t.name ORDER BY total DESC, t.name
SELECT t.name FROM teams t WHERE NOT EXISTS (SELECT 1 FROM games g WHERE g.team_id = t.id)
SELECT name FROM teams WHERE id IN (SELECT team_id FROM games WHERE score > 2)
SELECT name, score FROM teams JOIN games ON teams.id = games.team_id WHERE score > (SELECT AVG(score) FROM games) ORDER BY score
SELECT team_id, score, RANK() OVER (PARTITION BY team_id ORDER BY score DESC) AS place FROM games ORDER BY team_id, place
SELECT team_id, SUM(score) OVER (ORDER BY id) FROM games ORDER BY id
WITH best AS (SELECT team_id, MAX(score) AS m FROM games GROUP BY team_id) SELECT t.name, b.m FROM teams t JOIN best b ON b.team_id = t.id ORDER BY t.name
WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT SUM(i) FROM n
SELECT name FROM teams UNION SELECT note FROM games WHERE note IS NOT NULL ORDER BY name
(SELECT name FROM teams WHERE id = 1) UNION ALL (SELECT name FROM teams WHERE id = 2)
SELECT * FROM teams WHERE size <=> NULL
SELECT AVG(size), COUNT(size), COUNT(*) FROM teams
SELECT ROUND(STDDEV(score), 2), VARIANCE(score) FROM games
SELECT name FROM teams WHERE LEFT(name, 1) = "R" OR LOWER(name) = "BLUE" ORDER BY name
SELECT CONCAT(name, 1) IN ("RED1"), "a" < "B", "A" <> "a" FROM teams ORDER BY id
(SELECT score FROM games ORDER BY score LIMIT 1) UNION ALL (SELECT score FROM games ORDER BY score DESC LIMIT 1)
(SELECT name FROM teams WHERE id = 3)
SELECT name FROM teams LIMIT 1, 1
SELECT name FROM teams ORDER BY id LIMIT 1 OFFSET 2
SELECT 1 XOR 0, NOT 1, 1 AND 0, 1 OR 0, 1 || 0, 1 && 1
SELECT NULL + 1, NULL = NULL, NULL IS NULL, 5 / 0
SELECT 'a' COLLATE utf8mb4_bin = 'A'
SELECT BINARY 'a' = 'A'
SELECT CAST('12abc' AS SIGNED), CAST('3.7' AS DECIMAL(10,1)), CAST(5 AS CHAR)
SELECT COUNT(*) FROM (SELECT DISTINCT team_id FROM games) AS x
SELECT DISTINCT note FROM games ORDER BY note
SELECT g.note FROM games AS g, teams AS t WHERE g.team_id = t.id AND t.name = 'RED' ORDER BY g.id
SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY table_name
SELECT column_name FROM information_schema.columns WHERE table_name = 'teams' AND table_schema = DATABASE() ORDER BY ordinal_position
SHOW TABLES
SELECT TRUE, FALSE
SELECT 0.1 + 0.2
SELECT name FROM teams WHERE size
SELECT SUM(score > 2) FROM games
SELECT HEX('a'), LCASE('A'), UCASE('a')
""".strip().splitlines()
"""Each line is run on fresh tables; the rows must be the same."""

CHANGES = r"""
INSERT INTO teams VALUES (4, 'Höhe', 3, '2020-02-29')
INSERT INTO teams (id, name) VALUES (5, 'x'), (6, 'y')
INSERT INTO teams SET id = 7, name = 'set', size = 2
INSERT INTO `Club results` VALUES ('New', 5, 6.50, '2020', 'it\'s "n"')
INSERT INTO teams (id, name, size) SELECT id + 10, CONCAT(name, '!'), size * 2 FROM teams
INSERT IGNORE INTO teams (id, name) VALUES (1, 'dup'), (8, 'ok')
REPLACE INTO teams (id, name, size) VALUES (1, 'replaced', 1)
UPDATE teams SET size = size + 1
UPDATE teams SET name = UPPER(name) WHERE id = 2
UPDATE teams SET teams.size = 0 WHERE teams.name = 'RED'
UPDATE `Club results` SET Points = 31 WHERE Points = 30
UPDATE `Club results` SET Points = Points * 2 WHERE Club = 'nandu FC'
UPDATE `Club results` SET `2nd name` = CONCAT(`2nd name`, '?') WHERE Points > 50
UPDATE teams t JOIN games g ON g.team_id = t.id SET t.size = 99 WHERE g.score = 2
UPDATE games g INNER JOIN teams t ON g.team_id = t.id SET g.score = g.score + t.size WHERE t.name = 'red'
UPDATE games, teams SET games.note = teams.name WHERE games.team_id = teams.id
UPDATE games SET score = 0 ORDER BY score DESC LIMIT 1
UPDATE games SET note = NULL WHERE note = 'AWAY'
UPDATE teams SET size = (SELECT COUNT(*) FROM games WHERE games.team_id = teams.id)
UPDATE teams SET name = CASE WHEN id = 1 THEN 'one' ELSE name END
UPDATE teams SET founded = DATE_ADD(founded, INTERVAL 1 YEAR) WHERE id = 1
DELETE FROM teams WHERE name = 'BLUE'
DELETE FROM games WHERE team_id NOT IN (SELECT id FROM teams)
DELETE FROM games ORDER BY score LIMIT 2
DELETE g FROM games g JOIN teams t ON g.team_id = t.id WHERE t.name = 'Red'
DELETE games FROM games LEFT JOIN teams ON games.team_id = teams.id WHERE teams.id IS NULL
DELETE FROM `Club results` WHERE Points < 10
DELETE FROM games
UPDATE `Club results` SET Points = 7.10 WHERE Club = "Ajax"
UPDATE teams SET size = -2.0 WHERE id = 1
TRUNCATE TABLE games
UPDATE games SET note = 'a' WHERE note LIKE 'H_ME'
UPDATE `Club results` SET Club = 'x' WHERE Club = 'ZURICH'
""".strip().splitlines()
"""Each line is run on fresh tables; the tables must be the same afterwards."""

ERRORS = (
    "SELECT nothing FROM teams",
    "SELECT `name` FROM nowhere",
    'SELECT `no such` FROM teams WHERE `also not` = "x"',
    "SELEC 1",
    "INSERT INTO teams VALUES (1)",
    "INSERT INTO teams (id) VALUES (1)",
    "SELECT id FROM teams JOIN games",
    "",
    "SELECT 1; SELECT 2",
)
"""Both refuse them."""

HOSTILE = (
    "SELECT * FROM teams INTO OUTFILE '/tmp/out'", "LOAD DATA INFILE '/etc/passwd' INTO TABLE games",
    "LOAD DATA LOCAL INFILE '/etc/passwd' INTO TABLE games", "SHUTDOWN", "SET GLOBAL max_connections = 1", "KILL 1",
    "SELECT * FROM mysql.user", "USE mysql", "CREATE DATABASE other", "DROP DATABASE mysql", "CREATE USER x",
    "GRANT ALL ON *.* TO task", "INSTALL PLUGIN x SONAME 'x.so'", "FLUSH TABLES WITH READ LOCK",
    "LOCK TABLES games WRITE", "CREATE EVENT e ON SCHEDULE EVERY 1 SECOND DO DELETE FROM task.games",
    "CREATE FUNCTION f RETURNS STRING SONAME 'x.so'", "SELECT 1; DROP TABLE games",
)  # fmt: skip
"""What a model's account on a server may not do."""
