"""Run by an interpreter that has ``webarena-verified``: reads traces as JSON, writes the evaluators' verdicts.

It imports nothing of this package. A line it reads is ``[task, place, [requests]]``: ``place`` says which evaluator of
the task. A line it writes is 1, 0, or the error.
"""

import json
import logging
import sys
from urllib.parse import quote

_SITES = "SHOPPING SHOPPING_ADMIN REDDIT GITLAB WIKIPEDIA MAP HOMEPAGE".split()


def entry(request: dict) -> dict:  # type: ignore[type-arg]
    """Return a request as HAR has it."""
    headers = [{"name": name, "value": value} for name, value in request["headers"].items()]
    made = {"url": request["url"], "method": request["method"], "headers": headers, "cookies": [], "queryString": [],
            "headersSize": -1, "bodySize": -1, "httpVersion": "HTTP/1.1"}  # fmt: skip
    if request["body"]:
        kind = request["headers"].get("content-type", "")
        made["postData"] = {"mimeType": kind, "text": request["body"], "params": []}
    content = {"size": len(request["content"]), "mimeType": "application/json" if request["content"] else "text/html",
               "text": request["content"]}  # fmt: skip
    answer = {"status": request["status"], "statusText": "", "httpVersion": "HTTP/1.1", "headers": [],
              "cookies": [{"name": n, "value": quote(v)} for n, v in request["cookies"].items()], "content": content,
              "redirectURL": "", "headersSize": -1, "bodySize": -1}  # fmt: skip
    return {"startedDateTime": "2026-01-01T00:00:00Z", "time": 1, "request": made, "response": answer, "cache": {},
            "timings": {}}  # fmt: skip


def main() -> None:
    """Judge each line."""
    from webarena_verified.api import WebArenaVerified  # type: ignore[import-not-found]
    from webarena_verified.types.config import WebArenaVerifiedConfig  # type: ignore[import-not-found]

    logging.disable(logging.CRITICAL)
    sites = {f"__{name}__": {"urls": [f"http://{name.lower().replace('_', '-')}.test"]} for name in _SITES}
    judge = WebArenaVerified(config=WebArenaVerifiedConfig(environments=sites))
    answer = json.dumps(
        {"task_type": "MUTATE", "status": "SUCCESS", "retrieved_data": None, "error_details": None}
    )
    for line in sys.stdin:
        task, place, requests = json.loads(line)
        try:
            trace = [entry(request) for request in requests]
            result = judge.evaluate_task(task_id=task, agent_response=answer, network_trace=trace)
            said = [r for r in result.evaluators_results if r.evaluator_name == "NetworkEventEvaluator"][
                place
            ]
            found = said.score if said.error_msg is None else f"error: {said.error_msg}"
        except Exception as error:  # noqa: BLE001 (whatever it says is its verdict)
            found = f"error: {error!r:.200}"
        print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main()
