"""What the viewer serves: requests as servers got them, every session, pictures and nothing else, to this machine."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import agentgym
from agentgym.environments.mind2web.tasks import EMBEDDED
from agentgym.status import Status
from agentgym.trajectory import Step, read, score
from tests.policies.servers import Server, completion
from tests.report.synthetic import episode, write
from tests.viewer.serving import DOT, get, served

GUESS = "Test/Guess-v0"


@pytest.fixture
def server() -> Iterator[Server]:
    started = Server()
    yield started
    started.close()


def code(address: str) -> int:
    try:
        with urllib.request.urlopen(address) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def guesses(body: dict[str, Any]) -> Any:
    """Guess 1, 2, 3 …, by how many answers were given: one more message each turn, or as the history was cut."""
    guesses.number += 1  # type: ignore[attr-defined]
    number = guesses.number  # type: ignore[attr-defined]
    if body.get("tools"):
        call = {"name": "guess", "arguments": f'{{"n": {number}}}'}
        return completion("", tool_calls=[{"id": f"c{number}", "type": "function", "function": call}])
    return completion(f"THOUGHT: hm\nACTION: guess[{number}]")


@pytest.mark.parametrize("action_format", ["react", "tools"])
@pytest.mark.parametrize(
    "options", ["", "&system=BE+BRIEF&history=window:1", "&history=window:2&temperature=0.5"]
)
def test_the_raw_request_is_what_the_server_got(
    tmp_path: Path, server: Server, options: str, action_format: str
) -> None:
    guesses.number, server.answer = 0, guesses  # type: ignore[attr-defined]
    spec = f"openai:m?base_url={server.url}{options}"
    agentgym.rollout(GUESS, spec, tasks=["test-5"], out=tmp_path, concurrency=1, action_format=action_format)
    (one,) = read(tmp_path)
    assert len(one.steps) == len(server.bodies) == 5 and one.reward == 1.0
    address = served(tmp_path)
    for turn, sent in enumerate(server.bodies):
        shown = get(f"{address}/api/request/{one.key}/{turn}")
        assert shown.pop("model") == "m-1" and sent["model"] == "m"  # as the server says, as it was asked for
        assert shown == {k: v for k, v in sent.items() if k != "model"}, turn
    assert (code(f"{address}/api/request/{one.key}/5"), code(f"{address}/api/request/none/0")) == (400, 404)


def test_all_sessions_of_an_episode_are_there(tmp_path: Path) -> None:
    agentgym.rollout("mind2web", "random", tasks=20, data=str(EMBEDDED), out=tmp_path)
    address = served(tmp_path)
    several = unanswerable = 0
    for one in read(tmp_path):
        shown = get(f"{address}/api/episode/{one.key}")
        assert [s["fresh"] for s in shown["steps"]] == [s.messages for s in one.steps]
        several += sum(s["fresh"] is not None for s in shown["steps"]) > 0
        for turn, step in enumerate(one.steps):
            asked = f"{address}/api/request/{one.key}/{turn}"
            if step.unasked:
                assert code(asked) == 400
                unanswerable += 1
                continue
            first = get(asked)["messages"]
            assert first[-1]["content"] == (one.steps[turn - 1].observation if turn else one.observation)
    assert several and unanswerable


def test_what_is_not_known_is_told(tmp_path: Path) -> None:
    old = episode(1, "a", 0.0, views=False)
    write(tmp_path, [old])
    with pytest.raises(urllib.error.HTTPError) as refused:
        get(f"{served(tmp_path)}/api/request/{old.key}/0")
    assert refused.value.code == 400 and b"is not known" in refused.value.read()


def test_half_a_surrogate_pair_is_served(tmp_path: Path) -> None:
    odd = episode(1, "a", 0.0, observation="half \ud800 of it")
    write(tmp_path, [odd])
    assert get(f"{served(tmp_path)}/api/episode/{odd.key}")["observation"] == "half \ud800 of it"


def test_endings_rewards_and_later_scores(tmp_path: Path) -> None:
    waiting = [episode(i, "a", None, status=Status.UNSCORED, failure=None) for i in (2, 3)]
    write(tmp_path, [episode(1, "a", 1.0), *waiting, episode(4, "a", None)])
    score(tmp_path, lambda e: 0.5 if e.task_id == "task-2" else None, by="tests:judge")
    score(tmp_path, lambda e: 7.0, name="style", by="tests:judge")
    address = served(tmp_path)
    page = get(f"{address}/api/list?sort=task")
    assert [(r["ending"], r["reward"]) for r in page["rows"]] == [
        ("scored", 1.0), ("scored", 0.5), ("unscored", None), ("failed", None)
    ]  # fmt: skip
    assert page["names"] == {"AgentTune/ALFWorld-v0": "ALFWorld"}
    assert list(page["facets"]["outcome"]) == ["solved", "partial", "zero", "unscored", "failed"]
    assert get(f"{address}/api/episode/{waiting[0].key}")["later"] == {"reward": 0.5, "style": 7.0}


def test_only_pictures_below_the_folders_are_served(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    folder.mkdir()
    (folder / "a.png").write_bytes(DOT)
    (folder / "secret.txt").write_text("secret")
    (tmp_path / "outside.png").write_bytes(DOT)
    one = episode(1, "a", 0.0)
    names = ["a.png", "secret.txt", str(tmp_path / "outside.png"), "../outside.png", "/etc/passwd"]
    one.steps = [Step(output="x", observation="y", screenshot=n) for n in names]
    write(folder, [one])
    address = served(folder)
    for number, expected in ((0, 200), (1, 400), (2, 404), (3, 404), (4, 404), (9, 404)):
        assert code(f"{address}/picture/{one.key}/{number}") == expected, names[number % 5]


def test_other_names_of_this_machine_are_refused(tmp_path: Path) -> None:
    write(tmp_path, [episode(1, "a", 0.0)])
    request = urllib.request.Request(served(tmp_path) + "/api/list", headers={"Host": "evil.example"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request)
    assert refused.value.code == 403
