"""Masks on random conversations: against a slow reference (``many``), against TRL's own (``trl_masks``)."""
