"""Logos on certificates: what is taken, and what is kept of it. Pure."""

from app.kernel.i18n import lazy_gettext as _l
from app.kernel.pictures import Drawn, NoPicture, TooManyPixels, draw_anew
from certificates.designs.errors import UnusableLogo

LARGEST_LOGO = 2 * 1024 * 1024
MOST_PIXELS = 16_000_000
#: Sharp enough for a block of some centimetres at 300 dots per inch.
_BOX = (1000, 600)
#: A line of pixels would be printed as a blot over the whole width of the page.
_MOST_UNEVEN = 20


def read_logo(content: bytes) -> Drawn:
    """The picture drawn anew as PNG, as it looks on white paper. Raises UnusableLogo at `logo`."""
    if len(content) > LARGEST_LOGO:
        raise UnusableLogo(_l("Das Bild ist größer als 2 MB."), field="logo")
    try:
        drawn = draw_anew(content, box=_BOX, most_pixels=MOST_PIXELS, on_white=True)
    except TooManyPixels as fault:
        raise UnusableLogo(_l("Das Bild hat zu viele Bildpunkte."), field="logo") from fault
    except NoPicture as fault:
        raise UnusableLogo(
            _l("Das ist kein Bild im Format PNG, JPEG oder WebP."), field="logo"
        ) from fault
    if max(drawn.width, drawn.height) > _MOST_UNEVEN * min(drawn.width, drawn.height):
        raise UnusableLogo(_l("Das Bild ist viel zu schmal für ein Logo."), field="logo")
    return drawn
