"""Problems about numbers, grids and dictionaries."""

from __future__ import annotations

from typing import Any


def digit_sum(number: int) -> int:
    """Return the sum of the decimal digits of a number, whatever its sign."""
    return sum(map(int, str(abs(number))))


def prime_factors(number: int) -> list[int]:
    """Return the prime factors of a number above 0 in rising order, each as often as it divides the number."""
    factors = []
    divisor = 2
    while divisor * divisor <= number:
        while number % divisor == 0:
            factors.append(divisor)
            number //= divisor
        divisor += 1
    return factors + ([number] if number > 1 else [])


def to_roman(number: int) -> str:
    """Write a number from 1 to 3999 in Roman numerals."""
    signs = (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
        (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    )  # fmt: skip
    result = ""
    for value, sign in signs:
        result += sign * (number // value)
        number %= value
    return result


def collatz_steps(number: int) -> int:
    """Count the steps until a number above 0 becomes 1, where an even number is halved and an odd one is tripled and
    increased by 1.
    """
    steps = 0
    while number != 1:
        number = number // 2 if number % 2 == 0 else 3 * number + 1
        steps += 1
    return steps


def is_perfect(number: int) -> bool:
    """Tell whether a number is the sum of its divisors that are smaller than itself."""
    return number > 1 and sum(d for d in range(1, number) if number % d == 0) == number


def change_ways(amount: int, coins: list[int]) -> int:
    """Count the ways to pay an amount with coins of these values, each as often as wanted; the order does not count."""
    ways = [1] + [0] * amount
    for coin in coins:
        for total in range(coin, amount + 1):
            ways[total] += ways[total - coin]
    return ways[amount]


def pascal_row(number: int) -> list[int]:
    """Return a row of Pascal's triangle; row 0 is [1]."""
    row = [1]
    for _ in range(number):
        row = [a + b for a, b in zip([0, *row], [*row, 0])]
    return row


def in_base(number: int, base: int) -> str:
    """Write a number from 0 on in a base from 2 to 16, with the digits 0 to 9 and a to f."""
    digits = "0123456789abcdef"
    if number == 0:
        return "0"
    result = ""
    while number:
        number, digit = divmod(number, base)
        result = digits[digit] + result
    return result


def luhn_valid(number: str) -> bool:
    """Tell whether a text of digits passes the Luhn check: from the right, every second digit is doubled (9 is taken
    off what exceeds 9), and the sum of all is a multiple of 10.
    """
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def count_islands(rows: list[str]) -> int:
    """Count the connected areas of # in a map; fields are connected where they share a side."""
    land = {(y, x) for y, row in enumerate(rows) for x, sign in enumerate(row) if sign == "#"}
    islands = 0
    while land:
        islands += 1
        stack = [land.pop()]
        while stack:
            y, x = stack.pop()
            for near in ((y + 1, x), (y - 1, x), (y, x + 1), (y, x - 1)):
                if near in land:
                    land.remove(near)
                    stack.append(near)
    return islands


def shortest_path(edges: dict[str, list[str]], start: str, goal: str) -> int:
    """Return the least number of edges from start to goal in a directed graph, -1 if there is no way."""
    frontier, seen, steps = [start], {start}, 0
    while frontier:
        if goal in frontier:
            return steps
        following = []
        for node in frontier:
            for target in edges.get(node, []):
                if target not in seen:
                    seen.add(target)
                    following.append(target)
        frontier, steps = following, steps + 1
    return -1


def invert(table: dict[str, int]) -> dict[int, list[str]]:
    """Return the keys of each value, sorted."""
    result: dict[int, list[str]] = {}
    for key in sorted(table):
        result.setdefault(table[key], []).append(key)
    return result


def evaluate_postfix(tokens: list[str]) -> int:
    """Work out an expression in which each of the signs + - * follows its two operands."""
    stack: list[int] = []
    for token in tokens:
        if token in "+-*":
            right, left = stack.pop(), stack.pop()
            stack.append({"+": left + right, "-": left - right, "*": left * right}[token])
        else:
            stack.append(int(token))
    return stack[0]


def is_leap_year(year: int) -> bool:
    """Tell whether a year of the Gregorian calendar has 366 days."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def polynomial_value(coefficients: list[int], x: int) -> int:
    """Return the value of a polynomial at x; the coefficients begin with the constant."""
    value = 0
    for coefficient in reversed(coefficients):
        value = value * x + coefficient
    return value


def largest_square_side(cells: int) -> int:
    """Return the side of the largest square that can be laid with so many cells, which need not all be used."""
    side = 0
    while (side + 1) ** 2 <= cells:
        side += 1
    return side


CALLS: list[tuple[Any, list[tuple[Any, ...]]]] = [
    (digit_sum, [(123,), (-45,), (0,), (999,), (10**12,)]),
    (prime_factors, [(12,), (7,), (1,), (97,), (1024,), (3599,)]),
    (to_roman, [(4,), (1994,), (1,), (3999,), (444,), (90,)]),
    (collatz_steps, [(6,), (1,), (27,), (2,), (97,)]),
    (is_perfect, [(6,), (12,), (1,), (28,), (496,), (0,)]),
    (change_ways, [(5, [1, 2, 5]), (3, [2]), (0, [1]), (100, [1, 5, 10, 25, 50]), (7, [7, 3])]),
    (pascal_row, [(0,), (4,), (1,), (7,), (2,)]),
    (in_base, [(10, 2), (255, 16), (0, 3), (100, 7), (31, 5)]),
    (luhn_valid, [("4539578763621486",), ("123",), ("0",), ("79927398713",), ("79927398710",)]),
    (count_islands, [(["#.#", "..."],), (["##", "##"],), ([],), (["#.", ".#"],), (["###", "..#", "###"],)]),
    (
        shortest_path,
        [
            ({"a": ["b"], "b": ["c"]}, "a", "c"),
            ({"a": []}, "a", "z"),
            ({}, "a", "a"),
            ({"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": ["e"]}, "a", "e"),
            ({"a": ["b"], "b": ["a"]}, "a", "c"),
        ],
    ),
    (invert, [({"b": 1, "a": 1, "c": 2},), ({},), ({"x": 0},), ({"q": 3, "p": 3, "o": 3},)]),
    (
        evaluate_postfix,
        [(["2", "3", "+"],), (["5", "1", "2", "-", "*"],), (["7"],), (["-2", "4", "*", "1", "-"],)],
    ),
    (is_leap_year, [(2024,), (1900,), (2000,), (2023,), (2100,), (1600,)]),
    (polynomial_value, [([1, 2, 3], 2), ([5], 9), ([], 4), ([0, 0, 1], -3), ([-1, 1], 1)]),
    (largest_square_side, [(10,), (16,), (0,), (1,), (99,), (10**6,)]),
]
