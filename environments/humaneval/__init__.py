"""HumanEval: programming problems, judged by tests in a sandbox."""
