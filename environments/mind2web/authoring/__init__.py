"""What makes tasks: a recorder that carries scripts out in a real Chromium, and the scripted sites of ``data/``."""
