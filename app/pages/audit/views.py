"""The audit trail for the programme office: a list to look through, and a file of it."""

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.i18n import by_programme_clock
from app.kernel.matrix import READ_AUDIT
from app.kernel.permissions import requires
from app.pages.audit import queries
from app.pages.audit.forms import AuditFilterForm
from app.pages.audit.names import Names
from app.pages.audit.services import export_entries
from app.pages.audit.wording import action_name, details_text
from organisations.accounts.current import current_person

#: The largest number that a database counts to.
LAST_POSITION = 2**63 - 1

blueprint = Blueprint("audit", __name__, template_folder="templates", url_prefix="/manage/audit")


@blueprint.get("")
@requires(READ_AUDIT)
def index() -> ResponseReturnValue:
    form = AuditFilterForm(request.args)
    if not form.validate():
        return render_template("audit/index.html", form=form, page_of=None), 422
    page_of = queries.list_entries(
        form.wanted,
        older_than=request.args.get("older_than", type=_position),
        newer_than=request.args.get("newer_than", type=_position),
    )
    with by_programme_clock():  # as the days that the form asks for, and as the file
        return render_template(
            "audit/index.html",
            form=form,
            page_of=page_of,
            names=Names(page_of.entries),
            action_name=action_name,
            details_text=details_text,
        )


def _position(text: str) -> int:
    """A position in the trail. Raises ValueError for numbers that no entry can have."""
    position = int(text)
    if not 0 <= position <= LAST_POSITION:
        raise ValueError
    return position


@blueprint.post("/export")
@requires(READ_AUDIT)
def export() -> ResponseReturnValue:
    form = AuditFilterForm(request.args)
    if not form.validate():
        return render_template("audit/index.html", form=form, page_of=None), 422
    now = clock.now()
    file = export_entries(wanted=form.wanted, actor=current_person(), now=now)
    name = f"komma-audit-{now:%Y-%m-%d}.csv"
    return Response(
        file,
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
