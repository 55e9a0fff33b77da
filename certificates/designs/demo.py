"""Demo data: a design of a state, in its second version, and what two courses ask for."""

from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO

from PIL import Image, ImageDraw

from certificates.designs import queries, services
from certificates.designs.logos import read_logo
from certificates.printing.design import Signatory
from certificates.printing.shipped import CLEAR
from organisations.models import Person

NAME = "Land Musterland"


def load_designs(office: Person, now: datetime) -> None:
    """Have the office write a design, and choose it for a course whose certificates expire."""
    design = services.create_design(
        name=NAME, content=CLEAR, actor=office, now=now - timedelta(days=60)
    )
    head = Signatory(
        name="Dr. Hanna Vogt", function_de="Leitung des Programms", function_en="Head of programme"
    )
    services.save_version(
        design=design,
        content=replace(
            CLEAR, colour="violet", signatories=(Signatory(), head), texts=_texts_of_state()
        ),
        logo=read_logo(_emblem()),
        based_on=1,
        actor=office,
        now=now - timedelta(days=40),
    )
    courses = [each.course for each in queries.list_course_wishes()]
    for course, chosen in zip(courses[-2:], (design, None), strict=False):
        services.set_course_certificates(
            course=course,
            design=chosen,
            automatic=chosen is None,
            valid_months=36 if chosen else None,
            actor=office,
            now=now - timedelta(days=40),
        )


def _texts_of_state() -> dict[str, dict[str, str]]:
    return {
        "de": CLEAR.texts["de"]
        | {"text": "Das Land Musterland dankt {holder} für das Engagement."},
        "en": CLEAR.texts["en"] | {"text": "The state of Musterland thanks {holder}."},
    }


def _emblem() -> bytes:
    """Two speech marks in a shield, as no state has it."""
    picture = Image.new("RGBA", (600, 240), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((10, 10, 230, 230), radius=40, fill="#432a6b")
    for left in (60, 130):
        draw.ellipse((left, 80, left + 50, 130), fill="white")
        draw.polygon(((left + 50, 105), (left + 50, 120), (left + 15, 170)), fill="white")
    for top, width in ((60, 320), (110, 260), (160, 300)):
        draw.rounded_rectangle((260, top, 260 + width, top + 22), radius=11, fill="#432a6b")
    written = BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()
