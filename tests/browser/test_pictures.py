"""Parts of pictures: rows are shortened as they are, whatever filter they have."""

from __future__ import annotations

import random
import struct
import zlib

import pytest

from agentgym.browser.pictures import cut

WIDTH, HEIGHT = 9, 7


def png(rows: list[bytes], *, width: int = WIDTH, bits: int = 8, colour: int = 6, pieces: int = 1) -> bytes:
    data = zlib.compress(b"".join(rows))
    size = -(-len(data) // pieces)
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", width, len(rows), bits, colour, 0, 0, 0)), (b"tEXt", b"a\0b")]
    chunks += [(b"IDAT", data[at : at + size]) for at in range(0, len(data), size)]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d))
        for k, d in [*chunks, (b"IEND", b"")]
    )


def pixels(picture: bytes) -> list[bytes]:
    """Return the rows of a picture as bytes of pixels, its filters undone (PNG specification, section 9)."""
    width, height, _, colour = struct.unpack(">IIBB", picture[16:26])
    unit = {2: 3, 6: 4}[colour]
    data, at = b"", 8
    while at < len(picture):
        size, kind = struct.unpack(">I4s", picture[at : at + 8])
        assert (
            zlib.crc32(picture[at + 4 : at + 8 + size])
            == struct.unpack(">I", picture[at + 8 + size :][:4])[0]
        )
        data += picture[at + 8 : at + 8 + size] if kind == b"IDAT" else b""
        at += size + 12
    raw = zlib.decompress(data)
    assert len(raw) == height * (1 + unit * width)
    rows, above = [], bytes(unit * width)
    for y in range(height):
        kind, *line = raw[y * (1 + unit * width) : (y + 1) * (1 + unit * width)]
        done = bytearray()
        for x, value in enumerate(line):
            left, up = done[x - unit] if x >= unit else 0, above[x]
            corner = above[x - unit] if x >= unit else 0
            near = min((left, up, corner), key=lambda p: abs(left + up - corner - p))
            done.append((value + (0, left, up, (left + up) // 2, near)[kind]) % 256)
        above = bytes(done)
        rows.append(above)
    return rows


@pytest.mark.parametrize(("colour", "unit"), [(6, 4), (2, 3)])
def test_a_part_has_the_pixels_of_the_whole(colour: int, unit: int) -> None:
    rng = random.Random(colour)
    whole = png(
        [bytes([y % 5]) + rng.randbytes(unit * WIDTH) for y in range(HEIGHT)], colour=colour, pieces=3
    )
    part = cut(whole, (0, 0, 4, 5))
    assert pixels(part) == [row[: 4 * unit] for row in pixels(whole)[:5]]
    assert pixels(cut(whole, (0, 0, WIDTH, HEIGHT))) == pixels(whole)
    assert cut(whole, None) == whole


def test_what_cannot_be_cut_is_said() -> None:
    whole = png([b"\0" + bytes(4 * WIDTH)] * HEIGHT)
    for clip in ((1, 0, 2, 2), (0, 0, WIDTH + 1, 2), (0, 0, 0, 2)):
        with pytest.raises(ValueError, match="9 by 7"):
            cut(whole, clip)
    with pytest.raises(ValueError, match="this has 16"):
        cut(png([b"\0" + bytes(8 * WIDTH)] * HEIGHT, bits=16), (0, 0, 1, 1))
    with pytest.raises(ValueError, match="signature"):
        cut(b"GIF89a", (0, 0, 1, 1))
