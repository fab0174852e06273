"""The original's texts by path, and its conversations."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import gymnasium as gym
import pytest

from agentgym.env import AgentEnv
from agentgym.environments.knowledge_graph.authoring.encode import encode
from agentgym.environments.knowledge_graph.world.index import Index
from agentgym.errors import DataError, OptionError
from agentgym.prompts.texts import fingerprint
from tests.environments.knowledge_graph.freebase import closures
from tests.prompts.checkouts import ROOTS, Strings, official, write
from tests.prompts.golden import difference, records, requests
from tests.shared_data import shared

FINGERPRINTS = {"old": "f0e1359d31e98082", "v0.2": "9f1a07acadb65057", "fc": "dd65ff26b253a8f8"}
NO_TOOL = "final_execute"
"""A function of the original's program that it takes for a tool, with other words than for what is none."""
OBSERVED = ("[{x}]", "a ## of {y}", "a ## number")


def source(variant: str, instruction: str, shots: list[str], told: list[str], refused: list[str]) -> str:
    """Write the task's source in the form that AgentBench before v0.1 and v0.2 have; the last three are f-strings."""
    acknowledged, question, entities, invalid, no_action = told
    not_executed, wrong, mismatch, syntax = refused
    name = "predict_single" if variant == "old" else "start_sample"
    return f"""
INSTRUCTIONS = {instruction!r}
DEMOS = ["unused"]
ONE_SHOT = {shots!r}

class KnowledgeGraph(Task):
    def {name}(self, session, data_item):
        session.inject({{"role": "user", "content": INSTRUCTIONS}})
        session.inject({{"role": "agent", "content": {acknowledged!r}}})
        for idx, shot in enumerate(ONE_SHOT):
            session.inject({{"role": "user", "content": shot}})
        session.inject({{"role": "user", "content":
            {question!r} + question + {entities!r} + f"[{{', '.join([entity for entity in entities])}}]"}})
        session.inject({{"role": "user", "content": {invalid!r}}})
        execution_message = {not_executed!r}
        execution, execution_message = func(*arguments)
        execution_message = execution_message.replace("##", f"#{{len(variables_list)}}")
        execution_message = f{wrong!r}
        execution_message = f{mismatch!r}
        execution_message = f{syntax!r}
        session.inject({{"role": "user", "content": execution_message}})
        session.inject({{"role": "user", "content": {no_action!r}}})
"""


def api(listed: str, made: str, counted: str, *, errors: dict[str, list[str]] | None = None) -> str:
    """Write the source of the tools; all are f-strings."""
    said = {"get_relations": listed, "count": counted} | dict.fromkeys(
        ("get_neighbors", "intersection", "argmax", "argmin"), made
    )
    functions = ""
    for name, text in said.items():
        raised = "".join(f"    raise ValueError({e!r})\n" for e in (errors or {}).get(name, []))
        functions += f"def {name}(variable):\n{raised}    rtn_str = f{text!r}\n    return None, rtn_str\n"
    return (
        functions if errors is None else "class API:\n    " + functions.strip().replace("\n", "\n    ") + "\n"
    )


def fc_source(told: list[str]) -> str:
    """Write the task's source in the form of AgentBench's main branch; all but the second are f-strings."""
    task, no_call, unknown, bad, failed = told
    return f"""
class KnowledgeGraph(Task):
    def sync_start_sample(self, index, session):
        session.inject(ChatCompletionSystemMessageParam(role='system', content=INSTRUCTIONS.format(max_round=3)))
        session.inject(ChatCompletionUserMessageParam(role='user', content=f{task!r}))
        session.inject(ChatCompletionUserMessageParam(role='user', content={no_call!r}))
        session.inject(ChatCompletionToolMessageParam(role='tool', content=f{unknown!r}))
        session.inject(ChatCompletionToolMessageParam(role='tool', content=f{bad!r}))
        session.inject(ChatCompletionToolMessageParam(role='tool', content=execution_message))
        session.inject(ChatCompletionToolMessageParam(role='tool', content=f{failed!r}))
        session.inject(ChatCompletionUserMessageParam(role='user', content=f{failed!r}))
"""


