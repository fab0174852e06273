"""The options of ``transformers:``."""

from __future__ import annotations

from typing import Annotated

from agentgym.policies.model_options import RECIPE, ModelOptions
from agentgym.policies.options import incidental, option, sampling


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
        option(
            "one of ours (`agentlm`, `llama-2`, `chatml-tools`, `plain`) or a Jinja file; the model's own by default."
        ),
    ] = None
