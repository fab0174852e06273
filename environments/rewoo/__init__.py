"""ReWOO: a plan made at once, carried out by workers, and solved from what they found."""
