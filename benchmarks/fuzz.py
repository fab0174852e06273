"""What reads what others wrote, on broken input: ``python -m agentgym.benchmarks.fuzz --count 20000 --seed 1``.

Parsers of every format of every environment get mutated messages of the experts and adversarial pieces, readers get
mutated files, the embedded database mutated statements. An input is read, or refused by an error of the framework;
anything else that leaves is a crash, counted and shown. A run is repeatable: the seed says every input.
"""

from __future__ import annotations

import collections
import contextlib
import json
import random
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import click
import gymnasium
import numpy as np

import agentgym
from agentgym.actions import ParseError
from agentgym.benchmarks.database_exactness.statements import SEEDS, mutations, small
from agentgym.benchmarks.shipped import PUBLISHED, SUITES
from agentgym.benchmarks.speed.parsers import STEPPED, formats, pieces
from agentgym.environments.database.official import agentbench as database_files
from agentgym.environments.database.world.backend import InternalError, StatementError, Unsupported
from agentgym.environments.database.world.limits import Limits
from agentgym.environments.database.world.mysql.backend import EmbeddedBackend
from agentgym.environments.gsm8k.official import files as gsm8k_files
from agentgym.environments.humaneval.official import files as humaneval_files
from agentgym.environments.knowledge_graph.official.questions import load_questions
from agentgym.environments.knowledge_graph.official.triples import read_triples
from agentgym.environments.operating_system.official import agentbench as system_files
from agentgym.environments.webarena.official import files as webarena_files
from agentgym.environments.webshop.official import files as webshop_files
from agentgym.errors import AgentGymError
from agentgym.prompts import toml_form
from agentgym.registry import short_name
from agentgym.report import published, suite
from agentgym.trajectory.index import Index


class Reader(NamedTuple):
    """A reader of files: the name of a good file, what is in it, and how it is read."""

    file: str
    good: bytes
    read: Callable[[Path], object]


def mutated(text: bytes, rng: random.Random) -> bytes:
    """Return bytes with one to four places changed: lost, doubled, moved, replaced by hostile pieces."""
    data = bytearray(text)
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(data) + 1)
        end = min(len(data), at + rng.choice((1, 1, 2, 5, 20, 200)))
        how = rng.randrange(6)
        if how == 0:
            del data[at:end]
        elif how == 1:
            data[at:at] = data[at:end]
        elif how == 2:
            data[at:end] = bytes(rng.randrange(256) for _ in range(end - at))
        elif how == 3:
            data[at:at] = rng.choice(_HOSTILE)
        elif how == 4:
            del data[at:]
        else:
            data[at:end] = rng.choice(_HOSTILE)
    return bytes(data)


_HOSTILE = (
    b"\\ud800", b"null", b"NaN", b"1e999", b"9" * 400, b"-1", b"[]", b"{}", b'""', b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\r\n",
    b'"', b"\\", b"'", b"[" * 200, b'{"a":' * 200, "\u202e".encode(), "\U0001f642".encode(), b"true", b"0", b",", b":",
)  # fmt: skip


def spoiled(text: str, rng: random.Random) -> str:
    """Return a message with places changed, and pieces of others."""
    known = list(pieces().values())
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(text) + 1)
        end = min(len(text), at + rng.choice((1, 3, 10)))
        text = rng.choice((
            text[:at] + text[end:], text[:end] + text[at:], text[:at] + rng.choice(known) * rng.choice((1, 1, 3, 50)) + text[at:],
            text[:at] + rng.choice(known) + text[end:], text[at:] + text[:at], text[:at],
        ))  # fmt: skip
    return text


