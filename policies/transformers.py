"""``transformers:DIR``: a model in this process on torch; concurrent episodes are computed as one batch."""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import os
import zlib
from concurrent.futures import ThreadPoolExecutor
from typing import Annotated, Any, ClassVar

import msgspec

from agentgym.errors import ContextLengthError, DataError, DependencyError, OptionError, PolicyError
from agentgym.install import hint
from agentgym.messages import ToolCallDict, arguments_of, wire
from agentgym.models import CATALOGUE, find, recipes, text_tools
from agentgym.models.templates import template_path
from agentgym.policies.model_options import RECIPE, ModelOptions, with_recipe
from agentgym.policies.model_policy import ModelPolicy
from agentgym.policies.options import incidental, option, sampling
from agentgym.policy import Completion, Request, Usage, View


class TransformersOptions(ModelOptions, frozen=True):
    """Options of ``transformers:``."""

    device: Annotated[
        str | None, incidental("`cpu`, `cuda`, `cuda:1` …; a GPU where there is one by default.")
    ] = None
    dtype: Annotated[str, option("`auto` (the folder's), `float32`, `bfloat16` …")] = "auto"
    batch: Annotated[int, incidental("conversations that are computed at once, at most.", ge=1)] = 32
    threads: Annotated[int, incidental("threads of torch on a CPU.", ge=1)] | None = None
    top_p: Annotated[float, sampling("probability mass to draw from.", gt=0, le=1)] | None = None
    seed: Annotated[int, sampling("seed of the draws.")] = 0
    context: (
        Annotated[int, option("tokens of prompt and answer together; the model's own by default.", ge=1)]
        | None
    ) = None
    recipe: Annotated[str | None, RECIPE] = None
    chat_template: Annotated[
        str | None,
        option("one of ours (`llama-2`, `chatml-tools`) or a Jinja file; the model's own by default."),
    ] = None


class TransformersPolicy(ModelPolicy):
    """A model in this process: a folder with safetensors and a tokenizer, or an installed model (``smollm2``).

    Greedy by default, 256 new tokens. Options are those of :class:`TransformersOptions`.

    Raises:
        OptionError: no model, or an option that is not accepted.
    """

    scheme: ClassVar[str] = "transformers"
    example: ClassVar[str] = "transformers:FOLDER, or transformers:smollm2"
    options_type: ClassVar[type[TransformersOptions]] = TransformersOptions
    incidental: ClassVar[frozenset[str]] = TransformersOptions.incidental()
    options: TransformersOptions

    def __init__(self, model: str, **options: Any) -> None:
        super().__init__(model, **options)
        chosen = self.options
        self.model = model
        self.sampling = chosen.sampling()
        self.max_tokens = chosen.max_tokens or 256
        self.stop = chosen.stop or []
        limit = self.recipe.limit if self.recipe else None
        self.cut = limit is not None
        """Whether a prompt that is too long loses its beginning, as the recipe's server did."""
        self.context = chosen.context or limit
        known = CATALOGUE.get(model)
        template = chosen.chat_template or (known.chat_template if known else None)
        self.template = template_path(template).read_text("utf-8") if template else None
        self._queue: asyncio.Queue[tuple[Any, asyncio.Future[None]]] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None
        self._worker: ThreadPoolExecutor | None = None
        self._loaded: _Loaded | None = None

    def resolved(self, options: TransformersOptions) -> TransformersOptions:
        """Return the options with the recipe's parts; else greedy, and 256 new tokens."""
        self.recipe = recipes.named(options.recipe) if options.recipe else None
        said = with_recipe(options, self.recipe)
        return msgspec.structs.replace(
            said,
            temperature=said.temperature if said.temperature is not None else 0.0,
            top_p=said.top_p if said.top_p is not None else 1.0,
            max_tokens=said.max_tokens or 256,
        )

    def cache_key(self, request: Request, view: View) -> bytes | None:
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
                    f"transformers: needs {name}, which is not installed: {hint('transformers')}."
                )
        # One thread computes: torch spreads the work of a batch over the cores itself.
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="transformers")
        loop = asyncio.get_running_loop()
        self._loaded = await loop.run_in_executor(self._worker, self._load)
        self.tools_as_text = not self._loaded.native_tools
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
        if self.options.threads:
            torch.set_num_threads(self.options.threads)
        device = self.options.device or ("cuda" if torch.cuda.is_available() else "cpu")
        named = self.options.dtype
        dtype = named if named == "auto" else getattr(torch, named, None)
        if dtype is None:
            raise OptionError(f"transformers: torch has no dtype {named!r}.")
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

    async def act(self, request: Request, view: View) -> Completion:
        """Continue the conversation, together with whoever else is waiting.

        Raises:
            ContextLengthError: the conversation does not fit the model.
            PolicyError: the model failed.
        """
        loaded, task = self._loaded, self._task
        if loaded is None or task is None:
            raise PolicyError("The policy is not open: call open() first.")
        from agentgym.serving.decoding import Continuation

        item = Continuation(
            prompt=self._fit(loaded.prompt(view), loaded.context),
            max_tokens=self.max_tokens,
            temperature=self.sampling["temperature"],
            top_p=self.sampling["top_p"],
            seed=zlib.crc32(
                f"{self.options.seed}:{request.episode_id}:{request.seed}:{request.step}".encode()
            ),
            stop=self.stop,
        )
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        await self._queue.put((item, done))
        await done
        completion = self._completion(loaded, item)
        if request.tools:
            completion.text, completion.tool_calls = text_tools.read(completion.text)
        if view.omitted:
            completion.extra = {"omitted": view.omitted}
        return completion

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
            sampling=self.sampling,
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
            while len(waiting) < self.options.batch and not self._queue.empty():
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
                    done.set_exception(PolicyError(f"{self.label}: {type(failure).__name__}: {failure}"))
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

    def prompt(self, view: View) -> list[int]:
        """Return the conversation as token ids, ready for the answer."""
        encoded = self.tokenizer.apply_chat_template(
            with_argument_objects(wire(view.messages, reasoning=view.reasoning)),
            tools=view.tools or None,
            add_generation_prompt=True,
            return_dict=True,
        )
        return list(encoded["input_ids"])


def with_argument_objects(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return messages as they are sent with arguments of tool calls as objects: templates write JSON themselves."""
    return [
        {**message, "tool_calls": [_with_object(call) for call in message["tool_calls"]]}
        if message.get("tool_calls")
        else message
        for message in messages
    ]


def _with_object(call: ToolCallDict) -> dict[str, Any]:
    return {**call, "function": {**call["function"], "arguments": arguments_of(call)}}
