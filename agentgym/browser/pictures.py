"""Pictures as Chromium gives them: a part of one, without reading its pixels."""

from __future__ import annotations

import struct
import zlib

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CHANNELS = {0: 1, 2: 3, 4: 2, 6: 4}
"""By the colour type of a PNG: grey, RGB, both with alpha."""

Clip = tuple[float, float, float, float]


def cut(png: bytes, clip: Clip | None) -> bytes:
    """Return the upper left part of a picture (8 bits a channel, not interlaced); whole without a clip.

    Every filter of a PNG refers to the left and above only, so that rows are shortened as they are, and fewer of them
    kept: no pixel is read.

    Args:
        png: the picture.
        clip: left and top, which are 0, width and height in pixels.

    Raises:
        ValueError: the clip begins elsewhere or reaches beyond the picture, or the picture is of another kind.
    """
    if clip is None:
        return png
    left, top, width, height = (int(n) for n in clip)
    parts = _chunks(png)
    across, down, bits, colour, *_, interlaced = struct.unpack(">IIBBBBB", parts[b"IHDR"])
    if (left, top) != (0, 0) or not (0 < width <= across and 0 < height <= down):
        raise ValueError(
            f"A part of {across} by {down} pixels that begins at 0, 0 can be cut out, not {clip}."
        )
    if (width, height) == (across, down):
        return png
    if bits != 8 or interlaced or colour not in _CHANNELS:
        raise ValueError(
            f"A PNG with 8 bits a channel is read, not interlaced; this has {bits}, colour type {colour}."
        )
    row, wanted = 1 + across * _CHANNELS[colour], 1 + width * _CHANNELS[colour]
    pixels = zlib.decompressobj().decompress(parts[b"IDAT"], row * height)
    kept = b"".join(pixels[at : at + wanted] for at in range(0, row * height, row))
    head = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0)
    return _SIGNATURE + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in ((b"IHDR", head), (b"IDAT", zlib.compress(kept, 1)), (b"IEND", b""))
    )


def _chunks(png: bytes) -> dict[bytes, bytes]:
    """Return the data of a PNG by the kind of its chunks; of several of a kind, all in a row."""
    if not png.startswith(_SIGNATURE):
        raise ValueError(f"A PNG begins with its signature, not with {png[:8]!r}.")
    found: dict[bytes, bytes] = {}
    at = len(_SIGNATURE)
    while at + 8 <= len(png):
        size, kind = struct.unpack(">I4s", png[at : at + 8])
        found[kind] = found.get(kind, b"") + png[at + 8 : at + 8 + size]
        at += size + 12
    return found
