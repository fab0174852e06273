"""The space of texts."""

from __future__ import annotations

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
