"""Reading plans."""

from __future__ import annotations

import json
import time

import pytest

from agentgym.environments.rewoo.world.plans import NO_EVIDENCE, PlanError, read_strictly, read_tolerantly
from agentgym.environments.rewoo.world.run import PlanRun
from tests.shared_data import shared

TOOLS = ("Wikipedia", "LLM", "Calculator")


def carried_out(
    plan: str, tools: tuple[str, ...] = TOOLS, *, strict: bool = True
) -> tuple[str, list[list[str]], dict[str, str]]:
    """Run a plan with tools that say what they were asked; return the log, the calls and the evidence."""
    calls: list[list[str]] = []

    def answer(name: str, given: str) -> str:
        calls.append([name, given])
        return f"<{name}:{given}>"

    read = read_strictly(plan) if strict else read_tolerantly(plan, tools)
    run = PlanRun(read, {n: lambda x, n=n: answer(n, x) for n in tools}, {}, longest=10_000)  # type: ignore[misc]
    assert run.advance() is None
    return read.log(run.evidence), calls, run.evidence


STRICT = [
    # plan, evidence or the original's exception
    (
        "Plan: p\n#E1 = Wikipedia[A]\nPlan: q\n#E2 = LLM[of #E1?]",
        {"#E1": "<Wikipedia:A>", "#E2": "<LLM:of [<Wikipedia:A>]?>"},
    ),
    ("Plan: p\n#E1=LLM[a].", {"#E1": "<LLM:a]>"}),
    ("Plan: p\n#E1 = LLM[a", {"#E1": "<LLM:>"}),
    ("Plan: p\n#E1 = LLM [a]", {"#E1": NO_EVIDENCE}),
    ("Plan: p\n#E1 = llm[a]", {"#E1": NO_EVIDENCE}),
    ("Plan: p\n#E1 = it is Rome", {"#E1": "it is Rome"}),
    ("Plan: p\n# a remark\n#E1 = LLM[a]", {"#E1": "<LLM:a>"}),
    ("Plan: p\n#E1 = LLM[#E2]\nPlan: q\n#E2 = LLM[#E1]", {"#E1": "<LLM:#E2>", "#E2": "<LLM:[<LLM:#E2>]>"}),
    ("Plan: p\n#E1 = Wikipedia[LLM[a]]", {"#E1": "<Wikipedia:LLM[a]>"}),
    ("plan: p\n#E1 = LLM[a]", {"#E1": "<LLM:a>"}),
    ("I have no plan.", {}),
    ("Plan: p #E1 = LLM[a]", "KeyError"),
    ("Plan: p\n #E1 = LLM[a]", "KeyError"),
    ("Plan: p\n#E2 = LLM[a]", "KeyError"),
    ("Plan: p\n#E1a = LLM[a]", "KeyError"),
    ("Plan: p\n#E1: LLM[a]", "ValueError"),
    ("Plan: p\n#E", "IndexError"),
    ("#", "IndexError"),
]


@pytest.mark.parametrize(("plan", "wanted"), STRICT)
def test_as_the_original_reads_them(plan: str, wanted: dict[str, str] | str) -> None:
    if isinstance(wanted, str):
        with pytest.raises(PlanError) as caught:
            carried_out(plan)
        assert caught.value.original == wanted
    else:
        assert carried_out(plan)[2] == wanted


def test_the_recorded_vectors() -> None:
    vectors = json.loads(shared("rewoo/vectors.json").read_text())["plans"]
    assert len(vectors) == 43
    for v in vectors:
        wanted = v.get("error", "").partition(":")[0]
        try:
            plan = read_strictly(v["plan"])
        except PlanError as error:
            assert error.original == wanted in ("ValueError", "IndexError"), v
            continue
        assert (
            list(plan.plans) == v["plans"] and {c.variable: c.text for c in plan.calls} == v["evidence_calls"]
        ), v
        try:
            log, calls, evidence = carried_out(v["plan"], tuple(v["tools"]))
        except PlanError as error:
            assert error.original == wanted == "KeyError", v
            continue
        assert (log, evidence) == (v["log"], v["evidence"]), v
        assert sorted(calls) == sorted(v["calls"]), v  # the record has them by tool, not by time


