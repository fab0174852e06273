"""The shop as a web site: the rules of :mod:`~agentgym.environments.webshop.session` behind pages of our own."""

from agentgym.environments.webshop.site.play import serve
from agentgym.environments.webshop.site.server import ShopServer

__all__ = ["ShopServer", "serve"]
