"""The embedded sites: one WSGI application each, over the episode's own database."""
