"""Templates of word problems."""

from __future__ import annotations

import re

from agentgym.environments.rewoo.authoring.stories import STORIES


def test_every_number_is_told_or_computed() -> None:
    assert len({s.text for s in STORIES}) == len(STORIES)
    for story in STORIES:
        names = {part.partition("=")[0] for part in story.numbers.split()}
        used = set(re.findall(r"\{(\w)\}", story.text + "".join(sum(story.steps, ()))))
        assert used - {"p", "q", "t", "u"} <= names, story.text
