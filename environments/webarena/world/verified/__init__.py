"""The deterministic evaluators of WebArena-Verified: a typed answer, and the requests that were made."""