def _texts(s: Strings, variant: str) -> str:
    scope = f"KnowledgeGraph.{'predict_single' if variant == 'old' else 'start_sample'}"
    told = s.all(scope, "call session.inject['content']", "text")
    refused = [t for _, f, w, _, t in s.rows if f == scope and w == "= execution_message"]
    return source(
        variant, s.one("", "= INSTRUCTIONS"), s.all("", "= ONE_SHOT"), told, [str(t) for t in refused]
    )


def _api(s: Strings, scope: str = "") -> str:
    names = ("get_relations", "get_neighbors", "intersection", "count", "argmax", "argmin")
    errors = {name: s.all(f"{scope}{name}", "call ValueError") for name in names} if scope else None
    said = ("get_relations", "get_neighbors", "count")
    listed, made, counted = (s.one(f"{scope}{name}", "= rtn_str") for name in said)
    return api(listed, made, counted, errors=errors)


def _fc_texts(s: Strings) -> str:
    scope = "KnowledgeGraph.sync_start_sample"
    said = [str(t) for _, f, w, _, t in s.rows if f == scope and str(w).endswith("content=")]
    return fc_source(said[:5])


def _const(s: Strings, record: dict[str, Any]) -> str:
    """Write the constants; tools and example are as they were recorded, which the strings alone do not say."""
    shots = record["requests"][0]["messages"][1:-1]
    return (
        f"INSTRUCTIONS = {s.one('', '= INSTRUCTIONS')!r}\nTOOLS = {record['tools']!r}\nONE_SHOT = {shots!r}\n"
    )


def originals(folder: Path, variant: str) -> Path:
    below = "src/tasks/knowledgegraph" if variant == "old" else "src/server/tasks/knowledgegraph"
    if variant == "fc":
        record = next(r for r in records("kg", "fc") if r["one_shot"])
        sources = {
            f"{below}/task.py": _fc_texts,
            f"{below}/api.py": lambda s: _api(s, "API."),
            f"{below}/const.py": lambda s: _const(s, record),
        }
        return official(folder, ROOTS["fc"], sources)
    return official(
        folder, ROOTS[variant], {f"{below}/task.py": lambda s: _texts(s, variant), f"{below}/api.py": _api}
    )


def made(**arguments: Any) -> AgentEnv:
    return gym.make("AgentTune/KG-v0", disable_env_checker=True, **arguments).unwrapped  # type: ignore[return-value]


@pytest.mark.parametrize("variant", ["old", "v0.2", "fc"])
def test_the_conversations_are_the_originals(variant: str, tmp_path: Path) -> None:
    prompts, compared = originals(tmp_path / "checkout", variant), 0
    for record in records("kg", variant):
        if variant == "fc":
            if not record["one_shot"]:
                continue  # The configuration of the training tasks; test and training are one file apart.
            if record["case"] == "invalid":
                called = [NO_TOOL in json.dumps(output) for output in record["outputs"]].index(True)
                record = {**record, "outputs": record["outputs"][:called], "end": {}}
        index = record["task"]["index"]
        env = made(
            profile="fc" if variant == "fc" else "paper",
            prompts=prompts,
            data=shared("agentbench/kg/dev.json"),
            ontology=shared("freebase/vocab.json").parent,
            graph=Index(encode(closures()["dev", index])),
        )
        assert fingerprint(env.texts.openings[""]) == FINGERPRINTS[variant]
        if variant == "fc":
            assert env.texts.schemas == record["tools"]
        for turn, original, ours in requests(env, env.tasks.ids[index], record):
            assert not difference(original, ours), (
                record["task"],
                record["case"],
                turn,
                difference(original, ours),
            )
            compared += 1
    assert compared > 20


