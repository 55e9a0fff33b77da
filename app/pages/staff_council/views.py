"""The sheet for the staff council: a page for everybody who is signed in, and a document."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import NotFound
from app.kernel.i18n import LANGUAGES, by_programme_clock, in_language
from app.kernel.permissions import signed_in
from app.pages.staff_council.document import sheet_pdf
from app.pages.staff_council.sections import list_sections

blueprint = Blueprint(
    "staff_council", __name__, template_folder="templates", url_prefix="/staff-council"
)


@blueprint.get("")
@signed_in
def sheet() -> ResponseReturnValue:
    with by_programme_clock():
        return render_template(
            "staff_council/sheet.html", sections=list_sections(), now=clock.now()
        )


@blueprint.get("/komma-staff-council-<language>.pdf")
@signed_in
def document(language: str) -> ResponseReturnValue:
    if language not in LANGUAGES:
        raise NotFound
    with in_language(language), by_programme_clock():
        pdf = sheet_pdf(now=clock.now())
    name = f"komma-staff-council-{language}.pdf"
    return Response(
        pdf,
        mimetype="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
