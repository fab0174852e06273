"""The shop: catalogue, cart, checkout, account, and the interface that evaluators ask."""

from agentgym.environments.webarena.site.shop.app import SHOP

__all__ = ["SHOP"]
