"""Records ``traces.json.gz`` and ``lucene.json.gz`` from the original WebShop over a shop of ours.

Run with what the original needs (princeton-nlp/WebShop at 64fa2a5 on PYTHONPATH, Java, pyserini 0.22.1, spaCy with
en_core_web_sm), not with agentgym::

    python record.py FOLDER EMBEDDED OUT

FOLDER is the small shop (``python -m tests.environments.webshop.golden.shop FOLDER``), EMBEDDED the catalogue that
ships (``agentgym data webshop generate --out EMBEDDED``). All recorded text is ours, or the original's page furniture.
"""

from __future__ import annotations

import gzip
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import web_agent_site.engine.engine as engine
import web_agent_site.engine.goal as scoring
import web_agent_site.envs.web_agent_text_env as original
from pyserini.analysis import Analyzer, get_lucene_analyzer
from pyserini.search.lucene import LuceneSearcher

STEPS = 14
TEXTS = (
    "Café's 1,000.5 men's size:XL", "women’s WOMEN'S women‘s dogs' 's", "come.assembly description:solid wi-fi AC/DC",
    "U.S.A. e.g. a.b.c 3.14 1,2,3 1.2.3 1'000 10:30 v2.0 2.4ghz x.5 .5 5.", "under_score _lead trail_ a_b-c",
    "¼ ½ № ❶ ② ² x² 5µm", "日本の提灯 ランプ ひかり 東京タワー", "한국어 텍스트 ไทย ελληνικά Ωmega עברית العربية हिन्दी",
    "🕯️ 👩‍🚀 ✨ 🎉🎉 ☀ ★ ☆ ✔ ❤️ ♥ 🇩🇪🇫🇷 1️⃣ #️⃣ 👍🏽", "naïve façade résumé Straße İstanbul ǅ ﬁne ﬀ",
    "running runs ran runner's easily fairly sky skies dying died agreed feed hopping hoping falling",
    "relational conditional rational valenci hesitanci digitizer conformabli radicalli differentli vileli "
    "analogousli vietnamization predication operator feudalism decisiveness hopefulness callousness formaliti "
    "sensitiviti sensibiliti apology logi bli", "us is was his has this bus gas yes oats ties caresses ponies cats",
    "triplicate formative formalize electriciti electrical hopeful goodness revival allowance inference airliner "
    "adjustable defensible irritant replacement adjustment dependent adoption communism activate angulariti "
    "homologous effective bowdlerize probate rate cease controll roll", "a an and are as at be but by for if in into",
    "The THE tHe Not NO it It's Its", "x-large xx-large 3-pack t-shirt", "a1b2 1a 22k gold 18/10 steel 5% $9.99 50€",
    "foo@bar.com http://example.org/a?b=c&d=e #tag @name", "tab\tnew\nline\u00a0nbsp\u200bzero\u00adsoft\ufeffbom",
    "ﾗﾝﾌﾟ ＡＢＣ １２３ ｈｅｌｌｏ＇ｓ", "l'été d'or aujourd'hui O'Neill rock'n'roll 'quoted' ''", "", "   ",
    "-- ** !! ??",
    "ΟΔΟΣ ΣΊΣΥΦΟΣ Σ", "ภาษาไทย abcไทยdef ကမ္ဘာ", "א\"ב ג'ד", "❥ ❧ ﾟ 🏽 ⓐ ☙ ➜ ▶ ● ◆ ✦ ➤ ™ © ®",
    "カタカナ ア.b アb ｱﾟ アー 々 々d",
    "3.a a.3 a:3 3:a b:c 3;4 b;c", "👨‍👩‍👧‍👦👍🏿👍 ❤️‍🔥 🏴󠁧󠁢󠁥󠁮󠁧󠁿", "b\u200cd b\u200dd",
    "x" * 600, "x" * 255 + "'s", "x" * 253 + ".yz",
    "generously generate general university universal universe iced icing ing ed s",
)  # fmt: skip


