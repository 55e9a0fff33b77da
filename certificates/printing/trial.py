"""Tries a design out on samples: what the preview shows, and whether the longest fits. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from certificates.printing.contents import contents_of
from certificates.printing.design import LANGUAGES, Design, Fault, InvalidDesign
from certificates.printing.document import CertificateData, CertificateModule
from certificates.printing.fonts import UncoveredCharacters, printable, require_coverage
from certificates.printing.rendering import render_pdf
from certificates.printing.typesetting import possible_pages

_COURSES = {
    "de": (
        "Rassismus erkennen und besonnen handeln",
        ("Recht und Fürsorgepflicht", "Gespräche führen im Konflikt", "Hilfe holen und geben"),
        "Leitung des Programms",
        "Gefördert durch die Bundesregierung.",
    ),
    "en": (
        "Recognise racism and act with composure",
        ("Law and the duty of care", "Talking in a conflict", "Getting and giving help"),
        "Head of the programme",
        "Funded by the Federal Government.",
    ),
}
_CODE = "MFRG-GZDF-MZTW-Q2LK-NNWG-23TP-OBYX"


def sample_data(language: str) -> CertificateData:
    """What the preview says: a certificate of nobody, of ordinary length, in this language."""
    course, modules, function, notice = _COURSES[language]
    return CertificateData(
        holder_name="Alex Mustermann",
        course_title=course,
        modules=tuple(
            CertificateModule(title=title, minutes=minutes)
            for title, minutes in zip(modules, (90, 120, 60), strict=True)
        ),
        total_minutes=270,
        dates=(date(2026, 3, 3), date(2026, 3, 10)),
        issuer="Programmbüro KommA",
        signatory="Miriam Schütz",
        signatory_function=function,
        issued_on=date(2026, 3, 12),
        code=_CODE,
        verify_url=f"https://komma.example.org/verify/{_CODE.replace('-', '')}",
        language=language,
        notice=notice,
    )


def longest_data(language: str) -> CertificateData:
    """As much as one certificate may have to say on one page."""
    sample = sample_data(language)
    return replace(
        sample,
        holder_name="Prof. Dr. Maximiliane-Theodora von und zu Hohenstein-Wartenberg, geb. Au",
        course_title=f"{sample.course_title} – {sample.course_title} – {sample.course_title}",
        modules=sample.modules * 2,
        dates=tuple(sample.dates[0] + timedelta(days=7 * week) for week in range(6)),
        issuer="Landesweites Programmbüro für den Schutz kommunaler Verantwortlicher",
        signatory="Dr. Maximiliane von Hohenstein-Wartenberg",
        signatory_function=f"{sample.signatory_function} – {sample.signatory_function}",
        notice=f"{sample.notice} " * 3,
        valid_until=date(2029, 9, 30),
        replaces=sample.code,
    )


def check_design(design: Design, *, logo: bytes | None) -> None:
    """Raise InvalidDesign where the design cannot be printed, in either language.

    `logo` is the PNG file of its block. At fault is a text with characters that no font covers
    (UNPRINTABLE, with these characters), or so much text that a long certificate would not stay on
    its page (DOES_NOT_FIT, at the longest text).
    """
    for place, text in _texts(design).items():
        _require_characters(text, place)
    for language in LANGUAGES:
        data = longest_data(language)
        pages = possible_pages(contents_of(data, design), design, logo)
        if next(pages).rest < 0:
            texts = design.texts[language]
            longest = max(texts, key=lambda name: len(texts[name]))
            raise InvalidDesign(f"texts.{language}.{longest}", Fault.DOES_NOT_FIT)
        render_pdf(data, design, logo=logo)


def _texts(design: Design) -> dict[str, str]:
    """What the design says itself, by its place."""
    texts = {
        f"texts.{language}.{name}": text
        for language in LANGUAGES
        for name, text in design.texts[language].items()
    }
    for number, signatory in enumerate(design.signatories, start=1):
        for name in ("name", "function_de", "function_en"):
            texts[f"signatories.{number}.{name}"] = getattr(signatory, name)
    return texts


def _require_characters(text: str, place: str) -> None:
    try:
        require_coverage([printable(text)])
    except UncoveredCharacters as error:
        raise InvalidDesign(place, Fault.UNPRINTABLE, " ".join(error.characters)) from None
