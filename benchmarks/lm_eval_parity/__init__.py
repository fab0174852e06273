"""Are MMLU and GSM8K scored as lm-eval scores them? Item by item, beside lm-eval 0.4 in an environment of its own.

``python -m agentgym.benchmarks.lm_eval_parity mmlu`` and ``… gsm8k``; docs/lm_eval.md says how to set lm-eval up.
"""