def index_of(products: list[dict[str, Any]], folder: Path) -> LuceneSearcher:
    """Index products as the original does (``search_engine/convert_product_file_format.py``, ``run_indexing.sh``)."""
    documents, index = folder / "documents", folder / "index"
    documents.mkdir(parents=True)
    with (documents / "documents.jsonl").open("w") as out:
        for p in products:
            options = ", and ".join(f"{name}: {', '.join(values)}" for name, values in p["options"].items())
            text = " ".join([p["Title"], p["Description"], p["BulletPoints"][0], options]).lower()
            out.write(json.dumps({"id": p["asin"], "contents": text}) + "\n")
    jar = next(Path(sys.modules["pyserini"].__path__[0]).glob("resources/jars/anserini-*-fatjar.jar"))
    subprocess.run(
        ["java", "-cp", jar, "io.anserini.index.IndexCollection", "-collection", "JsonCollection", "-input",
         documents, "-index", index, "-generator", "DefaultLuceneDocumentGenerator", "-threads", "1",
         "-storePositions", "-storeDocvectors", "-storeRaw"], check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    return LuceneSearcher(str(index))


def load(folder: Path) -> list[dict[str, Any]]:
    """Load a catalogue in the official layout with the original's code."""
    engine.DEFAULT_ATTR_PATH = str(folder / "items_ins_v2.json")
    engine.HUMAN_ATTR_PATH = str(folder / "items_human_ins.json")
    products, *_ = engine.load_products(str(folder / "items_shuffle.json"), human_goals=True)
    return products  # type: ignore[no-any-return]


def environment(folder: Path, searcher: LuceneSearcher, *, human: bool, attributes: bool) -> Any:
    """Open the original's text environment on a catalogue."""
    load(folder)
    original.init_search_engine = lambda num_products=None: searcher
    random.seed(7)  # of prices and price limits
    return original.WebAgentTextEnv(
        observation_mode="text", file_path=str(folder / "items_shuffle.json"), human_goals=human,
        show_attrs=attributes, session_prefix="S",
    )  # fmt: skip


def choose(rng: random.Random, env: Any, goal: dict[str, Any], step: int) -> str:
    """Choose an action: every other one sensible, now and then an odd one."""
    available = env.get_available_actions()
    values = available["clickables"]
    if rng.random() < 0.06:
        return rng.choice(
            ["", "think", "search[]", "click[]", "click[search]", "CLICK[< prev]", "search[the of]"]
        )
    sensible = rng.random() < 0.5 or step >= STEPS - 3
    if sensible and goal["asin"].lower() in values:
        return f"click[{goal['asin']}]"
    if sensible and "buy now" in values:
        options = goal["goal_options"]
        wanted = [o for o in (options.values() if isinstance(options, dict) else options) if o in values]
        return f"click[{rng.choice([*wanted, 'Buy Now'] if step > 6 else [*wanted, *values[:5]])}]"
    if available["has_search_bar"] or rng.random() < 0.05:
        queries = ["lamp", f"<q> {goal['query']}", "<c> garden", "Green Tea", "no_such_thing", "women's lamp size:XL",
                   "LAMP [lamp] lamp", goal["instruction_text"]]  # fmt: skip
        return f"search[{goal['name'] or 'lamp' if sensible else rng.choice(queries)}]"
    value = rng.choice([v for v in values if v != "buy now" or rng.random() < 0.3] or values)
    return f"click[{value.upper() if rng.random() < 0.2 else value}]"


def trace(env: Any, number: int, rng: random.Random) -> dict[str, Any]:
    """Play one visit and record all that can be seen of it."""
    env.session = None
    env.reset(session=number)
    goal = env.server.user_sessions[env.session]["goal"]
    pages, action, reward, done = [], None, 0.0, False
    for step in range(STEPS + 1):
        if action is not None:
            _, reward, done, _ = env.step(action)
        page = {"action": action, "reward": reward, "available": env.get_available_actions()}
        for mode in ("text", "text_rich", "url"):
            env.observation_mode = mode
            page[mode] = env.observation
        env.observation_mode = "text"
        pages.append(page)
        if done:
            break
        action = choose(rng, env, goal, step)
    return {"goal": goal, "position": number, "session": env.session, "steps": pages}


def nouns(products: list[dict[str, Any]]) -> dict[str, list[str]]:
    """Return the nouns of every title, as the original's reward takes them."""
    kinds = ("PNOUN", "NOUN", "PROPN")
    titles = {p["Title"] for p in products}
    return {
        title: [t.text.lower() for t in scoring.nlp(title) if t.pos_ in kinds] for title in sorted(titles)
    }


def write(path: Path, value: object) -> None:
    """Write JSON, compressed the same way each time."""
    path.write_bytes(gzip.compress(json.dumps(value, ensure_ascii=False).encode(), 9, mtime=0))


def main(folder: Path, embedded: Path, out: Path) -> None:
    """Record everything."""
    rng = random.Random(11)
    with tempfile.TemporaryDirectory() as temporary:
        small = index_of(load(folder), Path(temporary) / "small")
        sets = []
        for human, attributes in ((True, False), (False, True)):
            env = environment(folder, small, human=human, attributes=attributes)
            awkward = [i for i, g in enumerate(env.server.goals) if "AWKWRD" in g["asin"]]
            plain = [i for i, g in enumerate(env.server.goals) if "AWKWRD" not in g["asin"]]
            numbers = rng.sample(awkward, min(10, len(awkward))) + rng.sample(plain, min(2, len(plain)))
            sets.append({
                "human": human, "show_attributes": attributes, "prices": env.server.product_prices,
                "goals": [[g["asin"], g["goal_options"], g["weight"]] for g in env.server.goals],
                "traces": [trace(env, number, rng) for number in numbers],
            })  # fmt: skip
        write(out / "traces.json.gz", {"nouns": nouns(load(folder)), "sets": sets})
        products = load(embedded)
        searcher = index_of(products, Path(temporary) / "embedded")
        wishes = json.loads((embedded / "items_human_ins.json").read_text())
        texts = [entry["instruction"].lower() for entries in wishes.values() for entry in entries]
        queries = rng.sample(texts, 30) + [p["Title"].lower() for p in rng.sample(products, 12)]
        queries += ["shirt", "lightweight nylon jacket jacket jacket", "men's", "pack of 2", "the of", "red 5.5",
                    "unisex", "women women women green tea men"]  # fmt: skip
        position = {p["asin"]: i for i, p in enumerate(products)}
        analyzer = Analyzer(get_lucene_analyzer())
        write(out / "lucene.json.gz", {
            "tokens": [[text, list(analyzer.analyze(text))] for text in TEXTS],
            "queries": [[q, [position[hit.docid] for hit in searcher.search(q, k=50)]] for q in queries],
            "small": [[q, [hit.docid for hit in small.search(q, k=50)]] for q in (*TEXTS, "lamp", "Red Lamp & Shade")
                      if q.strip()],
        })  # fmt: skip


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
