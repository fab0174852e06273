"""Chat templates, written from the public description of each format, and three hostile ones."""

from __future__ import annotations

from typing import NamedTuple


class Template(NamedTuple):
    """A chat template and what belongs to it.

    Attributes:
        text: the template, in Jinja.
        special: the tokenizer's special tokens.
        eos, bos: of them.
        stop: the token that ends a turn.
        sentencepiece: the format's tokenizers are sentencepiece's; byte-level otherwise.
        system: it takes a system message.
        trims: it trims answers.
        decoration: what it writes before the answer of a last turn, and of no other.
    """

    text: str
    special: tuple[str, ...]
    eos: str
    stop: str
    bos: str | None = None
    sentencepiece: bool = False
    system: bool = True
    trims: bool = False
    decoration: str = ""


LLAMA2 = Template(
    "{{ bos_token }}{% if messages[0].role == 'system' %}{% set first = '<<SYS>>\\n' + messages[0].content + "
    "'\\n<</SYS>>\\n\\n' %}{% set rest = messages[1:] %}{% else %}{% set first = '' %}{% set rest = messages %}{% endif %}"
    "{% for m in rest %}{% if (m.role == 'user') != (loop.index0 % 2 == 0) %}"
    "{{ raise_exception('Roles must alternate.') }}{% endif %}"
    "{% if m.role == 'user' %}{% if not loop.first %}{{ bos_token }}{% endif %}"
    "[INST] {% if loop.first %}{{ first }}{% endif %}{{ m.content.strip() }} [/INST]"
    "{% else %} {{ m.content.strip() }} {{ eos_token }}{% endif %}{% endfor %}",
    ("<s>", "</s>"), "</s>", "</s>", "<s>", sentencepiece=True, trims=True,
)  # fmt: skip
LLAMA3 = Template(
    "{{ bos_token }}{% for m in messages %}<|start_header_id|>{{ m.role }}<|end_header_id|>\n\n{{ m.content | trim }}"
    "<|eot_id|>{% endfor %}{% if add_generation_prompt %}<|start_header_id|>assistant<|end_header_id|>\n\n{% endif %}",
    ("<|begin_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>", "<|end_of_text|>"),
    "<|eot_id|>", "<|eot_id|>", "<|begin_of_text|>", trims=True,
)  # fmt: skip
_CHATML = ("<|im_start|>", "<|im_end|>", "<|endoftext|>")
QWEN25 = Template(
    "{%- if tools %}<|im_start|>system\n{{ messages[0].content if messages[0].role == 'system' else 'Be helpful.' }}\n\n"
    "# Tools\n<tools>{% for tool in tools %}\n{{ tool | tojson }}{% endfor %}\n</tools><|im_end|>\n"
    "{%- elif messages[0].role != 'system' %}<|im_start|>system\nBe helpful.<|im_end|>\n{% endif %}"
    "{%- for m in messages %}{% if m.role == 'assistant' %}<|im_start|>assistant\n{{ m.content }}"
    "{% for call in m.tool_calls or [] %}{{ '\\n' }}<tool_call>\n{\"name\": \"{{ call.function.name }}\", \"arguments\": "
    "{{ call.function.arguments | tojson }}}\n</tool_call>{% endfor %}<|im_end|>\n"
    "{% elif m.role == 'tool' %}{% if loop.first or messages[loop.index0 - 1].role != 'tool' %}<|im_start|>user{% endif %}"
    "\n<tool_response>\n{{ m.content }}\n</tool_response>"
    "{% if loop.last or messages[loop.index0 + 1].role != 'tool' %}<|im_end|>\n{% endif %}"
    "{% elif not (tools and loop.first and m.role == 'system') %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n"
    "{% endif %}{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}",
    _CHATML, "<|im_end|>", "<|im_end|>",
)  # fmt: skip
QWEN3 = Template(
    "{% set ns = namespace(last=messages|length - 1, open=true) %}{% for m in messages[::-1] %}"
    "{% if ns.open and m.role == 'user' %}{% set ns.open = false %}{% set ns.last = messages|length - 1 - loop.index0 %}"
    "{% endif %}{% endfor %}{% for m in messages %}{% if m.role == 'assistant' %}"
    "{% set ns.text = m.content %}{% set ns.thought = m.reasoning_content or '' %}"
    "{% if not ns.thought and '</think>' in m.content %}"
    "{% set ns.thought = m.content.split('</think>')[0].rstrip('\\n').split('<think>')[-1].lstrip('\\n') %}"
    "{% set ns.text = m.content.split('</think>')[-1].lstrip('\\n') %}{% endif %}<|im_start|>assistant\n"
    "{% if loop.index0 > ns.last and (loop.last or ns.thought) %}"
    "{{ '<think>\\n' + ns.thought.strip('\\n') + '\\n</think>\\n\\n' + ns.text.lstrip('\\n') }}"
    "{% else %}{{ ns.text }}{% endif %}<|im_end|>\n"
    "{% else %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endif %}{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n"
    "{% if enable_thinking is defined and enable_thinking is false %}<think>\n\n</think>\n\n{% endif %}{% endif %}",
    _CHATML, "<|im_end|>", "<|im_end|>", decoration="<think>\n\n</think>\n\n",
)  # fmt: skip
GEMMA = Template(
    "{{ bos_token }}{% if messages[0].role == 'system' %}{{ raise_exception('System role not supported') }}{% endif %}"
    "{% for m in messages %}{% if (m.role == 'user') != (loop.index0 % 2 == 0) %}"
    "{{ raise_exception('Roles must alternate.') }}{% endif %}"
    "<start_of_turn>{{ 'model' if m.role == 'assistant' else m.role }}\n{{ m.content | trim }}<end_of_turn>\n{% endfor %}"
    "{% if add_generation_prompt %}<start_of_turn>model\n{% endif %}",
    ("<bos>", "<eos>", "<start_of_turn>", "<end_of_turn>"),
    "<eos>", "<end_of_turn>", "<bos>", sentencepiece=True, system=False, trims=True,
)  # fmt: skip
MISTRAL = Template(
    "{{ bos_token }}{% for m in messages %}{% if (m.role == 'user') != (loop.index0 % 2 == 0) %}"
    "{{ raise_exception('Roles must alternate.') }}{% endif %}"
    "{% if m.role == 'user' %}[INST] {{ m.content }} [/INST]{% else %} {{ m.content }}{{ eos_token }}{% endif %}{% endfor %}",
    ("<s>", "</s>", "[INST]", "[/INST]"), "</s>", "</s>", "<s>", sentencepiece=True, system=False,
)  # fmt: skip
SMOLLM2 = Template(
    "{% for m in messages %}{% if loop.first and m.role != 'system' %}<|im_start|>system\nYou are small.<|im_end|>\n"
    "{% endif %}{{ '<|im_start|>' + m.role + '\\n' + m.content + '<|im_end|>' + '\\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}",
    _CHATML, "<|im_end|>", "<|im_end|>",
)  # fmt: skip
PHI3 = Template(
    "{% for m in messages %}{{ '<|' + m.role + '|>\\n' + m.content + '<|end|>\\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|assistant|>\\n' }}{% else %}{{ eos_token }}{% endif %}",
    ("<|endoftext|>", "<|system|>", "<|user|>", "<|assistant|>", "<|end|>", "<|tool|>"), "<|endoftext|>", "<|end|>",
)  # fmt: skip

