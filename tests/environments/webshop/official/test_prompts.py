"""The original's texts by path, and its conversations."""

from __future__ import annotations

from pathlib import Path

import gymnasium as gym
import pytest

from agentgym.env import AgentEnv
from agentgym.errors import DataError, OptionError
from agentgym.messages import encode_tool_calls
from agentgym.prompts.texts import fingerprint
from tests.prompts.checkouts import ROOTS, Strings, official, write
from tests.prompts.golden import difference, records, requests

PROFILES = {"old": "paper", "v0.2": "agentbench", "fc": "fc"}
FINGERPRINTS = {"old": "ab22b19b6bbb7219", "v0.2": "ab22b19b6bbb7219", "fc": "88cafcbb222396eb"}


def source(prompt: str, contents: list[str], shown: tuple[str, str, str]) -> str:
    """Write the task's source in the form that AgentBench before v0.1 and v0.2 have; ``shown``: around two holes."""
    injected = "".join(
        f"""
    session.inject(
        {{
            "role": "{"user" if place % 2 else "agent"}",
            "content": {text!r},
        }}
    )"""
        for place, text in enumerate(contents)
    )
    first, second = (
        f"{shown[0]}{{observation}}\n\n",
        f"{shown[1].removeprefix(chr(10) * 2)}{{available_actions}}{shown[2]}",
    )
    return f'''
prompt: str = """
{prompt[1:]}"""

def WHERE(session):
    session.inject({{"role": "user", "content": prompt}}){injected}
    for j in range(10):
        session.inject(
            {{
                "role": "user",
                "content": f{first!r}
                f{second!r},
            }}
        )
'''


def fc_source(prompt: str, first: str, page: str, after: str, no_call: str, bad_call: str) -> str:
    """Write the task's source in the form of AgentBench's main branch; ``first`` … are f-strings."""
    return f"""
prompt_with_max_turn = {prompt!r}

class WebShop(Task):
    def sync_start_sample(self, index, session):
        session.inject(ChatCompletionSystemMessageParam(role='system', content=prompt_with_max_turn))
        observation = env.observation
        for j in range(self.max_rounds):
            if j == 0:
                session.inject(ChatCompletionUserMessageParam(role='user', content=f{first!r}))
            elif action is None:
                session.inject(ChatCompletionUserMessageParam(role='user', content=f{page!r}))
            else:
                session.inject(ChatCompletionToolMessageParam(role='tool', content=f{after!r}, tool_call_id=call_id))
            if not tool_calls:
                observation = {no_call!r}
            session.inject(ChatCompletionUserMessageParam(role='user', content=f{bad_call!r}))
            session.inject(RewardHistoryItem(reward=0, score=0))
"""


def placed(text: str, variant: str) -> dict[str, str]:
    """Return a source at its path."""
    if variant == "old":
        return {"src/tasks/webshop/__init__.py": text.replace("def WHERE", "def predict")}
    inner = (
        text.replace("def WHERE", "    def start_sample")
        .replace("\n    ", "\n        ")
        .replace("        def start_sample", "    def start_sample")
    )
    return {
        "src/server/tasks/webshop/__init__.py": inner.replace(
            "    def start_sample", "class WebShop(Task):\n    def start_sample"
        )
    }


def _texts(s: Strings, variant: str) -> str:
    scope = "predict" if variant == "old" else "WebShop.start_sample"
    contents = s.all(scope, "call session.inject['content']", "text")
    page = s.one(scope, "call session.inject['content']", "template")
    head, _, rest = page.partition("{observation}")
    middle, _, tail = rest.partition("{available_actions}")
    text = source(s.one("", "= prompt"), contents, (head, middle, tail))
    (made,) = placed(text, variant).values()
    return made


def _fc_texts(s: Strings) -> str:
    scope = "WebShop.sync_start_sample"
    first, page = s.all(
        scope, "call session.inject call ChatCompletionUserMessageParam content=", "template"
    )[:2]
    after = s.one(scope, "call session.inject call ChatCompletionToolMessageParam content=", "template")
    bad_call = s.all(scope, "call session.inject call ChatCompletionUserMessageParam content=", "template")[2]
    return fc_source(
        s.one("", "= prompt_with_max_turn"),
        first,
        page,
        after,
        s.one(scope, "= observation", "text"),
        bad_call,
    )