# ---- a checkout with texts of ours ------------------------------------------------------------------------------

TOLD = ["Yes.", "Q: ", "\nE: ", "No variable.", "No action."]
REFUSED = ["Not done.", "{n}({a}) fails.", "{n}({a}) differ.", "{n} is broken."]


def checkout(folder: Path, **more: Any) -> Path:
    """Write a small checkout of v0.2's form."""
    given = {"told": TOLD, "refused": REFUSED, **more}
    below = "src/server/tasks/knowledgegraph"
    text = source("v0.2", "\nFind it.\n", ["q", "a"], **given)
    return write(folder, {f"{below}/task.py": text, f"{below}/api.py": api(*OBSERVED)})


def test_a_checkout_is_read_and_its_lines_as_the_original_reads_them(tmp_path: Path) -> None:
    env = made(profile="paper", prompts=checkout(tmp_path))
    observation, info = env.reset(seed=0)
    assert [m["content"] for m in info["messages"]] == ["\nFind it.\n", "Yes.", "q", "a"]
    assert observation.startswith("Q: ") and "\nE: [" in observation
    name = next(iter(env.task.data.entities))  # type: ignore[union-attr]
    said = {
        f"Action: get_relations({name}": "get_relations is broken.",
        f"Action: nothing({name})": "nothing is broken.",
        " Action: get_relations(x)": "No action.",
        "Action: none": "Not done.",
        "Action: count(x, y)": "count(x, y) fails.",
        "Action: get_relations(": "get_relations(x, y) fails.",
        f"Action: get_relations( {name})": f"get_relations( {name}) fails.",
        "Final Answer: #3": "No variable.",
    }
    for message, answer in said.items():
        assert env.step(message)[0] == answer
    assert env.step(f"Action 3: first(get_relations({name})) or count(x)")[0].startswith("[")


def test_what_does_not_fit_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="go with profile='paper' and action_format='react'"):
        made(profile="fc", prompts=checkout(tmp_path / "a"))
    with pytest.raises(DataError, match="has not the texts it had"):
        made(profile="paper", prompts=checkout(tmp_path / "b", told=["", *TOLD[1:]]))
    with pytest.raises(DataError, match="has 3 places to fill in, not 2"):
        made(profile="paper", prompts=checkout(tmp_path / "c", refused=["a", "{b}{c}{d}", "{e}{f}", "{g}"]))


def test_function_calling_has_words_for_what_fails(tmp_path: Path) -> None:
    below = "src/server/tasks/knowledgegraph"
    errors = {"get_relations": ["who?"], "get_neighbors": ["who?", "which way?"]}
    files = {
        f"{below}/task.py": fc_source(["{q} of {e}", "Call!", "no {n}", "bad {n}", "Error: {e}"]),
        f"{below}/api.py": api(*OBSERVED, errors=errors),
        f"{below}/const.py": "INSTRUCTIONS = 'In {max_round} rounds.'\nTOOLS = [{'type': 'function'}]\nONE_SHOT = []\n",
        "configs/tasks/kg.yaml": "default: {parameters: {max_rounds: 7}}\nkg-std: {parameters: {one_shot: true}}\n",
    }
    env = made(profile="fc", prompts=write(tmp_path, files))
    _, info = env.reset(seed=0)
    assert info["messages"][0]["content"] == "In 7 rounds."
    name = next(iter(env.task.data.entities))  # type: ignore[union-attr]

    def call(tool: str, **arguments: str) -> str:
        function = {"name": tool, "arguments": json.dumps(arguments)}
        return env.step(json.dumps({"content": "", "tool_calls": [{"id": "1", "function": function}]}))[0]

    assert call("find") == "no find" and call("count") == "bad count" and env.step("words")[0] == "Call!"
    assert call("get_relations", variable="x y") == "Error: who?"
    assert call("get_neighbors", variable=name, relation="x") == "Error: which way?"
    assert call("count", variable="#5") == "Error: list index out of range"
