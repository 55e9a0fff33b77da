"""Pictures and files of courses: what is taken, told by the first bytes, and what is kept of it."""

import io
import zipfile
from dataclasses import dataclass

from app.kernel.errors import DomainError
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.pictures import NoPicture, TooManyPixels, draw_anew

LARGEST_PICTURE = 8 * 1024 * 1024
LARGEST_FILE = 8 * 1024 * 1024
#: Far more than a screen shows; a picture that unpacks to more than this many pixels is refused.
WIDEST = 1600
MOST_PIXELS = 50_000_000

#: Of what Office writes, by the folder that only it has.
_OFFICE = {
    "word/": ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "ppt/": ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    "xl/": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


class UnusableAttachment(DomainError):
    """The file is none that a course can show or hand out."""


@dataclass(frozen=True)
class Shown:
    """An attachment as a text shows it: `label` says what is on the picture or in the file."""

    url: str
    label: str
    is_picture: bool
    size: int


@dataclass(frozen=True)
class Kept:
    """What is kept of an upload."""

    content: bytes
    media_type: str
    ending: str


def read_picture(content: bytes) -> Kept:
    """The picture drawn anew, at most WIDEST wide: whatever else was in the file is gone, such as
    where and when it was taken. Raises UnusableAttachment at `upload`.
    """
    if len(content) > LARGEST_PICTURE:
        raise UnusableAttachment(_l("Das Bild ist größer als 8 MB."), field="upload")
    try:
        drawn = draw_anew(content, box=(WIDEST, WIDEST * 2), most_pixels=MOST_PIXELS)
    except TooManyPixels as fault:
        raise UnusableAttachment(_l("Das Bild hat zu viele Bildpunkte."), field="upload") from fault
    except NoPicture as fault:
        raise UnusableAttachment(
            _l("Das ist kein Bild im Format PNG, JPEG oder WebP."), field="upload"
        ) from fault
    return Kept(drawn.content, drawn.media_type, drawn.ending)


def read_file(content: bytes) -> Kept:
    """A PDF (ISO 32000-2, 7.5.2) or an Office document without macros, as it is.

    Raises UnusableAttachment at `upload`.
    """
    if len(content) > LARGEST_FILE:
        raise UnusableAttachment(_l("Die Datei ist größer als 8 MB."), field="upload")
    if content.startswith(b"%PDF-"):
        return Kept(content, "application/pdf", "pdf")
    office = _office_kind(content)
    if office is None:
        raise UnusableAttachment(
            _l("Möglich sind PDF, Word, PowerPoint und Excel (docx, pptx, xlsx), ohne Makros."),
            field="upload",
        )
    ending, media_type = office
    return Kept(content, media_type, ending)


def _office_kind(content: bytes) -> tuple[str, str] | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = package.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return None
    if "[Content_Types].xml" not in names or any("vbaProject" in name for name in names):
        return None
    kinds = (kind for folder, kind in _OFFICE.items() if any(n.startswith(folder) for n in names))
    return next(kinds, None)
