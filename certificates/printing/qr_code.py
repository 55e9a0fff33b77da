"""The QR code that leads from the paper to the public check of a certificate. Pure."""

from __future__ import annotations

from io import BytesIO

import segno

# Any of the eight masks can be read. Trying all of them for the one that spreads black and white
# most evenly would take five times as long as everything else about the code.
_MASK = 2
# Pixels per module: few enough to be drawn quickly, enough for viewers that blur what they enlarge.
_SCALE = 5


def qr_image(address: str) -> bytes:
    """Return the code for this address as a PNG file without a quiet zone.

    Level M: still read when a sixth of it is worn off. The quiet zone of four modules is left by
    the page, so that the code itself stands on the margin.
    """
    image = BytesIO()
    code = segno.make_qr(address, error="m", boost_error=False, mask=_MASK)
    code.save(image, kind="png", scale=_SCALE, border=0)
    return image.getvalue()
