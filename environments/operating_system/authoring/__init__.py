"""Makes ``data/tasks.json.zst``: templates, and the store of items drawn from them."""