def readers(folder: Path) -> dict[str, Reader]:
    """Return the readers by what they read."""
    run = folder / "run"
    agentgym.rollout("AgentTune/DB-v0", "expert", split="dev", tasks=2, out=run)
    table = {
        "table_name": "t",
        "table_info": {"columns": [{"name": "a", "type": "TEXT"}], "rows": [["x"], ["y"]]},
    }
    task = {
        "description": "How many?",
        "label": ["2"],
        "type": ["counting"],
        "table": table,
        "add_description": "t",
    }
    question = {"question": "q", "qid": "1", "entities": {"A": "m.a"}, "s_expression": "(AND a b)", "actions": [],
                "answer": [{"answer_argument": "m.b", "entity_name": "B"}], "source": "x"}  # fmt: skip
    problem = {
        "task_id": "a",
        "prompt": "def f():\n",
        "entry_point": "f",
        "canonical_solution": " return 1\n",
        "test": "x",
    }
    asked = {"task_id": 0, "sites": ["shopping"], "start_url": "__SHOPPING__", "intent": "x", "require_login": True,
             "eval": {"eval_types": ["string_match"], "reference_answers": {"exact_match": "x"}, "program_html": [],
                      "reference_url": ""}}  # fmt: skip
    one = [{"description": "d", "evaluation": {"match": "x"}, "create": {"local": "default"}}]
    triples = '<http://rdf.freebase.com/ns/m.a> <http://rdf.freebase.com/ns/a.b> "x"@en .\n_:b <http://x/y> <http://x/z> .\n'

    def index(path: Path) -> None:
        found = Index(path.parent)
        found.refresh()
        for entry in found.entries:
            found.episode(entry)

    def lines(value: Any) -> bytes:
        return json.dumps(value).encode() + b"\n"

    return {
        "log, episodes": Reader("episodes.jsonl", (run / "episodes.jsonl").read_bytes(), lambda p: list(agentgym.trajectory.read(p.parent))),
        "log, index": Reader("episodes.jsonl", (run / "episodes.jsonl").read_bytes(), index),
        "suite": Reader("s.toml", (SUITES / "held-in.toml").read_bytes(), lambda p: suite.load(str(p), p.parent)),
        "published": Reader("p.toml", (PUBLISHED / "agenttuning.toml").read_bytes(), lambda p: published.load(str(p), p.parent)),
        "prompts": Reader("t.toml", _texts(), lambda p: gymnasium.make("AgentTune/DB-v0", prompts=str(p))),
        "DB, AgentBench": Reader("dev.jsonl", lines(task), database_files.load),
        "GSM8K": Reader("test.jsonl", lines({"question": "q", "answer": "x #### 4"}), gsm8k_files.read_file.__wrapped__),
        "HumanEval": Reader("h.jsonl", lines(problem), lambda p: humaneval_files.read(p, "test")),
        "KG, questions": Reader("q.json", lines([question]), load_questions),
        "KG, triples": Reader("t.nt", triples.encode(), lambda p: list(read_triples(p, "http://rdf.freebase.com/ns/"))),
        "OS, items": Reader("o.json", lines(one), lambda p: [system_files.item(i, None, "x") for i in system_files.read(p)]),
        "WebArena": Reader("w.json", lines([asked]), webarena_files.read.__wrapped__),
        "WebShop, items": Reader("i.json", lines([{"asin": "A", "name": "n"}]), lambda p: list(webshop_files.read_items(p))),
        "WebShop, table": Reader("t.json", lines({"A": {"x": 1}}), webshop_files.read_table),
    }  # fmt: skip


def _texts() -> bytes:
    """Return the database's texts as a file that says them."""
    env: Any = gymnasium.make("AgentTune/DB-v0").unwrapped
    head = toml_form.Head(env.card.title, env.profile.name, env.action_format)
    return toml_form.write(head, env.texts).encode()


class Counts(collections.Counter[str]):
    """How inputs ended: read, refused, crashed; with the first crashes."""

    def __init__(self) -> None:
        super().__init__()
        self.crashes: list[str] = []

    def run(self, call: Callable[[], object], shown: object) -> None:
        """Read one input."""
        try:
            call()
            self["read"] += 1
        except (ParseError, AgentGymError):
            self["refused"] += 1
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            self["crash"] += 1
            self.crashes.append(f"{type(error).__name__}: {error!s:.150} on {shown!r:.300}")


def over_parsers(count: int, rng: random.Random) -> Iterator[tuple[str, Counts]]:
    """Read mutated messages by every parser."""
    for name, env, form in formats():
        counts = Counts()
        others, own = [*pieces().values(), *_MESSAGES], _rendered(env, form, rng)
        for _ in range(count):
            text = spoiled(rng.choice(own if own and rng.random() < 0.7 else others), rng)
            counts.run(lambda text=text, form=form: form.parse(text), text)  # type: ignore[misc]
        yield f"parser {name}", counts


def _rendered(env: Any, form: Any, rng: random.Random) -> list[str]:
    """Return messages of random actions in a format; none where it takes an episode to draw them."""
    draw = np.random.default_rng(rng.randrange(1 << 32))
    found: list[str] = []
    with contextlib.suppress(AgentGymError, AttributeError, NotImplementedError):
        for _ in range(20):
            found.append(form.render(env.sample_action(draw)))
    return found


