"""Files and videos of a unit as its page shows them."""

from dataclasses import dataclass

from flask_babel import format_decimal

from app.kernel.i18n import current_language, localised
from courses.catalogue.course_files import find_course_file
from courses.units.contents import Content
from courses.units.media import MEDIA_TYPES, Download, LinkedVideo, OwnVideo, ending_of


@dataclass(frozen=True)
class ShownFile:
    """A file in the language of the page: name, media type, ending in capitals, and its size.

    `size` is None where the file is missing: the operator has not put it there.
    """

    name: str
    media_type: str
    ending: str
    size: int | None

    @property
    def size_in_words(self) -> str:
        """The size in kilobytes, or in megabytes where there are many."""
        kilobytes = (self.size or 0) / 1000
        if kilobytes < 1000:
            return f"{max(round(kilobytes), 1)} KB"
        return f"{format_decimal(kilobytes / 1000, '0.#')} MB"


@dataclass(frozen=True)
class ShownMedia:
    """What the page of a file or a video needs besides what is stored."""

    content: Download | OwnVideo | LinkedVideo
    file: ShownFile | None = None
    captions: str = ""


def as_shown(content: Content) -> ShownMedia | None:
    """The file or video of a unit, ready for its page; None where it has none."""
    if isinstance(content, LinkedVideo):
        return ShownMedia(content)
    if isinstance(content, OwnVideo):
        captions = content.captions.in_language(current_language())
        return ShownMedia(content, _shown(localised(content.file)), captions)
    if isinstance(content, Download):
        return ShownMedia(content, _shown(localised(content.file)))
    return None


def _shown(name: str) -> ShownFile:
    path, ending = find_course_file(name), ending_of(name)
    size = path.stat().st_size if path else None
    return ShownFile(name, MEDIA_TYPES[ending], ending.upper(), size)
