"""Data sets: rows of conversations with provenance, whatever made them."""

from agentgym.dataset.conversations import rows_of
from agentgym.dataset.curation import Curation
from agentgym.dataset.files import read_rows
from agentgym.dataset.recipe import Recipe
from agentgym.dataset.row import Certificate, Row, Source

__all__ = ["Certificate", "Curation", "Recipe", "Row", "Source", "read_rows", "rows_of"]
