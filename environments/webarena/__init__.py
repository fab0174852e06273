"""WebArena: tasks on web sites, in a real Chromium."""
