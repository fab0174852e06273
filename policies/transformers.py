"""``transformers:DIR``: a model in this process on torch; concurrent episodes are computed as one batch."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ClassVar

import msgspec

from agentgym.errors import ContextLengthError, DependencyError, PolicyError
from agentgym.models import CATALOGUE, recipes, text_tools
from agentgym.models.templates import template_path
from agentgym.policies.model_options import with_recipe
from agentgym.policies.model_policy import ModelPolicy
from agentgym.policies.transformers_options import TransformersOptions
from agentgym.policy import Completion, Request, Usage, View
from agentgym.serving.batches import Batches
from agentgym.serving.torch_model import TorchModel, need_torch


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
        self._worker: ThreadPoolExecutor | None = None
        self._loaded: TorchModel | None = None
        self._batches: Batches | None = None

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

    @classmethod
    def unavailable(cls) -> str:
        """Return which package is missing, and the mend."""
        try:
            need_torch()
        except DependencyError as error:
            return str(error)
        return ""

    async def open(self) -> None:
        """Load the model.

        Raises:
            DependencyError: no torch or no transformers.
            DataError: no model there.
        """
        need_torch()
        chosen = self.options
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="transformers")
        self._loaded = await asyncio.get_running_loop().run_in_executor(
            self._worker,
            lambda: TorchModel.load(
                self.model,
                device=chosen.device,
                dtype=chosen.dtype,
                template=self.template,
                context=self.context,
                threads=chosen.threads,
            ),
        )
        self.tools_as_text = not self._loaded.native_tools
        self._batches = Batches(self._loaded, self._worker, chosen.batch, self.label)

    async def close(self) -> None:
        """Stop computing and let go of the model."""
        batches, self._batches = self._batches, None
        if batches is not None:
            await batches.close()
        worker, self._worker, self._loaded = self._worker, None, None
        if worker is not None:
            await asyncio.to_thread(worker.shutdown)

    async def act(self, request: Request, view: View) -> Completion:
        """Continue the conversation, together with whoever else is waiting.

        Raises:
            ContextLengthError: the conversation does not fit the model.
            PolicyError: the model failed.
        """
        loaded, batches = self._loaded, self._batches
        if loaded is None or batches is None:
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
        await batches.finish(item)
        completion = self._completion(loaded, item)
        if request.tools:
            completion.text, completion.tool_calls = text_tools.read(completion.text)
        if view.omitted:
            completion.extra = {"omitted": view.omitted}
        return completion

    async def score(self, request: Request, continuations: Sequence[str]) -> list[float]:
        """Return the log-probability of each text behind the conversation.

        Raises:
            ContextLengthError: the conversation with the longest of them does not fit the model.
            PolicyError: the model failed.
        """
        loaded, worker = self._loaded, self._worker
        if loaded is None or worker is None:
            raise PolicyError("The policy is not open: call open() first.")
        from agentgym.serving.likelihood import log_likelihoods

        prompt, texts = loaded.pairs(self.view(request), continuations)
        longest = max(map(len, texts))
        if len(prompt) + longest > loaded.context:
            raise ContextLengthError(
                f"{self.model} holds {loaded.context:,} tokens; the conversation has {len(prompt):,} and the longest "
                f"of the texts {longest:,}."
            )
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(worker, log_likelihoods, loaded.model, prompt, texts)

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

    def _completion(self, loaded: TorchModel, item: Any) -> Completion:
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
