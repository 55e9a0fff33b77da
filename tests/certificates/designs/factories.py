"""Makes designs, pictures, and what the editor's form sends."""

from io import BytesIO

from PIL import Image

from app.kernel.db import db
from certificates.designs.models import CertificateDesign, DesignVersion
from certificates.designs.queries import get_newest_version
from certificates.designs.services import create_design
from certificates.printing.design import FLOWING_BLOCKS, LANGUAGES, TEXT_LENGTHS, Design
from certificates.printing.shipped import CLASSIC
from tests.house.clock import START


def make_design(
    *, name: str = "Eigene", content: Design = CLASSIC, **given: object
) -> CertificateDesign:
    """A design that nobody in particular saved. Flushed."""
    design = create_design(name=name, content=content, actor=None, now=START)
    for column, value in given.items():
        setattr(design, column, value)
    db.session.flush()
    return design


def picture(kind: str = "PNG", size: tuple[int, int] = (200, 80), **options: object) -> bytes:
    """The bytes of a picture."""
    written = BytesIO()
    Image.new("RGB", size, "#1b4332").save(written, kind, **options)
    return written.getvalue()


def sent(version: DesignVersion, **changes: object) -> dict[str, object]:
    """What a browser sends when a version is saved as it is, but for these fields."""
    design = version.appearance
    order = [*design.blocks, *(name for name in FLOWING_BLOCKS if name not in design.blocks)]
    fields: dict[str, object] = {
        "based_on": str(version.number),
        "name": version.design.name,
        "style": design.style,
        "colour": design.colour,
        "alignment": design.alignment,
        "language": "de",
        "kept_logo": version.logo.public_id if version.logo else "",
        "notice_shown": "y",
    }
    for language in LANGUAGES:
        for name in TEXT_LENGTHS:
            fields[f"{language}-{name}"] = design.texts[language][name]
    for place, name in enumerate(order, start=1):
        fields[f"block_{name}-position"] = str(place)
        if name in design.blocks:
            fields[f"block_{name}-shown"] = "y"
    for number in range(3):
        signing = number < len(design.signatories)
        fields[f"signatories-{number}-kind"] = "trainer" if signing else "nobody"
        for name in ("name", "function_de", "function_en"):
            fields[f"signatories-{number}-{name}"] = ""
    return {name: value for name, value in (fields | changes).items() if value is not None}


def newest(design: CertificateDesign) -> DesignVersion:
    """What the design is now, read anew."""
    db.session.expire_all()
    return get_newest_version(design)
