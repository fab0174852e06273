"""Options: read from texts and from Python alike, refused with what was expected, documented once."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import pytest

from agentgym.errors import OptionError
from agentgym.policies.options import Options, described, incidental, option, read, sampling


class Some(Options, frozen=True):
    """Options of every type."""

    heat: Annotated[float, sampling("how hot.", ge=0)] | None = None
    most: Annotated[int, sampling("how many.", ge=1, le=9)] = 4
    ends: Annotated[list[str] | None, sampling("ends.")] = None
    eager: Annotated[bool | None, option("at once.")] = None
    form: Annotated[Literal["text", "native"], option("which form.")] = "text"
    body: Annotated[dict[str, Any] | None, option("more.")] = None
    words: Annotated[list[str] | None, option("words.", read=str.split)] = None
    note: Annotated[str, option("a note.")] = ""
    wait: Annotated[float, incidental("seconds.", gt=0)] = 1.0


def test_texts_and_values_are_read_alike() -> None:
    texts = {
        "heat": "0.5", "most": "3", "ends": "a|b\\n", "eager": "", "form": "native", "body": '{"x": 1}',
        "words": "a b", "wait": "2",
    }  # fmt: skip
    values = Some(
        heat=0.5,
        most=3,
        ends=["a", "b\n"],
        eager=True,
        form="native",
        body={"x": 1},
        words=["a", "b"],
        wait=2.0,
    )
    assert read("s", texts, Some) == values
    assert read("s", {n: getattr(values, n) for n in Some.__struct_fields__}, Some) == values
    assert read("s", {"heat": 1, "wait": 3}, Some) == Some(heat=1.0, wait=3.0)
    for text, said in (
        ("yes", True),
        ("1", True),
        ("TRUE", True),
        ("off", False),
        ("0", False),
        ("false", False),
    ):
        assert read("s", {"eager": text}, Some).eager is said


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"heet": "1"}, "s: unknown option 'heet'; known: heat, most, .*Did you mean 'heat'"),
        ({"heat": "hot"}, "s: heat must be a number of at least 0, got 'hot'"),
        ({"heat": "-1"}, "s: heat must be a number of at least 0, got '-1'"),
        ({"most": "10"}, "s: most must be an integer of at least 1 and of at most 9, got '10'"),
        ({"most": "1.5"}, "s: most must be an integer"),
        ({"eager": "perhaps"}, "s: eager must be true or false, got 'perhaps'"),
        ({"form": "json"}, "s: form must be text or native, got 'json'"),
        ({"body": "[1]"}, r"s: body must be a JSON object, got '\[1\]'"),
        ({"body": "{"}, "s: body must be a JSON object, got '{'"),
        ({"ends": [1]}, r"s: ends must be texts, separated by \|, got \[1\]"),
        ({"note": 3}, "s: note must be a text, got 3"),
        ({"wait": "0"}, "s: wait must be a number above 0, got '0'"),
    ],
)
def test_what_is_not_accepted_is_told(given: dict[str, Any], message: str) -> None:
    with pytest.raises(OptionError, match=message):
        read("s", given, Some)


def test_every_option_says_whether_answers_depend_on_it() -> None:
    assert Some.incidental() == {"wait"}
    assert Some().identity() == {"form": "text", "most": 4}
    some = Some(heat=0.0, eager=False, note="n", wait=9.0)
    assert some.sampling() == {"heat": 0.0, "most": 4}, "zero is said, nothing is not"
    assert some.identity() == {"form": "text", "note": "n", "heat": 0.0, "most": 4}
    with pytest.raises(TypeError, match="An option is Annotated"):
        described(type("Bare", (Options,), {"__annotations__": {"x": "int"}, "x": 1, "__module__": __name__}))


@pytest.mark.parametrize("value", ["nan", "inf", "-inf"])
def test_a_number_is_finite(value: str) -> None:
    with pytest.raises(OptionError, match="heat must be a number"):
        read("some", {"heat": value}, Some)
