"""The prompts in our own words, with the solved examples that the planner is shown, one text a kind of problem."""

from __future__ import annotations

from agentgym.environments.rewoo.texts import ReWOOTexts
from agentgym.environments.rewoo.world.names import (
    ALPHA,
    CALCULATOR,
    GOOGLE,
    LLM,
    SEARCH_DOCUMENT,
    SEARCH_SOTU,
    WIKIPEDIA,
)

MULTIHOP = """\
Question: Which river flows through the town where the painter Ada Renn was born?
Plan: Find out where Ada Renn was born.
#E1 = Wikipedia[Ada Renn]
Plan: Read the town out of the article.
#E2 = LLM[In which town was Ada Renn born? Given context: #E1]
Plan: Find out more about the town.
#E3 = Wikipedia[#E2]
Plan: Read the river out of the article.
#E4 = LLM[Which river flows through #E2? Given context: #E3]

Question: Who wrote the anthem of Norland?
Plan: Find out more about the anthem.
#E1 = Wikipedia[Anthem of Norland]
Plan: Read out who wrote it.
#E2 = LLM[Who wrote the anthem of Norland? Given context: #E1]

Question: Which of the two lakes is deeper, Telm or Orsa?
Plan: Find out how deep the Telm is.
#E1 = Wikipedia[Telm]
Plan: Find out how deep the Orsa is.
#E2 = Wikipedia[Orsa]
Plan: Compare the two.
#E3 = LLM[Which lake is deeper, Telm or Orsa? Given context: #E1, #E2]"""

TRIVIA = """\
Which capital lies on the Vistula and is called Varsovie in French?
Plan: Search for the place.
#E1 = Google[capital on the Vistula called Varsovie in French]
Plan: Read about the Vistula.
#E2 = Wikipedia[Vistula]
Plan: Read the capital out of what was found.
#E3 = LLM[Which capital lies on the Vistula and is called Varsovie in French? Given context: #E1 and #E2]"""

MATH = """\
For example:
Three boxes weigh 96 kg together. The second is 4 kg heavier than twice the first, and the third weighs 8 kg less than \
the second. How much does the third weigh?
Plan: Let x be the weight of the first box, write down the sum and solve it.
#E1 = WolframAlpha[Solve x + (2x + 4) + ((2x + 4) - 8) = 96]
Plan: Read the weight of the first box out of the solution.
#E2 = LLM[What is x, given #E1]
Plan: Compute the weight of the third box.
#E3 = Calculator[(2 * #E2 + 4) - 8]"""

FACTS = """\
For example:
Answer with 'Yes' or 'No': Is the lake Telm more than three times as large as the lake Orsa?
Plan: Find out how large the Telm is.
#E1 = Wikipedia[Telm]
Plan: Find out how large the Orsa is.
#E2 = Wikipedia[Orsa]
Plan: Read out the area of the Telm.
#E3 = LLM[What is the area of the Telm? Only the number. Given context: #E1]
Plan: Read out the area of the Orsa.
#E4 = LLM[What is the area of the Orsa? Only the number. Given context: #E2]
Plan: Divide one by the other.
#E5 = Calculator[#E3 / #E4]"""

DOCUMENT = """\
For example:
How much more did the town spend on its library than on its swimming pool?
Plan: Find the passage about the library.
#E1 = SearchDocument[cost of the library]
Plan: Find the passage about the swimming pool.
#E2 = SearchDocument[cost of the swimming pool]
Plan: Read out what the library cost.
#E3 = LLM[How much did the town spend on the library? Only the number. Given context: #E1]
Plan: Read out what the swimming pool cost.
#E4 = LLM[How much did the town spend on the swimming pool? Only the number. Given context: #E2]
Plan: Take one from the other.
#E5 = Calculator[#E3 - #E4]"""

EXAMPLES: dict[str, str] = {
    "multihop": MULTIHOP, "trivia": TRIVIA, "math": MATH, "facts": FACTS, "document": DOCUMENT,
}  # fmt: skip

DESCRIBED: dict[str, str] = {
    WIKIPEDIA: "Opens the encyclopedia's article about somebody or something. Good for facts about people, places, "
    "languages, things. The text may hold more than you need. The input is a name.",
    LLM: "A language model like you. Good for reading an answer out of other evidence, for common sense and for what "
    "everybody knows. The input is any request; add the evidence that it needs.",
    ALPHA: "Solves mathematical questions: equations, differences of dates, conversions of units. The input is an "
    "equation or such a question.",
    CALCULATOR: "Computes arithmetic expressions. The input is an expression.",
    GOOGLE: "Searches and shows a few short snippets. Good for a short answer about one topic. The input is a query.",
    SEARCH_DOCUMENT: "Searches the document that the question is about and shows the passage that fits best. The "
    "input is a query.",
    SEARCH_SOTU: "Searches the address that the question is about and shows the passage that fits best. The input is "
    "a query.",
}
"""What the planner is told about each tool."""

_TRANSLATOR = """\
Turn the question below into one expression that Python's numexpr can compute, in this form:

```text
the expression on one line
```

Question: What are 12 dozens?
```text
12 * 12
```

Question: What is the fifth root of 37593?
```text
37593 ** (1 / 5)
```

Question: {input}
"""

OWN = ReWOOTexts(
    planner="Make a plan that solves the task below step by step. Each step says in a line what it is for, and names "
    "the tool and the input that bring the evidence. Evidence is kept in variables #E1, #E2, ..., which the inputs of "
    "later steps may use: Plan, #E1, Plan, #E2, Plan, ...\n\n",
    tools="The tools are:\n",
    plan="\n\nWrite the whole plan now, in detail, with exactly one #E behind every Plan.\n\n",
    described=DESCRIBED,
    examples=EXAMPLES,
    worker="Answer in as few words as you can, without explanations.\n\n{input}",
    translator=_TRANSLATOR,
    solver="Solve the task below. You are given a plan and the evidence that was found for its steps. It may hold "
    "noise, so use it with care.\n\n",
    answer="\nNow give the answer to the task alone, without explanations.\n\n",
)
"""The prompts in our own words."""
