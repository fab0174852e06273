"""The shop as a web site: the rules of :mod:`~agentgym.environments.webshop.world.session` behind pages of our own."""

from agentgym.environments.webshop.site.app import ShopSite, Visits
from agentgym.environments.webshop.site.play import serve

__all__ = ["ShopSite", "Visits", "serve"]
