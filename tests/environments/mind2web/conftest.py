"""Files in the official layout."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import numpy as np
import pytest

from tests.environments.mind2web.made import action, task


@pytest.fixture
def official(tmp_path: Path) -> Path:
    """A folder in the official layout, with a score file."""
    for split in ("train", "test_task", "test_website", "test_domain"):
        (tmp_path / "data" / split).mkdir(parents=True)
        tasks = [task(f"{split}{i}", action("a", 12), action("b", 25, "TYPE", "red hat")) for i in range(12)]
        (tmp_path / "data" / split / f"{split}_0.json").write_text(json.dumps(tasks[:7], indent=2))
        (tmp_path / "data" / split / f"{split}_10.json").write_text(json.dumps(tasks[11:]))
        (tmp_path / "data" / split / f"{split}_2.json").write_text(json.dumps(tasks[7:11]))
    # The right element is ranked first in the first step, and beyond the tenth place in the second.
    ranks = {
        f"{split}{i}_{uid}": {str(n): r for r, n in enumerate(order)}
        for split in ("train", "test_domain")
        for i in range(12)
        for uid, order in (
            ("a", [12, *range(13, 30), 10, 11]),
            ("b", [*range(10, 25), *range(26, 30), 25]),
        )
    }
    scores = {k: {n: np.float32(-r) for n, r in v.items()} for k, v in ranks.items()}
    with (tmp_path / "scores_all_data.pkl").open("wb") as file:
        pickle.dump({"scores": scores, "ranks": ranks}, file)
    return tmp_path
