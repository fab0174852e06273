"""Prompts: the form on a small page, and agreement with a slow tree implementation on many pages."""

from __future__ import annotations

import random

import pytest

from agentgym.environments.mind2web.official.files import entries_of, read_task
from agentgym.environments.mind2web.tasks import EMBEDDED
from agentgym.environments.mind2web.texts import Mind2WebTexts
from agentgym.environments.mind2web.world.markup import Markup
from agentgym.environments.mind2web.world.page import Page
from agentgym.environments.mind2web.world.prompt import question, render

PAGE = """
<html backend_node_id="1"><body backend_node_id="2" class="wide"><div backend_node_id="3"><div backend_node_id="4">
<a backend_node_id="5" id="home"><text backend_node_id="6">Home "sweet" home</text></a></div>
<input backend_node_id="7" type="TEXT" placeholder="Where to?" name="q" class="hidden"/></div>
<p backend_node_id="8"><text backend_node_id="9">Fish &amp; chips &lt;now&gt;</text></p>
<ul backend_node_id="10"><li backend_node_id="11"/><li backend_node_id="12"/><li backend_node_id="13"/>
<li backend_node_id="14"/><li backend_node_id="15" title="five"><text backend_node_id="16">five</text></li></ul>
</body></html>"""


def test_the_form_of_a_small_page() -> None:
    markup = Markup(Page(PAGE))
    made = render(markup, [markup.page.node_of["7"], markup.page.node_of["5"]])
    assert made.html == (
        "<html><body wide><div><a id=0>Home sweet home</a><input id=1 text q where to? /></div></body></html>"
    )
    assert made.choices == ["<a id=0>Home sweet home</a>", "<input id=1 text q where to? />"]
    asked = question(Mind2WebTexts(), made, "Go home", [f"[a]  {i} -> CLICK" for i in range(7)])
    assert asked.startswith("'''\n<html>") and "\n'''\n\nBased on the HTML webpage above" in asked
    assert "Previous actions:\n[a]  2 -> CLICK\n[a]  3" in asked, "the last five"
    assert asked.endswith(
        "A. None of the above\nB. <a id=0>Home sweet home</a>\nC. <input id=1 text q where to? />\n"
    )
    assert "Previous actions:\nNone\nWhat" in question(Mind2WebTexts(), made, "Go home", [])


def test_siblings_three_to_either_side_are_kept_and_empty_ones_spliced_out() -> None:
    markup = Markup(Page(PAGE))
    made = render(markup, [markup.page.node_of["15"]])
    assert made.html == "<html><body wide><li id=0 five>five</li></body></html>", (
        "three bare <li> and <ul> say nothing"
    )
    assert render(markup, [markup.page.node_of["8"]]).html == (
        "<html><body wide><p id=0>Fish & chips <now></p></body></html>"
    )


def test_text_is_cut_to_twenty_words_and_choices_to_ten() -> None:
    words = " ".join(f"w{i}" for i in range(30))
    markup = Markup(Page(f'<html backend_node_id="1"><b backend_node_id="2"><text>{words}</text></b></html>'))
    made = render(markup, [1])
    assert "w19</b>" in made.html and "w20" not in made.html
    assert made.choices == ["<b id=0>w0 w1 w2 w3 w4 w5 w6 w7 w8"]


def test_fifty_descendants_are_kept() -> None:
    inner = "".join(f'<i backend_node_id="{10 + i}" title="n{i}"/>' for i in range(80))
    markup = Markup(Page(f'<html backend_node_id="1"><div backend_node_id="2">{inner}</div></html>'))
    assert render(markup, [1]).html.count("<i n") == 50


def _random_page(seed: int) -> str:
    rng = random.Random(seed)
    tags = ["div", "span", "a", "li", "section", "input"]
    values = [
        "nav bar",
        "None",
        "http://x",
        'A "quoted" &amp; &lt;v&gt;',
        "a b c d e f",
        "averyveryverylongword x",
        "",
    ]
    texts = ['say "hi" &amp; go', "plain", "a  b\u00a0c", " ".join(map(str, range(25)))]
    counter = iter(range(1, 100_000))

    def build(depth: int) -> str:
        if rng.random() < 0.3:
            return f'<text backend_node_id="{next(counter)}">{rng.choice(texts)}</text>'
        attributes = "".join(
            f" {name}='{rng.choice(values)}'"
            for name in ("class", "role", "title", "id")
            if rng.random() < 0.2
        )
        tag, identity = rng.choice(tags), next(counter)
        inner = "".join(build(depth + 1) for _ in range(rng.randrange(5 if depth < 9 else 1)))
        return f'<{tag} backend_node_id="{identity}"{attributes}>{inner}</{tag}>'

    return f'<html backend_node_id="0">{"".join(build(0) for _ in range(6))}</html>'


def test_prompts_agree_with_the_slow_way() -> None:
    pytest.importorskip("lxml", reason="lxml is not installed: pip install lxml")
    from agentgym.benchmarks.speed.mind2web_reference import prompt

    pages = [_random_page(seed) for seed in range(150)]
    pages += [read_task(*pair).actions[-1].cleaned_html for pair in entries_of(EMBEDDED, "test_domain")]
    rng = random.Random(0)
    compared = 0
    for html in pages:
        page = Page(html)
        markup = Markup(page)
        elements = [i for i, node in page.node_of.items() if page.tags[node] != "text"]
        for _ in range(3):
            chosen = rng.sample(elements, min(5, len(elements)))
            ours = render(markup, [page.node_of[i] for i in chosen])
            text, choices = prompt(html, chosen)
            assert (ours.html, ours.choices) == (text, [c for _, c in choices])
            compared += 1
    assert compared > 600
