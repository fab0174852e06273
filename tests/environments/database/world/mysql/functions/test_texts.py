"""Functions of texts."""

from __future__ import annotations

from tests.environments.database.world.mysql.facts import embedded, facts

FACTS = facts(
    r"""
SELECT CONCAT('a', 1, 2.50), CONCAT('a', NULL), CONCAT_WS('-', 'a', NULL, 'b'), CONCAT_WS(NULL, 'a')
= [('a12.50', None, 'a-b', None)]
SELECT SUBSTRING('abcdef', 2, 3), SUBSTR('abc', -2), SUBSTR('abc', 0), SUBSTRING('abc' FROM 2)
= [('bcd', 'bc', '', 'bc')]
SELECT SUBSTRING('abc' FROM 2 FOR 1), MID('abc', 2, 1), SUBSTR('abc', 5), SUBSTR('abc', -5, 3)
= [('b', 'b', '', '')]
SELECT LEFT('abc', 2), RIGHT('abc', 2), LEFT('abc', -1), RIGHT('abc', 9)
= [('ab', 'bc', '', 'abc')]
SELECT SUBSTRING_INDEX('a.b.c', '.', 2), SUBSTRING_INDEX('a.b.c', '.', -1), SUBSTRING_INDEX('a.b.c', 'x', 1)
= [('a.b', 'c', 'a.b.c')]
SELECT SUBSTRING_INDEX('a.b', '.', 0)
= [('',)]
SELECT LPAD(name, 6), RPAD(name, 2) FROM teams WHERE id = 1
= [('   Red', 'Re')]
SELECT LPAD('5', 3, '0'), RPAD('ab', 5, 'xy'), LPAD('abc', 2, 'x'), LPAD('a', 5, '')
= [('005', 'abxyx', 'ab', None)]
SELECT TRIM('  a '), LTRIM('  a '), RTRIM(' a  '), TRIM(BOTH 'x' FROM 'xxaxx'), TRIM(LEADING 'ab' FROM 'ababc')
= [('a', 'a ', ' a', 'a', 'c')]
SELECT TRIM(TRAILING 'z' FROM 'azz')
= [('a',)]
SELECT REPLACE('aXbx', 'x', '-'), REPLACE('aaa', 'aa', 'b'), REPLACE('abc', '', 'x')
= [('aXb-', 'ba', 'abc')]
SELECT LOCATE('B', 'abc'), INSTR('abcb', 'b'), LOCATE('b', 'abcb', 3), POSITION('c' IN 'abc')
= [(2, 2, 4, 3)]
SELECT LOCATE('x', 'abc'), LOCATE('', 'abc')
= [(0, 1)]
SELECT LOWER('ÀÉ'), UCASE('a'), LCASE('B')
= [('àé', 'A', 'b')]
SELECT LENGTH('é'), CHAR_LENGTH('é'), BIT_LENGTH('a'), OCTET_LENGTH('ab'), LENGTH(NULL), LENGTH(123)
= [(2, 1, 8, 2, None, 3)]
SELECT REVERSE('abc'), REPEAT('ab', 3), REPEAT('a', 0), SPACE(3), ASCII('A'), ASCII(''), ORD('é')
= [('cba', 'ababab', '', '   ', 65, 0, 50089)]
SELECT FIELD('b', 'a', 'B'), FIELD(3, '3'), FIELD('x', 'a'), ELT(2, 'a', 'b'), ELT(3, 'a')
= [(2, 1, 0, 'b', None)]
SELECT FIND_IN_SET('B', 'a,b'), FIND_IN_SET('x', '')
= [(2, 0)]
SELECT INSERT('Quadratic', 3, 4, 'What'), INSERT('abc', 9, 1, 'x'), INSERT('abc', 2, -1, 'x')
= [('QuWhattic', 'abc', 'ax')]
SELECT HEX(255), HEX('abc'), CONV('a', 16, 2), CONV(10, 10, 16), BIN(12), OCT(8)
= [('FF', '616263', '1010', 'A', '1100', '10')]
SELECT FORMAT(1234567.891, 2), FORMAT(0.5, 0), FORMAT(-1234.5, 0), FORMAT(12, 3)
= [('1,234,567.89', '1', '-1,235', '12.000')]
SELECT MD5('a'), SHA1('a')
= [('0cc175b9c0f1b6a831c399e269772661', '86f7e437faa5a7fce15d1ddcb9eaeaea377667b8')]
SELECT SHA2('a', 256), CRC32('a')
= [('ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb', 3904355907)]
SELECT TO_BASE64('abc')
= [('YWJj',)]
SELECT CHAR_LENGTH('a  '), 'a' = 'a  ', LENGTH(TRIM(''))
= [(3, 1, 0)]
"""
)


def test_the_server_says_the_same() -> None:
    assert embedded(FACTS) == []
