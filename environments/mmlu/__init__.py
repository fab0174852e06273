"""MMLU: questions with four choices, from many subjects."""
