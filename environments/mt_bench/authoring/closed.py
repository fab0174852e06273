"""Questions that are judged with a reference answer: reasoning, mathematics, programming."""

from __future__ import annotations

from agentgym.environments.mt_bench.authoring.creative import Row

QUESTIONS: dict[str, list[Row]] = {
    "reasoning": [
        (
            "Five runners finish one after another. Ada is before Ben, Cleo is behind Ben, Dan is the first, and Eli is "
            "between Ada and Ben. Who is last?",
            "Who is third?",
            "Dan is first; then Ada, Eli, Ben, because Eli is between Ada and Ben; Cleo is behind Ben. Cleo is last.",
            "The order is Dan, Ada, Eli, Ben, Cleo: Eli is third.",
        ),
        (
            "A shelf holds a red, a blue and a green book. The red one is not on the left, the green one is directly to the "
            "right of the blue one. In which order do they stand?",
            "Now someone swaps the two outer books. Does the green book still stand directly right of the blue one?",
            "Blue and green are neighbours in this order. Red cannot be on the left, so the order is blue, green, red.",
            "The order is then red, green, blue. No: green stands directly to the left of blue.",
        ),
        (
            "All bakers in the village rise early. Nobody who rises early goes to the late show. Tom goes to the late show. "
            "Is Tom a baker?",
            "Does it follow that everybody who does not go to the late show is a baker?",
            "No. Bakers rise early and so do not go to the late show; Tom goes, so he is no baker.",
            "No. It only says that bakers do not go; others may stay at home as well.",
        ),
        (
            "I have two coins that make 30 cents together, and one of them is not a quarter. The coins are a nickel (5 cents) "
            "and a quarter (25 cents). Is that a contradiction?",
            "And if I say 'neither of them is a quarter'?",
            "No. One of them, the nickel, is not a quarter; the other one is. The sentence is true.",
            "Then it is a contradiction: 5 and 25 cents are the only two of these coins that make 30, and one is a quarter.",
        ),
        (
            "A lift stops at every floor going up from 1 to 8. It needs 4 seconds between floors and waits 6 seconds at each "
            "floor in between. How long does it take from floor 1 to floor 8?",
            "And if it stops only at the odd floors between?",
            "There are 7 stretches: 28 seconds. It waits at 6 floors, 2 to 7: 36 seconds. Together 64 seconds.",
            "It waits at 3, 5 and 7: 18 seconds. With the 28 seconds of the way that is 46 seconds.",
        ),
    ],
    "math": [
        (
            "Solve the equation 3(x - 4) = 2x + 5.",
            "For which value of k instead of 5 is the solution x = 10?",
            "3x - 12 = 2x + 5, so x = 17.",
            "3(10 - 4) = 18 and 2 * 10 = 20, so k = 18 - 20 = -2.",
        ),
        (
            "Two dice are thrown. What is the probability that the sum is 9?",
            "What is it, if one knows that at least one die shows a 5?",
            "9 = 3+6 = 4+5 = 5+4 = 6+3: four of 36, so 1/9.",
            "At least one 5: 11 outcomes. Of these 4+5 and 5+4 give 9, so 2/11.",
        ),
        (
            "A right triangle has legs of 9 and 12. What are its hypotenuse and its area?",
            "What is the radius of the circle that touches all three sides from inside?",
            "The hypotenuse is the root of 81 + 144 = 225, which is 15. The area is 9 * 12 / 2 = 54.",
            "r = area / half the perimeter = 54 / 18 = 3.",
        ),
        (
            "What is the derivative of f(x) = x^3 - 6x^2 + 9x?",
            "Where are the local maximum and minimum of f, and what are the values there?",
            "f'(x) = 3x^2 - 12x + 9 = 3(x - 1)(x - 3).",
            "A local maximum at x = 1 with f(1) = 4, a local minimum at x = 3 with f(3) = 0.",
        ),
        (
            "What is the remainder of 7^100 divided by 10?",
            "And divided by 5?",
            "The last digits of the powers of 7 are 7, 9, 3, 1, again and again. 100 is a multiple of 4, so it is 1.",
            "7 is 2 modulo 5, and 2^4 is 1 modulo 5, so 2^100 leaves 1.",
        ),
    ],
    "coding": [
        (
            "Write a Python function that returns the n-th Fibonacci number, with f(0) = 0 and f(1) = 1, in linear time.",
            "Turn it into a generator that yields the numbers without end.",
            "def fibonacci(n):\n    a, b = 0, 1\n    for _ in range(n):\n        a, b = b, a + b\n    return a",
            "def fibonacci():\n    a, b = 0, 1\n    while True:\n        yield a\n        a, b = b, a + b",
        ),
        (
            "Write a Python function that reverses the order of the words of a sentence and keeps single blanks between them.",
            "What are its time and memory, in terms of the length n of the sentence?",
            "def reverse_words(sentence):\n    return ' '.join(reversed(sentence.split()))",
            "Both are linear: split, reversed and join each touch every character once, and the words and the result take O(n).",
        ),
        (
            "What does this print, and why? def f(x, seen=[]):\n    seen.append(x)\n    return len(seen)\nprint(f(1), f(2))",
            "Write it so that every call begins with an empty list.",
            "It prints 1 2. The default list is made once, when the function is defined, and is shared by both calls.",
            "def f(x, seen=None):\n    seen = [] if seen is None else seen\n    seen.append(x)\n    return len(seen)",
        ),
        (
            "Write an SQL query that returns the name of each customer with the number of their orders, also those with none. "
            "Tables: customer(id, name), orders(id, customer_id).",
            "Return only customers with at least three orders, most orders first.",
            "SELECT c.name, COUNT(o.id) FROM customer c LEFT JOIN orders o ON o.customer_id = c.id GROUP BY c.id, c.name;",
            "SELECT c.name, COUNT(o.id) AS n FROM customer c JOIN orders o ON o.customer_id = c.id GROUP BY c.id, c.name HAVING "
            "COUNT(o.id) >= 3 ORDER BY n DESC;",
        ),
        (
            "Write a Python function that finds a number in a sorted list by binary search and returns its position, or -1.",
            "Change it so that it returns the position of the first of several equal numbers.",
            "def find(values, x):\n    low, high = 0, len(values)\n    while low < high:\n        middle = (low + high) // 2\n"
            "        if values[middle] == x:\n            return middle\n        if values[middle] < x:\n            low = middle + 1\n"
            "        else:\n            high = middle\n    return -1",
            "def find(values, x):\n    low, high = 0, len(values)\n    while low < high:\n        middle = (low + high) // 2\n"
            "        if values[middle] < x:\n            low = middle + 1\n        else:\n            high = middle\n"
            "    return low if low < len(values) and values[low] == x else -1",
        ),
    ],
}
