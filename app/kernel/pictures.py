"""Uploaded pictures: told by their first bytes, not by what they are called, and drawn anew. Pure.

SVG is not among them: it is a document that can hold scripts.
"""

import io
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

LARGEST_PICTURE = 500 * 1024

_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


class NoPicture(ValueError):
    """The content is no picture of a kind that is taken, or a broken one."""


class TooManyPixels(ValueError):
    """The picture unpacks to more than it may."""


@dataclass(frozen=True)
class Drawn:
    """A picture drawn anew. Whatever else was in the file is gone, such as where it was taken."""

    content: bytes
    media_type: str
    ending: str
    width: int
    height: int


def media_type_of(content: bytes) -> str | None:
    """PNG (RFC 2083, 3.1), JPEG (ITU-T T.81, B.1.1.3) or WebP (RFC 9649, 2.4); else None."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return None


def draw_anew(
    content: bytes, *, box: tuple[int, int], most_pixels: int, on_white: bool = False
) -> Drawn:
    """The picture of a PNG, JPEG or WebP file, upright and no larger than `box`.

    A JPEG file becomes one again, all else PNG. With `on_white` it is always a PNG without anything
    transparent, as it looks on paper. What it unpacks to is looked at before it is unpacked. Raises
    TooManyPixels and NoPicture.
    """
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG", "WEBP")) as picture:
            if picture.width * picture.height > most_pixels:
                raise TooManyPixels
            return _drawn(picture, box, on_white=on_white)
    except _BOMBS as fault:
        raise TooManyPixels from fault
    except TooManyPixels:
        raise
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as fault:
        raise NoPicture from fault


def _drawn(picture: Image.Image, box: tuple[int, int], *, on_white: bool) -> Drawn:
    as_jpeg = picture.format == "JPEG" and not on_white
    upright = ImageOps.exif_transpose(picture).convert("RGB" if as_jpeg else "RGBA")
    upright.thumbnail(box)
    mode, ground = ("RGB", "white") if on_white else (upright.mode, 0)
    bare = Image.new(mode, upright.size, ground)
    bare.paste(upright, mask=upright if on_white else None)
    written = io.BytesIO()
    if as_jpeg:
        bare.save(written, "JPEG", quality=85, optimize=True)
        return Drawn(written.getvalue(), "image/jpeg", "jpg", *bare.size)
    bare.save(written, "PNG", optimize=True)
    return Drawn(written.getvalue(), "image/png", "png", *bare.size)
