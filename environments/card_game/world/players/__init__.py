"""Who can play a side: the originals' two baselines, a random player, and two that search."""
