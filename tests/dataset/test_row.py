"""Rows, certificates and their hashes."""

from __future__ import annotations

import msgspec

from agentgym.dataset.row import Certificate, Row, digest, hash_of, seal, trace_of

CERTIFICATE = Certificate(
    env_id="X/Y-v0", env_args={"split": "train"}, task_id="t", task_hash="h", seed=1, framework="0", actions=["a"],
    trace=["1", "2"], reward=1.0,
)  # fmt: skip
ROW = Row(
    id="y_0", messages=[{"role": "user", "content": "u"}, {"role": "assistant", "content": "a", "loss": True}]
)


def test_the_hash_is_over_the_certificate_and_the_conversation() -> None:
    sealed = seal(CERTIFICATE, ROW)
    assert sealed.hash and hash_of(sealed, ROW) == sealed.hash
    assert hash_of(sealed, msgspec.structs.replace(ROW, id="other")) == sealed.hash
    assert hash_of(sealed, msgspec.structs.replace(ROW, tools=[{}])) != sealed.hash
    for field, other in (
        ("seed", 2),
        ("actions", ["b"]),
        ("reward", 0.5),
        ("env_args", {}),
        ("task_hash", ""),
    ):
        assert hash_of(msgspec.structs.replace(sealed, **{field: other}), ROW) != sealed.hash


def test_trained_turns_are_those_with_loss() -> None:
    ok: Row = msgspec.structs.replace(
        ROW, messages=[{"role": "assistant", "content": "Ok.", "loss": False}, *ROW.messages]
    )
    assert [m["content"] for m in ok.trained] == ["a"]


def test_a_trace_tells_observation_reward_and_end_apart() -> None:
    assert (
        len(
            {
                trace_of("x"),
                trace_of("y"),
                trace_of("x", 1.0),
                trace_of("x", 0.0, True),
                trace_of("x", 0.0, False, True),
            }
        )
        == 5
    )
    assert trace_of("x", 1) == trace_of("x", 1.0)


def test_lone_surrogates_have_a_digest() -> None:
    assert digest("\ud800") != digest("\ud801")
