"""HotpotQA: questions that take several articles of an encyclopedia."""
