"""Answers of servers that differ in details are read all the same."""

from __future__ import annotations

from tests.policies.servers import Server, ask, completion, whole


def test_a_server_that_answers_in_two_ways_at_once_is_read(server: Server) -> None:
    """Reasoning apart, wherever servers put it; tool calls with arguments as an object and without an id."""
    for message, text, reasoning in (
        ({"content": "a", "reasoning_content": "r"}, "a", "r"),
        ({"content": "a", "reasoning": "r"}, "a", "r"),
        ({"content": "<think>\nr\n</think>\n\na"}, "a", "r"),
        ({"content": "r</think>a"}, "a", "r"),
        ({"content": "<think>r"}, "", "r"),
        ({"content": "a <think>b</think>"}, "a <think>b</think>", ""),
        ({"content": [{"type": "thinking", "thinking": "r"}, {"type": "text", "text": "a"}]}, "a", "r"),
        ({"content": None, "refusal": "I cannot."}, "I cannot.", ""),
    ):
        server.answer = lambda body, m=message: whole({"role": "assistant", **m})  # type: ignore[misc]
        answer = ask(f"openai:m?base_url={server.url}")
        assert (answer.text, answer.reasoning) == (text, reasoning), message
    call = {"function": {"name": "f", "arguments": {"x": 1}}}
    server.answer = lambda body: completion(None, tool_calls=[call])
    answer = ask(f"openai:m?base_url={server.url}")
    assert answer.tool_calls == [
        {"id": "call_0", "type": "function", "function": {"name": "f", "arguments": '{"x":1}'}}
    ]


def test_ids_within_log_probabilities_are_read(server: Server) -> None:
    for tokens in (
        [{"id": 5, "token": "a", "logprob": -1}],
        [{"token": "token_id:5", "logprob": -1}],
    ):
        server.answer = lambda body, t=tokens: whole(  # type: ignore[misc]
            {"role": "assistant", "content": "a"}, choice={"logprobs": {"content": t}}
        )
        assert ask(f"openai:m?base_url={server.url}&logprobs=true").completion_ids == [5]
