"""Real sites: the embedded ones behind ports stand for them; log-in, cookies and verdicts are those of the wire."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from wsgiref.types import WSGIEnvironment

import gymnasium as gym
import pytest
from click.testing import CliRunner

from agentgym.browser.site import SiteServer
from agentgym.environments.webarena.authoring.shop import CUSTOMER, STAFF
from agentgym.environments.webarena.commands import commands
from agentgym.environments.webarena.official.real import fetch
from agentgym.environments.webarena.site.people import Served
from agentgym.errors import DataError, EnvironmentFailure
from tests.environments.webarena.browser import needs_browser

pytestmark = needs_browser
WISHES = 'document.querySelector(".products-grid.wishlist").outerText'
PATH = "/alderway-foldaway-desk-lamp-oak.html"


@pytest.fixture(scope="module")
def shop() -> Iterator[str]:
    inner = Served().application("shopping")

    def stranger(environ: WSGIEnvironment, start: Any) -> Any:
        # Without a cookie nobody is logged in: this is no site for a person who plays.
        environ.setdefault("HTTP_COOKIE", "visit=nobody")
        return inner(environ, start)

    with SiteServer(stranger) as server:
        yield server.url


@pytest.fixture(scope="module")
def logins(shop: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("logins")
    accounts = {
        "shopping": {"username": CUSTOMER[0], "password": CUSTOMER[1]},
        "shopping_admin": {"username": STAFF[0], "password": STAFF[1]},
    }
    (folder / "accounts.json").write_text(json.dumps(accounts))
    done = CliRunner().invoke(
        commands, ["login", str(folder), "--sites", f"shopping={shop}", "--only", "shopping"]
    )
    assert done.exit_code == 0, (done.output, done.exception)
    return folder


def env_of(folder: Path, shop: str, logins: Path | None, *tasks: dict[str, Any]) -> Any:
    (folder / "test.raw.json").write_text(json.dumps(tasks))
    return gym.make(
        "AgentTune/WebArena-v0", data=folder, sites=f"shopping={shop}", cookies=logins, action_format="native"
    ).unwrapped


def task(number: int, **judge: Any) -> dict[str, Any]:
    return {
        "sites": ["shopping"],
        "task_id": number,
        "start_url": "__SHOPPING__",
        "intent": "x",
        "eval": judge,
    }


def press(env: Any, role: str, name: str) -> Any:
    number = next(n for n, e in env.session.seen.elements.items() if (e.role, e.name) == (role, name))
    return env.step(f"click [{number}]")


def test_a_task_is_played_where_the_site_is_logged_in(shop: str, logins: Path, tmp_path: Path) -> None:
    check = {
        "url": "__SHOPPING__/wishlist/",
        "locator": WISHES,
        "required_contents": {"must_include": ["Desk Lamp"]},
    }
    author = "func:shopping_get_sku_latest_review_author('AL-1021')"
    review = {"url": "last", "locator": author, "required_contents": {"must_include": [""]}}
    env = env_of(
        tmp_path, shop, logins,
        task(
            1, eval_types=["url_match", "program_html"], reference_url="__SHOPPING__/wishlist",
            program_html=[check, review],
        ),
    )  # fmt: skip
    seen, _ = env.reset(seed=0)
    assert "Welcome, Nora Lindqvist!" in seen and shop in seen
    env.step(f"goto [{shop}{PATH}]")
    press(env, "button", "Add to Wish List")
    *_, info = env.step("stop []")
    assert info["metrics"]["success"] == 1
    assert "Nothing" not in env.reset(seed=0)[0]
    env.step("goto [http://127.0.0.1:9/]")
    env.close()


def test_without_cookies_nobody_is_logged_in(shop: str, tmp_path: Path) -> None:
    env = env_of(tmp_path, shop, None, task(2, eval_types=["url_match"], reference_url="__SHOPPING__/x"))
    assert "Sign In" in env.reset(seed=0)[0]
    assert env.step("stop []")[1] == 0
    env.close()


def test_verified_looks_at_the_requests(shop: str, logins: Path, tmp_path: Path) -> None:
    expected = {"url": "__SHOPPING__/newsletter/manage/", "http_method": "POST", "post_data": {"is_subscribed": "on"},
                "response_status": 302}  # fmt: skip
    answer = {"task_type": "mutate", "status": "SUCCESS", "retrieved_data": None}
    entry = {
        "sites": ["shopping"], "task_id": 3, "start_urls": ["__SHOPPING__/newsletter/manage/"], "intent": "x",
        "eval": [
            {"evaluator": "AgentResponseEvaluator", "results_schema": {"type": "null"}, "expected": answer},
            {"evaluator": "NetworkEventEvaluator", "expected": expected},
        ],
    }  # fmt: skip
    env = env_of(tmp_path, shop, logins, entry)
    said = json.dumps({"task_type": "MUTATE", "status": "SUCCESS", "retrieved_data": None})
    for does, reward in ((True, 1.0), (False, 0.0)):
        env.reset(seed=0)
        if does:
            press(env, "checkbox", "General Subscription")
            press(env, "button", "Save")
        assert env.step(f"stop [{said}]")[1] == reward
    env.close()


def test_log_ins_that_are_missing_or_refused_are_said(shop: str, tmp_path: Path) -> None:
    env = env_of(tmp_path, shop, tmp_path, task(4, eval_types=["url_match"], reference_url="x"))
    with pytest.raises(DataError, match="data webarena login"):
        env.reset(seed=0)
    env.close()
    (tmp_path / "accounts.json").write_text('{"shopping": {"username": "a@b", "password": "c"}}')
    done = CliRunner().invoke(
        commands, ["login", str(tmp_path), "--sites", f"shopping={shop}", "--only", "shopping"]
    )
    assert isinstance(done.exception, EnvironmentFailure) and "refuses the account" in str(done.exception)


def test_a_site_that_is_gone_is_a_failure() -> None:
    with pytest.raises(EnvironmentFailure, match="does not answer"):
        fetch("GET", "http://127.0.0.1:9/", {})
