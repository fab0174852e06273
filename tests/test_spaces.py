"""The space of texts."""

from __future__ import annotations

from typing import Any

import pytest

from agentgym.errors import OptionError


def test_vector_environments_return_long_observations_whole() -> None:
    from gymnasium.vector.utils import create_shared_memory, read_from_shared_memory, write_to_shared_memory

    from agentgym.spaces import UnicodeText

    space = UnicodeText(1000)
    memory = create_shared_memory(space, n=2)
    write_to_shared_memory(space, 1, "漢" * 1000, memory)
    view = read_from_shared_memory(space, memory, n=2)
    assert view[1] == "漢" * 1000 and view[0] == ""
    write_to_shared_memory(space, 1, "x", memory)
    assert view[1] == "x", "the view is live"
    with pytest.raises(OptionError, match="max_length larger"):
        write_to_shared_memory(space, 0, "漢" * 4000, memory)


def test_spaces_sample_and_round_trip() -> None:
    from agentgym.spaces import UnicodeText

    space = UnicodeText(100, seed=3)
    samples = [space.sample() for _ in range(50)]
    assert all(space.contains(s) for s in samples) and len(set(samples)) > 40
    assert space.from_jsonable(space.to_jsonable(samples)) == samples
    assert not space.contains("x" * 101) and not space.contains(b"x")
    again = UnicodeText(100, seed=3)
    assert [again.sample() for _ in range(50)] == samples


def test_gymnasiums_own_wrappers_and_functions_take_the_space() -> None:
    import gymnasium
    from gymnasium import spaces, wrappers

    from agentgym.spaces import UnicodeText

    class Says(gymnasium.Env[str, str]):
        observation_space = action_space = UnicodeText(10)

        def reset(self, *, seed: int | None = None, options: Any = None) -> tuple[str, dict[str, Any]]:
            return "ab漢", {}

        def step(self, action: str) -> tuple[str, float, bool, bool, dict[str, Any]]:
            return "c", 0.0, False, False, {}

    assert wrappers.FrameStackObservation(Says(), 2, padding_type="zero").reset()[0] == ("", "ab漢")
    flat = wrappers.FlattenObservation(Says())
    assert flat.observation_space.contains(flat.reset()[0])
    space = UnicodeText(10)
    assert spaces.utils.unflatten(space, spaces.utils.flatten(space, "ab漢")) == "ab漢"
    assert spaces.utils.flatdim(space) == 10 and space.min_length == 0
