"""The loss of every trained token: the cross-entropy of the next token, in float32, and nothing beside it.

Only the places that predict a trained token go through the model's head, so logits take memory for those alone.
"""

from __future__ import annotations

from typing import Any

import torch
from torch.nn.functional import cross_entropy

from agentgym.tuning.packing import Pass


class DevicePass:
    """A forward pass on a device.

    Args:
        found: the pass.
        device: where to.
    """

    def __init__(self, found: Pass, device: torch.device) -> None:
        def there(array: Any) -> torch.Tensor:
            return torch.from_numpy(array).to(device, non_blocking=True)

        self.ids, self.positions = there(found.ids), there(found.positions)
        self.bounds = None if found.bounds is None else there(found.bounds)
        self.longest = found.longest
        self.keep, self.targets = there(found.keep), there(found.targets)
        self.weights, self.owners = there(found.weights), there(found.owners)


def token_losses(model: Any, one: DevicePass) -> torch.Tensor:
    """Return the loss of each target in nats, float32, shape (targets,).

    Args:
        model: a causal language model of transformers.
        one: packed (one row) or padded at the end (several).
    """
    given: dict[str, Any] = {"input_ids": one.ids, "position_ids": one.positions, "use_cache": False}
    if one.bounds is not None:
        given |= {
            "cu_seq_lens_q": one.bounds, "cu_seq_lens_k": one.bounds,
            "max_length_q": one.longest, "max_length_k": one.longest,
        }  # fmt: skip
    rows, width = one.ids.shape
    if rows == 1:
        # A pass without targets still computes one place: every rank must take part in every pass.
        keep = one.keep if len(one.keep) else one.keep.new_zeros(1)
        logits = model(**given, logits_to_keep=keep).logits[0]
        if not len(one.keep):
            return logits.float().sum(-1)[:0] + 0.0 * logits.float().sum()
        return cross_entropy(logits.float(), one.targets, reduction="none")
    # No mask: what pads a row stands behind it, where causal attention does not look.
    columns, place = torch.unique(one.keep % width, return_inverse=True)
    logits = model(**given, logits_to_keep=columns).logits
    return cross_entropy(logits[one.keep // width, place].float(), one.targets, reduction="none")
