"""``transformers:DIR``: a model in this process on torch; concurrent episodes are computed as one batch."""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import os
import zlib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from agentgym.client.model_profile import model_profile
from agentgym.client.options import Reader, listed, read
from agentgym.errors import ContextLengthError, DataError, DependencyError, OptionError, PolicyError
from agentgym.history import named
from agentgym.messages import system as system_message
from agentgym.messages import wire
from agentgym.models import CATALOGUE, find
from agentgym.policy import Completion, Policy, Request, Usage
from agentgym.serving import text_tools
from agentgym.serving.templates import template_path

OPTIONS: dict[str, Reader] = {
    "device": str,
    "dtype": str,
    "batch": int,
    "max_tokens": int,
    "temperature": float,
    "top_p": float,
    "seed": int,
    "stop": listed,
    "system": str,
    "history": str,
    "context": int,
    "profile": str,
    "chat_template": str,
    "threads": int,
}
"""Options of the spec."""


class TransformersPolicy(Policy):
    """A model in this process.

    Args:
        model: a folder with safetensors and a tokenizer, or an installed model (``smollm2``).
        device: ``cpu``, ``cuda``, ``cuda:1`` …; a GPU where there is one.
        dtype: ``auto`` (the folder's), ``float32``, ``bfloat16`` …
        batch: conversations that are computed at once, at most.
        max_tokens, temperature, top_p, seed, stop: sampling; greedy by default.
        system: system prompt.
        history: ``full``, ``paper`` or ``window``, with an amount behind a colon.
        context: tokens of prompt and answer together; the model's own limit by default.
        profile: a model profile (``agentlm``), whose parts are the defaults of the other arguments.
        chat_template: one of ours (``llama-2``, ``chatml-tools``) or a Jinja file; the model's own by default.
        threads: threads of torch on a CPU.

    Raises:
        OptionError: a value out of range.
    """

    def __init__(
        self,
        model: str,
        *,
        device: str | None = None,
        dtype: str = "auto",
        batch: int = 32,
        max_tokens: int | None = None,
        temperature: float | None = None,
        top_p: float = 1.0,
        seed: int = 0,
        stop: list[str] | None = None,
        system: str | None = None,
        history: str | None = None,
        context: int | None = None,
        profile: str | None = None,
        chat_template: str | None = None,
        threads: int | None = None,
    ) -> None:
        if not model:
            raise OptionError("Name the model: transformers:FOLDER, or transformers:smollm2.")
        chosen = model_profile(profile) if profile else None
        usual = chosen.sampling if chosen else {}
        self.max_tokens = int(max_tokens or usual.get("max_tokens", 256))
        self.temperature = float(temperature if temperature is not None else usual.get("temperature", 0.0))
        self.top_p = top_p
        if min(batch, self.max_tokens, threads or 1) < 1 or self.temperature < 0 or not 0 < top_p <= 1:
            raise OptionError(
                "transformers: expected batch, max_tokens and threads >= 1, temperature >= 0, 0 < top_p <= 1."
            )
        self.model = model
        self.device, self.dtype, self.batch, self.threads = device, dtype, batch, threads
        self.seed, self.stop = seed, list(stop or [])
        self.system = system if system is not None or chosen is None else chosen.system
        self.history = named(history or (chosen.history if chosen else "full"))
        self.cut = chosen is not None and chosen.limit is not None
        """Whether a prompt that is too long loses its beginning, as the profile's server did."""
        self.context = context or (chosen.limit if chosen else None)
        known = CATALOGUE.get(model)
        template = (
            chat_template
            or (chosen.chat_template if chosen else None)
            or (known.chat_template if known else None)
        )
        self.template = template_path(template).read_text("utf-8") if template else None
        self.spec = f"transformers:{model}"
        self._queue: asyncio.Queue[tuple[Any, asyncio.Future[None]]] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None
        self._worker: ThreadPoolExecutor | None = None
        self._loaded: _Loaded | None = None

    @classmethod
    def from_spec(cls, argument: str, options: Mapping[str, str]) -> TransformersPolicy:
        """Make it from ``transformers:path/to/model?batch=16``.

        Raises:
            OptionError: an unknown option, or a value of the wrong type.
        """
        return cls(argument, **read("transformers", options, OPTIONS))

    def cache_key(self, request: Request) -> bytes | None:
        """Not cached: the batch that an answer is computed in may change its last digits."""
        return None

    async def open(self) -> None:
        """Load the model.

        Raises:
            DependencyError: no torch or no transformers.
            DataError: no model there.
        """
        for name in ("torch", "transformers"):
            if importlib.util.find_spec(name) is None:
                raise DependencyError(
                    f"transformers: needs {name}, which is not installed: pip install 'agentgym[transformers]'."
                )
        # One thread computes: torch spreads the work of a batch over the cores itself.
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="transformers")
        loop = asyncio.get_running_loop()
        self._loaded = await loop.run_in_executor(self._worker, self._load)
        self._queue = asyncio.Queue()
        self._task = asyncio.create_task(self._serve())

    def _load(self) -> _Loaded:
        source = self.model
        if source in CATALOGUE and not os.path.exists(source):
            source = str(find(source, "safetensors"))
        if not os.path.isfile(os.path.join(source, "config.json")):
            raise DataError(
                f"transformers:{self.model}: expected a folder with config.json, {source} has none."
            )
        import torch
        from transformers import AutoModelForCausalLM, AutoTokenizer
        from transformers.utils import logging

        logging.disable_progress_bar()
        if self.threads:
            torch.set_num_threads(self.threads)
        device = self.device or ("cuda" if torch.cuda.is_available() else "cpu")
        dtype = self.dtype if self.dtype == "auto" else getattr(torch, self.dtype, None)
        if dtype is None:
            raise OptionError(f"transformers: torch has no dtype {self.dtype!r}.")
        tokenizer = AutoTokenizer.from_pretrained(source, local_files_only=True)
        if self.template is not None:
            tokenizer.chat_template = self.template
        model = (
            AutoModelForCausalLM.from_pretrained(source, dtype=dtype, local_files_only=True).to(device).eval()
        )
        return _Loaded(tokenizer, model, self.context)

    async def close(self) -> None:
        """Stop computing and let go of the model."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        worker, self._worker, self._loaded = self._worker, None, None
        if worker is not None:
            await asyncio.to_thread(worker.shutdown)

    async def act(self, request: Request) -> Completion:
        """Continue the conversation, together with whoever else is waiting.

        Raises:
            ContextLengthError: the conversation does not fit the model.
            PolicyError: the model failed.
        """
        loaded, task = self._loaded, self._task
        if loaded is None or task is None:
            raise PolicyError("The policy is not open: call open() first.")
        from agentgym.serving.decoding import Continuation

        shown = self.history(request.messages)
        item = Continuation(
            prompt=self._fit(loaded.prompt(self._with_system(shown.messages), request.tools), loaded.context),
            max_tokens=self.max_tokens,
            temperature=self.temperature,
            top_p=self.top_p,
            seed=zlib.crc32(f"{self.seed}:{request.episode_id}:{request.seed}:{request.step}".encode()),
            stop=self.stop,
        )
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        await self._queue.put((item, done))
        await done
        completion = self._completion(loaded, item)
        if request.tools:
            completion.text, completion.tool_calls = text_tools.read(completion.text)
        if shown.omitted:
            completion.extra = {"omitted": shown.omitted}
        return completion

    def _with_system(self, messages: Any) -> list[Any]:
        return [system_message(self.system), *messages] if self.system is not None else list(messages)

    def _fit(self, prompt: list[int], context: int) -> list[int]:
        room = context - self.max_tokens
        if len(prompt) <= room:
            return prompt
        if self.cut:
            return prompt[len(prompt) - room :]
        raise ContextLengthError(
            f"{self.model} holds {context:,} tokens; the conversation has {len(prompt):,} and the answer may take "
            f"{self.max_tokens:,}."
        )

    def _completion(self, loaded: _Loaded, item: Any) -> Completion:
        ended = item.finish == "stop" and item.ids and item.ids[-1] in loaded.ends
        text = loaded.tokenizer.decode(item.ids[:-1] if ended else item.ids, skip_special_tokens=True)
        for stop in self.stop:
            text = text.split(stop, 1)[0]
        return Completion(
            text=text,
            finish_reason=item.finish,
            model=self.model,
            sampling={"temperature": self.temperature, "top_p": self.top_p, "max_tokens": self.max_tokens},
            usage=Usage(prompt_tokens=len(item.prompt), completion_tokens=len(item.ids)),
            prompt_ids=item.prompt,
            completion_ids=item.ids,
            logprobs=item.logprobs,
        )

    async def _serve(self) -> None:
        """Take what waits, compute it as one batch, again and again."""
        from agentgym.serving.decoding import decode

        loop = asyncio.get_running_loop()
        while True:
            waiting = [await self._queue.get()]
            await asyncio.sleep(0.005)  # Episodes that began together ask together.
            while len(waiting) < self.batch and not self._queue.empty():
                waiting.append(self._queue.get_nowait())
            loaded, worker = self._loaded, self._worker
            assert loaded is not None and worker is not None
            batch = [item for item, done in waiting if not done.cancelled()]
            if not batch:
                continue
            work = loop.run_in_executor(worker, decode, loaded.model, loaded.tokenizer, batch, loaded.ends)
            (failure,) = await asyncio.gather(work, return_exceptions=True)
            for _, done in waiting:
                if done.done():
                    continue
                if isinstance(failure, BaseException):  # A failed batch is told to each who waits.
                    done.set_exception(PolicyError(f"{self.spec}: {type(failure).__name__}: {failure}"))
                else:
                    done.set_result(None)


class _Loaded:
    """A model with its tokenizer, and what of them is asked at every turn."""

    def __init__(self, tokenizer: Any, model: Any, context: int | None) -> None:
        self.tokenizer = tokenizer
        self.model = model
        self.context = context or int(getattr(model.config, "max_position_embeddings", 4096))
        stated = model.generation_config.eos_token_id
        ends = set(stated if isinstance(stated, list) else [stated]) | {tokenizer.eos_token_id}
        self.ends = frozenset(int(e) for e in ends if e is not None)
        self.native_tools = "tools" in (tokenizer.chat_template or "")

    def prompt(self, messages: list[Any], tools: list[dict[str, Any]]) -> list[int]:
        """Return the conversation as token ids, ready for the answer."""
        if tools and not self.native_tools:
            messages, tools = text_tools.show(messages, tools), []
        encoded = self.tokenizer.apply_chat_template(
            _objects(wire(messages)), tools=tools or None, add_generation_prompt=True, return_dict=True
        )
        return list(encoded["input_ids"])


def _objects(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the messages with arguments of tool calls as objects: chat templates write JSON themselves."""
    import msgspec

    for message in messages:
        calls = []
        for call in message.get("tool_calls") or []:
            try:
                arguments = msgspec.json.decode(call["function"]["arguments"])
            except msgspec.DecodeError:
                arguments = {"malformed": call["function"]["arguments"]}
            calls.append({**call, "function": {**call["function"], "arguments": arguments}})
        if calls:
            message["tool_calls"] = calls
    return messages
