"""What each block of a certificate says: its data in the words of its design. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from certificates.printing.design import Design, Signatory, filled, variables_of
from certificates.printing.document import CertificateData
from certificates.printing.fonts import printable
from certificates.printing.wording import (
    WORDINGS,
    Wording,
    dates_in_words,
    day_in_words,
    duration_in_words,
    short_duration,
)

_EMPTY_LINE = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs, and as what; the function may be empty."""

    name: str
    function: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """Every text of a certificate as it is printed, in the order of reading.

    Texts that the design or the data leave open are empty. `rows` are the modules with their
    lengths, `total` the last row of that table.
    """

    wording: Wording
    issuer: str
    title: str
    before_name: str
    name: str
    after_name: str
    course: str
    text: tuple[str, ...]
    facts: str
    rows: tuple[tuple[str, str], ...]
    total: str
    issued: str
    signatures: tuple[Signature, ...]
    address: str
    code: str
    valid_until: str
    replaces: str
    notice: tuple[str, ...]

    @property
    def check_lines(self) -> tuple[str, ...]:
        """What stands beneath the signatures and the QR code, line by line."""
        address = f"{self.wording.verify}: {self.address}"
        lines = (self.valid_until, address, self.code, self.replaces)
        return tuple(line for line in lines if line)

    def all_texts(self) -> list[str]:
        """Everything that has to be drawn with the certificate's fonts."""
        return [
            *(self.issuer, self.title, self.before_name, self.name, self.after_name, self.course),
            *self.text,
            *(title for title, _length in self.rows),
            *(text for each in self.signatures for text in (each.name, each.function)),
            *(self.address, self.code, self.replaces, self.issued),
            *self.notice,
        ]


def contents_of(data: CertificateData, design: Design) -> Contents:
    """Return what the blocks that the design shows say.

    A paragraph of the design is left out where one of its variables is filled with nothing: where
    a certificate is valid for ever, nothing is said of its end.
    """
    language = data.language
    wording = WORDINGS[language]
    texts, values = design.texts[language], _values(data)
    shown = {*design.blocks, *design.foot}
    return Contents(
        wording=wording,
        issuer=printable(data.issuer),
        title=printable(filled(texts["title"], values)),
        before_name=_line(texts["before_name"], values),
        name=values["holder"],
        after_name=_line(texts["after_name"], values),
        course=values["course"],
        text=_paragraphs(texts["text"], values) if "text" in shown else (),
        facts=f"{values['dates']} · {values['hours']}",
        rows=tuple(
            (printable(part.title), short_duration(part.minutes, language))
            for part in data.modules
            if "modules" in shown
        ),
        total=short_duration(data.total_minutes, language),
        issued=f"{wording.issued_on.format(day=values['issued_on'])} · {values['issuer']}",
        signatures=tuple(_signature(each, data) for each in design.signatories),
        address=data.verify_url,
        code=f"{wording.code}: {data.code}",
        valid_until=(
            wording.valid_until.format(day=values["valid_until"]) if data.valid_until else ""
        ),
        replaces=wording.replaces.format(code=data.replaces) if data.replaces else "",
        notice=_paragraphs(texts["notice"], values) if "notice" in shown else (),
    )


def _values(data: CertificateData) -> dict[str, str]:
    language = data.language
    return {
        "holder": printable(data.holder_name),
        "course": printable(data.course_title),
        "dates": dates_in_words(data.dates, language),
        "hours": duration_in_words(data.total_minutes, language),
        "issuer": printable(data.issuer),
        "issued_on": day_in_words(data.issued_on, language),
        "valid_until": day_in_words(data.valid_until, language) if data.valid_until else "",
        "trainer": printable(data.signatory),
        "funder_notice": printable(data.notice),
    }


def _paragraphs(text: str, values: Mapping[str, str]) -> tuple[str, ...]:
    parted = (_line(paragraph, values) for paragraph in _EMPTY_LINE.split(text))
    return tuple(paragraph for paragraph in parted if paragraph)


def _line(text: str, values: Mapping[str, str]) -> str:
    if not all(values[name] for name in variables_of(text)):
        return ""
    return printable(filled(text, values))


def _signature(signatory: Signatory, data: CertificateData) -> Signature:
    if signatory.is_trainer:
        return Signature(printable(data.signatory), printable(data.signatory_function))
    function = signatory.function_de if data.language == "de" else signatory.function_en
    return Signature(printable(signatory.name), printable(function))