TOLERANT = [
    (" 1. Plan: p\n  #E1 = wikipedia [A].", [["Wikipedia", "A"]]),
    ("Plan 1: p #E1 = LLM[a] (done)", [["LLM", "a"]]),
    ("**Plan:** p\n- E1: LLM[a]", [["LLM", "a"]]),
    ("Plan: p\n#E1 = LLM[line one\nline two]\nand more", [["LLM", "line one\nline two"]]),
    ("Plan: p\n#E1 = LLM[a\nPlan: q\n#E2 = LLM[b]", [["LLM", "a"], ["LLM", "b"]]),
    ("Plan: p\n#E1 = LLM[f [g] h] indeed", [["LLM", "f [g] h"]]),
    (
        "Plan: p\n#E1 = LLM[a]\nPlan: q\n#E2 = LLM[#E1, #E12 and #E7]",
        [["LLM", "a"], ["LLM", "[<LLM:a>], #E12 and #E7"]],
    ),
    ("Plan: p\n#E1 = LLM[#E1]", [["LLM", "#E1"]]),
    (
        "Plan: p\n#E1 = LLM[a #E2]\nPlan: q\n#E2 = LLM[b]\nPlan: r\n#E3 = LLM[#E1]",
        [["LLM", "a #E2"], ["LLM", "b"], ["LLM", "[<LLM:a #E2>]"]],
    ),
    ("Plan: p\n#E10 = LLM[a]\n#E11 = LLM[#E10]", [["LLM", "a"], ["LLM", "[<LLM:a>]"]]),
    ("Plan: p\n#E1 = Bing[a]", []),
    ("Plan: p\n#E1 = Rome", []),
    ("Plan: p\nLLM[a]", []),
    ("", []),
]


@pytest.mark.parametrize(("plan", "calls"), TOLERANT)
def test_with_tolerance(plan: str, calls: list[list[str]]) -> None:
    assert carried_out(plan, strict=False)[1] == calls


def test_the_log_of_a_tolerant_plan_lacks_nothing() -> None:
    log, _, _ = carried_out(
        "#E9 = LLM[z]\nPlan: p\nPlan: q\n#E1 = LLM[a]\n#E2 = LLM[b]\nPlan: r\n#E3 = Bing[c]", strict=False
    )
    assert log == (
        "LLM[z]\nEvidence:\n<LLM:z>\nPlan: p\nEvidence:\nNo evidence found\n"
        "Plan: q\nEvidence:\n<LLM:a>\n<LLM:b>\nPlan: r\nEvidence:\nNo evidence found\n"
    )


def test_a_plan_is_written_as_it_is_understood() -> None:
    text = "1. plan: p #e1 = LLM[x]\n2) Plan: q\n E2 = wikipedia[#E1].\nThat is all."
    plan = read_tolerantly(text, TOOLS)
    assert plan.written() == "Plan: p\n#E1 = LLM[x]\nPlan: q\n#E2 = Wikipedia[#E1]"
    assert read_tolerantly(plan.written(), TOOLS) == plan


@pytest.mark.parametrize("strict", [True, False])
def test_plans_that_refer_to_themselves_stay_small_and_quick(strict: bool) -> None:
    start = time.perf_counter()
    lines = ["Plan: p\n#E1 = LLM[" + "word " * 2000 + "]"]
    lines += [f"Plan: p\n#E{n} = LLM[{f'#E{n - 1}' * 3000}]" for n in range(2, 10)]
    _, calls, evidence = carried_out("\n".join(lines), strict=strict)
    assert len(calls) == 9 and all(len(e) <= 10_000 for e in evidence.values())
    for text in (
        "Plan: p\n#E1 = LLM[" + "a\n" * 100_000,
        "Plan: p\n" * 50_000,
        "#E1 = " * 50_000,
        " " * 200_000,
        "#E1" * 99_999,
    ):
        carried_out(text, strict=False)
    assert time.perf_counter() - start < 10
