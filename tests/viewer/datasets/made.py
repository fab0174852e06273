"""A data set with rows that are kept, dropped episodes, a conversation from elsewhere, and marks."""

from __future__ import annotations

from pathlib import Path

from agentgym.dataset.card import card
from agentgym.dataset.curation import Curation
from agentgym.dataset.files import Mark, Origin, add_marks, write_dataset
from agentgym.dataset.recipe import Recipe
from agentgym.dataset.row import Row
from agentgym.messages import assistant, system, user
from tests.report.synthetic import episode, write

HOSTILE = "Be kind. <script>document.title = 'bad'</script> 🙂 \ud800"


def dataset(folder: Path) -> Path:
    """Make it; return its folder."""
    write(folder / "run", [episode(i, "model", float(i > 1)) for i in range(5)])
    curation = Curation([folder / "run"], Recipe(keep="reward == 1"))

    def rows() -> list[Row]:
        general = Row(
            id="chat_0",
            messages=[
                system(HOSTILE),
                user("🙂 Please: how many APPLES do they have in all?"),
                assistant("Ok."),
                user("Go on."),
                assistant("42, says the wombat.", loss=True),
            ],
        )
        return [*curation, general]

    write_dataset(
        folder / "data",
        rows(),
        lambda: Origin(runs=["run"], recipe=curation.recipe, counts=curation.counts),
        card,
        dropped=curation.dropped,
    )
    mark = Mark(
        row="chat_0", test="gsm8k?split=test", sample="t-0", train_text="how many apples … they have",
        test_text="how many apples will they have", tokens=6,
    )  # fmt: skip
    add_marks(folder / "data", ["gsm8k?split=test"], [mark])
    return folder / "data"
