"""Recipes: how a published model was asked."""

from __future__ import annotations

import pytest

from agentgym.errors import UnknownNameError
from agentgym.models import recipes
from agentgym.models.templates import template_path
from agentgym.policies.model_options import with_recipe
from agentgym.policies.openai_options import OpenAIOptions
from agentgym.policies.vllm import VLLMOptions


def test_agentlm_is_asked_as_agenttuning_did() -> None:
    recipe = recipes.named("agentlm")
    assert recipe.sampling == {"temperature": 0.0, "max_tokens": 128}
    assert (recipe.limit, recipe.history, recipe.chat_template) == (4096, "paper", "agentlm")
    assert recipe.body(128) == {"truncate_prompt_tokens": 3968}
    assert recipe.chat_template is not None and template_path(recipe.chat_template).is_file()
    with pytest.raises(UnknownNameError, match="Did you mean 'agentlm'"):
        recipes.named("agentlmm")


def test_what_is_said_counts_more_than_the_recipe() -> None:
    recipe = recipes.named("agentlm")
    options = with_recipe(OpenAIOptions(system="", temperature=1.0), recipe)
    assert (options.system, options.temperature, options.max_tokens) == ("", 1.0, 128)
    assert options.history == "paper"
    assert with_recipe(VLLMOptions(), recipe).chat_template == "agentlm"
    assert with_recipe(VLLMOptions(chat_template="x"), recipe).chat_template == "x"
    assert with_recipe(options, None) is options
