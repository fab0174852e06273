"""The administration of the shop: orders, products, customers, reviews, reports, over the shop's own database."""

from agentgym.environments.webarena.site.admin.app import ADMIN

__all__ = ["ADMIN"]
