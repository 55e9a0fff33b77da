"""Uploaded pictures are drawn anew: nothing but what is seen of them is kept."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from app.kernel.pictures import NoPicture, TooManyPixels, draw_anew

BOX = (400, 300)


def file_of(kind: str, size=(200, 100), mode="RGB", colour="red", **options) -> bytes:
    written = BytesIO()
    Image.new(mode, size, colour).save(written, kind, **options)
    return written.getvalue()


def draw(content: bytes, **options):
    return draw_anew(content, box=BOX, most_pixels=1_000_000, **options)


def shown(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


def chunk(kind: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)


def png_that_claims(width: int, height: int) -> bytes:
    """A few bytes that say that they unpack to so many pixels."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    packed = zlib.compress(b"\0" * 10_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed)


@pytest.mark.parametrize(
    ("kind", "media_type"), [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/png")]
)
def test_what_is_drawn_is_a_picture_of_the_same(kind, media_type):
    drawn = draw(file_of(kind))
    assert (drawn.media_type, drawn.width, drawn.height) == (media_type, 200, 100)
    assert shown(drawn.content).size == (200, 100)


def test_a_large_one_is_made_to_fit_and_keeps_its_shape():
    drawn = draw(file_of("PNG", size=(1000, 500)))
    assert (drawn.width, drawn.height) == (400, 200)


def test_where_and_when_a_photo_was_taken_is_gone_and_it_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010E] = "taken at home"
    drawn = draw(file_of("JPEG", exif=exif))
    assert (drawn.width, drawn.height) == (100, 200)
    assert not shown(drawn.content).getexif()
    assert b"taken at home" not in drawn.content


@pytest.mark.parametrize("hidden", [b"<script>alert(1)</script>", b"PK\x03\x04 and a zip", b"%PDF"])
def test_what_hides_behind_or_inside_a_picture_is_gone(hidden):
    behind = file_of("PNG") + hidden
    inside = file_of("PNG").replace(b"IDAT", b"IDAT", 1)
    inside = inside[:33] + chunk(b"tEXt", b"Comment\0" + hidden) + inside[33:]
    for content in (behind, inside):
        assert hidden not in draw(content).content


def test_on_white_nothing_is_transparent():
    drawn = draw(file_of("PNG", mode="RGBA", colour=(0, 0, 0, 0)), on_white=True)
    assert shown(drawn.content).mode == "RGB"
    assert shown(drawn.content).getpixel((5, 5)) == (255, 255, 255)
    assert draw(file_of("JPEG"), on_white=True).media_type == "image/png"


@pytest.mark.parametrize("side", [1_001, 12_000, 30_000, 2**31 - 1])
def test_what_would_unpack_to_too_much_is_refused_before_it_is_unpacked(side):
    with pytest.raises((TooManyPixels, NoPicture)) as refusal:
        draw(png_that_claims(side, side))
    assert side == 2**31 - 1 or refusal.type is TooManyPixels


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a\x01\x00\x01\x00\x00\x00\x00;",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0<html>",
        b"%PDF-1.7",
        png_that_claims(0, 10),
        file_of("PNG")[:90],
        file_of("BMP"),
    ],
    ids=["nothing", "gif", "svg", "head", "jpeg-html", "pdf", "no width", "cut off", "bmp"],
)
def test_what_is_no_picture_of_these_kinds_is_refused(content):
    with pytest.raises(NoPicture):
        draw(content)
