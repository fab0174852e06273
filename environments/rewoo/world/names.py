"""Names of the tools, as plans call them."""

from __future__ import annotations

LLM, CALCULATOR, WIKIPEDIA, GOOGLE = "LLM", "Calculator", "Wikipedia", "Google"
ALPHA, SEARCH_DOCUMENT, SEARCH_SOTU = "WolframAlpha", "SearchDocument", "SearchSOTU"
RUN = (WIKIPEDIA, GOOGLE, ALPHA, CALCULATOR, SEARCH_DOCUMENT, SEARCH_SOTU)
"""Tools that the environment runs itself."""
