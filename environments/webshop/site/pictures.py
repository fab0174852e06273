"""Pictures of products: drawn from what a product is, so that a shop needs no image files."""

from __future__ import annotations

import hashlib

from markupsafe import Markup

from agentgym.environments.webshop.world.products import Product

# One outline a department on a 64 x 64 field; a product's number sets colour and tilt.
_OUTLINES = {
    "fashion": "M22 14l-12 8 5 9 6-3v22h22V28l6 3 5-9-12-8c-2 5-18 5-20 0z",
    "garden": "M14 40h36v-8a6 6 0 0 0-12 0h-12a6 6 0 0 0-12 0zM18 40v8M46 40v8M20 26c0-8 24-8 24 0",
    "grocery": "M14 26h36l-4 24H18zM22 26c0-14 20-14 20 0M26 34v8M32 34v8M38 34v8",
    "electronics": "M14 18h36v24H14zM26 50h12M32 42v8M20 24h12M20 30h20",
    "beauty": "M26 12h12v10H26zM22 22h20v28H22zM27 32h10M27 38h10",
    "sports": "M32 12a20 20 0 1 0 .1 0zM12 32h40M32 12c-12 12-12 28 0 40M32 12c12 12 12 28 0 40",
    "toys": "M14 36h16v16H14zM34 36h16v16H34zM24 16h16v16H24z",
    "office": "M18 12h22l8 8v32H18zM40 12v8h8M24 28h18M24 34h18M24 40h12",
    "pets": "M32 32c8 0 14 7 12 13-2 5-7 3-12 3s-10 2-12-3c-2-6 4-13 12-13zM18 26a4 5 0 1 0 .1 0M46 26a4 5 0 1 0 .1 0"
    "M27 16a4 5 0 1 0 .1 0M37 16a4 5 0 1 0 .1 0",
    "kitchen": "M12 30h40c0 12-8 20-20 20S12 42 12 30zM24 22c0-4 4-4 4-8M34 22c0-4 4-4 4-8",
    "automotive": "M10 38l6-14h32l6 14v8H10zM18 46a4 4 0 1 0 .1 0M46 46a4 4 0 1 0 .1 0M18 36h28",
    "baby": "M24 14h16v8H24zM22 22h20v28a4 4 0 0 1-4 4H26a4 4 0 0 1-4-4zM22 32h8M22 40h8",
    "tools": "M16 48l20-20a10 10 0 0 1 12-14l-7 7 3 4 7-5a10 10 0 0 1-12 12L22 52z",
}
_ANY = "M14 22l18-8 18 8v22l-18 8-18-8zM14 22l18 8 18-8M32 30v22"


def picture(product: Product) -> Markup:
    """Return a drawing of a product as SVG; the same product always looks the same."""
    number = int.from_bytes(hashlib.blake2b(product.asin.encode(), digest_size=4).digest(), "little")
    hue, tilt, second = number % 360, (number >> 9) % 17 - 8, (number >> 14) % 80 + 40
    outline = _OUTLINES.get(product.category, _ANY)
    # Only numbers and our own outlines go in: nothing of the product's text needs escaping.
    return Markup(
        f'<svg class="picture" viewBox="0 0 64 64" role="img" aria-hidden="true">'
        f'<defs><linearGradient id="g{number}" x1="0" y1="0" x2="1" y2="1">'
        f'<stop offset="0" stop-color="hsl({hue} 55% 93%)"/>'
        f'<stop offset="1" stop-color="hsl({(hue + second) % 360} 50% 84%)"/></linearGradient></defs>'
        f'<rect width="64" height="64" fill="url(#g{number})"/>'
        f'<path d="{outline}" transform="rotate({tilt} 32 32)" fill="hsl({hue} 60% 98%)" fill-opacity=".75" '
        f'stroke="hsl({hue} 45% 34%)" stroke-width="2" stroke-linejoin="round" stroke-linecap="round"/></svg>'
    )
