"""The sheet as a PDF to agree on and to sign, in the language of the moment."""

from datetime import datetime

from flask import current_app, render_template

from app.kernel.i18n import current_language, local_date
from app.kernel.i18n import gettext as _
from app.pages.staff_council.sections import list_sections
from certificates.printing.fonts import printable
from certificates.printing.rendering import complete, lay_out


def sheet_pdf(*, now: datetime) -> bytes:
    """A4, with page numbers and a place for both parties' date and signature.

    Raises RenderingFailed where the library could not lay it out.
    """
    operator = current_app.extensions["komma"].settings.operator_name
    markup = render_template(
        "staff_council/sheet.pdf.html",
        language=current_language(),
        sections=list_sections(),
        operator=printable(operator),
        day=local_date(now),
        parties=(_("Für die Dienststelle"), _("Für die Personalvertretung")),
    )
    return complete(lay_out(markup))
