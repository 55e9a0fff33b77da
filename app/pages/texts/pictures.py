"""Which pictures may be shown, told by their first bytes and not by what they are called. Pure.

SVG is not among them: it is a document that can hold scripts.
"""

LARGEST_PICTURE = 500 * 1024


def media_type_of(content: bytes) -> str | None:
    """PNG (RFC 2083, 3.1), JPEG (ITU-T T.81, B.1.1.3) or WebP (RFC 9649, 2.4); else None."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return None
