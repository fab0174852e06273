"""Graphs, episodes and servers that several tests share."""

from __future__ import annotations

import json
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from agentgym.environments.knowledge_graph.authoring.encode import encode
from agentgym.environments.knowledge_graph.env import KGEnv
from agentgym.environments.knowledge_graph.world import terms
from agentgym.environments.knowledge_graph.world.index import Index
from agentgym.environments.knowledge_graph.world.ontology import Ontology
from agentgym.environments.knowledge_graph.world.question import Question
from agentgym.tasks import Task

INT = f"^^<{terms.XSD}integer>"
NS = terms.FREEBASE
NAME = 'Handel: "Messiah" (Dublin, 1742)'
MUSIC = Index(
    encode(
        [
            ("m.1", "music.album.track", "m.a"),
            ("m.1", "music.album.track", "m.b"),
            ("m.1", "music.album.label", "m.l"),
            ("g.2", "music.album.track", "m.b"),
            ("m.a", "music.track.length", f'"10"{INT}'),
            ("m.b", "music.track.length", f'"9"{INT}'),
            ("m.a", "music.track.album", "m.1"),
            ("m.a", "hidden.relation.x", "m.1"),
        ]
    )
)
ONTOLOGY = Ontology(
    relations=frozenset({"music.album.track", "music.track.album", "music.album.label"}),
    attributes=frozenset({"music.track.length"}),
    domains={},
    ranges={
        "music.album.track": "music.track",
        "music.track.album": "music.album",
        "music.album.label": "music.label",
    },
    reverse={},
)
QUESTION = Question(
    id="q",
    question="which track?",
    entities={NAME: "m.1", "Other": "g.2"},
    s_expression="(JOIN (R music.album.track) m.1)",
    answer=["m.a"],
)


def music_env(**arguments: Any) -> KGEnv:
    """Return an environment on the small graph, in which :data:`QUESTION` has been asked."""
    env = KGEnv(graph=MUSIC, ontology=ONTOLOGY, **arguments)
    env.reset(seed=0, options={"task": Task(id="q", data=QUESTION)})
    return env


def say(env: KGEnv, *calls: str) -> str:
    observation = ""
    for call in calls:
        observation = env.step(f"Thought: so.\nAction: {call}")[0]
    return observation


def random_triples(count: int, seed: int = 0) -> list[tuple[str, str, str]]:
    rng = random.Random(seed)
    things = [f"m.{i:03x}" for i in range(count // 30)] + [
        f'"{i}"{INT}' if i % 2 else f'"tëxt {i}"' for i in range(40)
    ]
    return [
        (f"m.{rng.randrange(count // 30):03x}", f"a.b.r{rng.randrange(8)}", rng.choice(things))
        for _ in range(count)
    ]


Answer = Callable[[BaseHTTPRequestHandler, str], None]


@contextmanager
def server(answer: Answer) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"])).decode()
            answer(self, query)

        def log_message(self, *_: object) -> None:
            pass

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=httpd.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{httpd.server_port}/sparql"
    finally:
        httpd.shutdown()
        httpd.server_close()


def send(handler: BaseHTTPRequestHandler, body: bytes, status: int = 200, **headers: str) -> None:
    handler.send_response(status)
    for name, value in {"Content-Length": str(len(body)), **headers}.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def result(*ids: str) -> bytes:
    bindings = [{"x": {"type": "uri", "value": NS + i}} for i in ids]
    return json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": bindings}}).encode()