def originals(folder: Path, variant: str) -> Path:
    if variant == "fc":
        official(folder, ROOTS["fc"], {"src/server/tasks/webshop/task.py": _fc_texts})
        return write(folder, {"src/server/tasks/knowledgegraph/const.py": ""})
    below = "src/tasks" if variant == "old" else "src/server/tasks"
    return official(folder, ROOTS[variant], {f"{below}/webshop/__init__.py": lambda s: _texts(s, variant)})


def made(**arguments: object) -> AgentEnv:
    return gym.make("AgentTune/WebShop-v0", **arguments).unwrapped  # type: ignore[return-value]


@pytest.mark.parametrize("variant", ["old", "v0.2", "fc"])
def test_the_conversations_are_the_originals(variant: str, tmp_path: Path) -> None:
    env = made(profile=PROFILES[variant], prompts=originals(tmp_path / "checkout", variant))
    assert fingerprint(env.texts.openings[""]) == FINGERPRINTS[variant]
    if variant == "fc":
        assert records("webshop", "fc")[0]["tools"] == env.texts.schemas
    compared = 0
    for record in records("webshop", variant):
        for turn, original, ours in requests(env, record["task"]["id"], record):
            assert not difference(original, ours), (
                record["task"],
                record["case"],
                turn,
                difference(original, ours),
            )
            compared += 1
    assert compared > 18


# ---- a checkout with texts of ours ------------------------------------------------------------------------------

TURNS = ["Yes.", *(f"{'page' if n % 2 == 0 else 'action'} {n}" for n in range(8))]
SHOWN = ("You see:\n", "\n\nYou can:\n", "!")


def test_a_checkout_is_read(tmp_path: Path) -> None:
    for variant in ("old", "v0.2"):
        folder = write(tmp_path / variant, placed(source("\nShop.\n", TURNS, SHOWN), variant))
        observation, info = made(profile=PROFILES[variant], prompts=folder).reset(seed=0)
        assert [m["content"] for m in info["messages"]] == ["\nShop.\n", *TURNS]
        assert [m["role"] for m in info["messages"]] == ["user", "assistant"] * 5
        assert observation.startswith("You see:\nWebShop [SEP]") and observation.endswith(
            "\n\nYou can:\n{'has_search_bar': True, 'clickables': ['search']}!"
        )


def test_what_does_not_fit_is_refused(tmp_path: Path) -> None:
    folder = write(tmp_path / "short", placed(source("\nShop.\n", TURNS[:3], SHOWN), "v0.2"))
    with pytest.raises(DataError, match="opens with 4 messages, not 10"):
        made(profile="agentbench", prompts=folder)
    with pytest.raises(OptionError, match="go with profile='agentbench'"):
        made(profile="original", prompts=folder)


def test_function_calling_reads_the_first_argument(tmp_path: Path) -> None:
    files = {
        "src/server/tasks/knowledgegraph/const.py": "",
        "src/server/tasks/webshop/task.py": fc_source(
            "Shop.", "1 {o} {a}", "p {o} {a}", "{x}: {o} {a}", "Call!", "Bad."
        ),
        "configs/tasks/webshop.yaml": "default: {parameters: {tools: [{type: function}]}}",
    }
    env = made(profile="fc", prompts=write(tmp_path, files))
    observation, info = env.reset(seed=0)
    assert observation.startswith("1 WebShop [SEP]") and info["tools"] == [{"type": "function"}]

    def call(name: str, arguments: str) -> str:
        function = {"name": name, "arguments": arguments}
        return env.step(encode_tool_calls("", [{"id": "1", "type": "function", "function": function}]))[0]  # type: ignore[typeddict-item]

    assert call("search_action", '{"any": "Mug"}').startswith("search[Mug]: Instruction: [SEP]")
    assert env.step("words")[0].startswith("p Call! {'has_search_bar': False")
    assert call("click_action", "{").startswith("Bad.\n\np Call! ")
    assert call("other", '{"value": "x"}').startswith("p Call! ")
    assert call("click_action", '{"value": "{o}"}').startswith("click[{o}]: Instruction: [SEP]")