# A turn ends with two special tokens, as Cohere's do.
TWO_STOPS = Template(
    "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|><|turn|>{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}",
    (*_CHATML, "<|turn|>"),
    "<|turn|>",
    "<|turn|>",
)
# The generation prompt opens the reasoning, which is shown of the last answer only, as DeepSeek R1's does.
OPENING = Template(
    "{% for m in messages %}<|im_start|>{{ m.role }}\n{% if m.role == 'assistant' and loop.last and m.reasoning_content %}"
    "{{ '<think>\n' + m.reasoning_content + '\n</think>\n\n' }}{% endif %}{{ m.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n<think>\n' }}{% endif %}",
    _CHATML,
    "<|im_end|>",
    "<|im_end|>",
)

TEMPLATES = {
    "llama-2": LLAMA2, "llama-3": LLAMA3, "qwen-2.5": QWEN25, "qwen-3": QWEN3, "gemma": GEMMA, "mistral": MISTRAL,
    "smollm2": SMOLLM2, "phi-3": PHI3,
}  # fmt: skip

# A later turn changes what stands before it: every turn says how many there are.
COUNTING = Template(
    "{% for m in messages %}<|im_start|>{{ m.role }} {{ loop.index }}/{{ messages|length }}\n{{ m.content }}<|im_end|>\n"
    "{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}",
    _CHATML, "<|im_end|>", "<|im_end|>",
)  # fmt: skip
# Roles are merged: turns of the assistant run into what follows them.
MERGING = Template(
    "<|im_start|>{% for m in messages %}{{ m.content }}\n{% endfor %}<|im_end|>",
    _CHATML, "<|im_end|>", "<|im_end|>",
)  # fmt: skip
# Text is lost: old answers keep their first words only.
FORGETTING = Template(
    "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content if loop.last else m.content[:5] }}<|im_end|>\n"
    "{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}",
    _CHATML, "<|im_end|>", "<|im_end|>",
)  # fmt: skip
HOSTILE = {"counting": COUNTING, "merging": MERGING, "forgetting": FORGETTING}
