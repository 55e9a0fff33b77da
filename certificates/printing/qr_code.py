"""The QR code that leads from the paper to the public check of a certificate. Pure."""

from __future__ import annotations

import struct
import zlib

import segno

# Any of the eight masks can be read. Trying all of them for the one that spreads black and white
# most evenly would take five times as long as everything else about the code.
_MASK = 2
# Pixels per module: few enough to be drawn quickly, enough for viewers that blur what they enlarge.
_SCALE = 6
_BLACK, _WHITE = b"\x00" * _SCALE, b"\xff" * _SCALE


def qr_image(address: str) -> bytes:
    """Return the code for this address as a PNG file in grey tones, without a quiet zone.

    Level M: still read when a sixth of it is worn off. The quiet zone of four modules is left by
    the page, so that the code itself stands on the margin.
    """
    code = segno.make_qr(address, error="m", boost_error=False, mask=_MASK)
    # Written here, since a writer for every kind of picture takes as long as finding the code.
    rows = [
        b"\x00" + b"".join(_BLACK if module else _WHITE for module in row) for row in code.matrix
    ]
    side = len(rows) * _SCALE
    pixels = b"".join(row * _SCALE for row in rows)
    # PNG (W3C, third edition), 11.2: 8 bits of grey, nothing interlaced.
    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(kind, content)
        for kind, content in (
            (b"IHDR", header),
            (b"IDAT", zlib.compress(pixels, 1)),
            (b"IEND", b""),
        )
    )


def _chunk(kind: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)
