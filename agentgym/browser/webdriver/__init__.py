"""The reference driver: selenium and chromedriver, a Chromium of its own for every context."""
