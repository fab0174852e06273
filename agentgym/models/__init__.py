"""Small real models that packages ship: named, fetched, checked, kept in the data folder."""

from __future__ import annotations

from agentgym.models.catalogue import CATALOGUE, Model, find, folder

__all__ = ["CATALOGUE", "Model", "find", "folder"]
