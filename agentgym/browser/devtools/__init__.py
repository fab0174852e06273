"""The fast driver: Chromium's DevTools protocol over two pipes, without a port and without a library."""