_MESSAGES = (
    "Thought: I look.\nAction: search[a red dress]", "THOUGHT: x\nACTION: go to desk 1", "Action: Operation\n```sql\nSELECT 1\n```",
    "Action: Answer\nFinal Answer: [\"x\", 1]", "Think: x\nAct: bash\n```bash\nls\n```", "Act: answer(5)",
    "Thought: x\nAction: get_relations(m.0abc)", "Final Answer: #3", "Answer: B.\nAction: TYPE\nValue: x", "#### 42",
    '{"content":"","tool_calls":[{"function":{"name":"search","arguments":"{\\"query\\":\\"a\\"}"}}]}',
    '{"tool_calls":[{"id":"1","function":{"name":"click","arguments":{}}},{"id":"2","function":{"name":"x"}}]}',
    "Plan: find it\n#E1 = Wikipedia[x]\nPlan: count\n#E2 = Calculator[1 + #E1]", "click [12]", "type [3] [hello] [1]",
    '{"hand": [1, 2]}', "```python\ndef f():\n    return 1\n```", "Finish[yes]", "The answer is (B).",
)  # fmt: skip


def over_steps(count: int, rng: random.Random) -> Iterator[tuple[str, Counts]]:
    """Step environments with mutated messages of the expert."""
    for env_id, arguments in STEPPED.items():
        env: Any = gymnasium.make(env_id, **arguments).unwrapped
        counts = Counts()
        ended = True
        for number in range(count):
            if ended:
                env.reset(seed=number)
            message = env.suggest("expert") if rng.random() < 0.7 else rng.choice(_MESSAGES)
            text = spoiled(message, rng) if rng.random() < 0.8 else message
            result: list[Any] = []
            counts.run(lambda env=env, text=text, result=result: result.append(env.step(text)), text)  # type: ignore[misc]
            ended = not result or result[0][2] or result[0][3]
        yield f"steps of {short_name(env_id)}", counts


def over_readers(count: int, rng: random.Random) -> Iterator[tuple[str, Counts]]:
    """Read mutated files."""
    with tempfile.TemporaryDirectory() as place:
        for name, reader in readers(Path(place)).items():
            counts = Counts()
            for number in range(count):
                folder = Path(place) / f"{number}"
                folder.mkdir()
                data = reader.good if number == 0 else mutated(reader.good, rng)
                (folder / reader.file).write_bytes(data)
                counts.run(lambda folder=folder, reader=reader: reader.read(folder / reader.file), data)  # type: ignore[misc]
                for left in folder.iterdir():
                    left.unlink()
                folder.rmdir()
            yield f"reader {name}", counts


def over_statements(count: int, seed: int) -> Counts:
    """Run mutated statements on the embedded database; an internal error is a crash."""
    backend, tables, counts = EmbeddedBackend(Limits(seconds=5)), small(), Counts()
    for statement in mutations(count, seed, list(SEEDS)):
        backend.begin(tables, 0)
        try:
            backend.rows(statement)
            counts["read"] += 1
        except InternalError as error:
            counts["crash"] += 1
            counts.crashes.append(f"{error!s:.150} on {statement!r:.300}")
        except Unsupported:
            counts["unsupported"] += 1
        except StatementError:
            counts["refused"] += 1
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            counts["crash"] += 1
            counts.crashes.append(f"{type(error).__name__}: {error!s:.150} on {statement!r:.300}")
    return counts


@click.command()
@click.option(
    "--count", default=300, show_default=True, help="Inputs of each parser, environment and reader."
)
@click.option("--statements", default=5000, show_default=True, help="Statements of the embedded database.")
@click.option("--seed", default=1, show_default=True)
def main(count: int, statements: int, seed: int) -> None:
    """Read broken input; exit 1 if anything crashed."""
    warnings.simplefilter("ignore")  # Torn lines and the like, which readers tell and pass over.
    totals: dict[str, Counts] = {}
    rng = random.Random(seed)
    print("| what | inputs | read | refused | crash |\n|---|---:|---:|---:|---:|")
    for source in (over_readers(count, rng), over_parsers(count, rng), over_steps(count, rng)):
        for name, counts in source:
            totals[name] = counts
            _show(name, counts)
    totals["statements"] = over_statements(statements, seed)
    _show("statements of the embedded database", totals["statements"])
    whole = Counts()
    for counts in totals.values():
        whole.update(counts)
    _show(f"all {len(totals)}", whole)
    sys.exit(1 if whole["crash"] else 0)


def _show(name: str, counts: Counts) -> None:
    refused = counts["refused"] + counts["unsupported"]
    print(
        f"| {name} | {counts.total():,} | {counts['read']:,} | {refused:,} | {counts['crash']:,} |",
        flush=True,
    )
    for crash in list(dict.fromkeys(counts.crashes))[:3]:
        print(f"    {crash}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
