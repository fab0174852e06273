"""Rules of published evaluations that the turn machine applies: the BLEU fallback, the repetition rule."""
