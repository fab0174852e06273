"""The comparison of the embedded database with a server, without a server."""
