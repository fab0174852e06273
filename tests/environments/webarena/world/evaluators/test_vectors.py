"""What the original's evaluators said about 195 inputs of our own; the pages are opened in the browser."""

from __future__ import annotations

import gzip
import json
from typing import Any

import msgspec

from agentgym.environments.webarena.scoring import WebArenaJudge, score
from agentgym.environments.webarena.world.building import build
from agentgym.environments.webarena.world.checking import CheckedTab
from agentgym.environments.webarena.world.config import Config, Eval
from agentgym.environments.webarena.world.evaluators.base import End
from agentgym.environments.webarena.world.evaluators.helpers import post_url
from agentgym.errors import DataError, EnvironmentFailure
from tests.environments.webarena.browser import needs_browser, page_of
from tests.shared_data import shared

HOST = "site.test"
# What cannot be used is refused when it is read: the original raises when it judges, or (122) passes a kind of
# reference that it does not know. A verdict that cannot be read (115) is asked for again. The last raises in both.
REFUSED = {122}


class Rest:
    """The shop's own interface, as the vectors have it."""

    def __init__(self, answers: dict[str, Any]) -> None:
        self.answers = answers

    def address(self, site: str) -> str:
        return f"http://{HOST}"

    def get(self, site: str, path: str) -> Any:
        return self.answers[path.partition("?")[0]]

    def exchanges(self) -> list[Any]:
        return []


def _vectors() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        gzip.decompress(shared("webarena/evaluator_vectors.json.gz").read_bytes())
    )
    return found


def _verdict(vector: dict[str, Any], page: Any, fresh: Any, rest: Rest) -> float | str | None:
    """Return the score, ``None`` where a judge's verdict cannot be read, or what is raised."""
    try:
        config = Config(
            sites=[], task_id=vector["id"], intent=vector["intent"], start_urls=[],
            eval=msgspec.convert(vector["eval"], Eval),
        )  # fmt: skip
        evaluators = build(config)
        end = End(vector["answer"], CheckedTab(page), fresh, rest)
        result = score(evaluators, end)
    except (DataError, msgspec.ValidationError):
        return "refused"
    except EnvironmentFailure:
        return "failed"
    if not result.open:
        return result.value
    rating = WebArenaJudge.rating(None, vector["llm"] or "")  # type: ignore[arg-type]
    return None if rating is None else result.value * rating


@needs_browser
def test_every_verdict_is_the_original_s() -> None:
    data = _vectors()
    pages = {path: text.replace("SITE", HOST) for path, text in data["pages"].items()}
    rest, wrong = Rest(data["rest"]), []
    with page_of(pages) as page:
        checking = CheckedTab(page.new_tab())
        for raw in data["vectors"]:
            vector = json.loads(json.dumps(raw).replace("SITE", HOST))
            url = vector["url"]
            url = url if not url.startswith("/") else f"http://{HOST}{url}"
            if url != page.url or "program_html" in vector["eval"]["eval_types"]:
                page.goto(url)
            found = _verdict(vector, page, lambda: checking, rest)
            wanted = vector.get("score")
            right = found == wanted if "score" in vector else found in ("refused", "failed", None)
            if not right and vector["id"] not in REFUSED:
                wrong.append((vector["id"], found, wanted, vector.get("exception")))
    assert wrong == []
    assert len(data["vectors"]) == 195


def test_addresses_of_posts_are_the_original_s() -> None:
    for vector in _vectors()["post_urls"]:
        assert post_url(vector["url"]) == vector["post"]
