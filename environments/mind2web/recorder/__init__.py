"""The recorder: scripted tasks, carried out in a real Chromium, written down in Mind2Web's schema."""
