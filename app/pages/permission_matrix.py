"""The permission matrix as the programme office reads it, and as a file for their records."""

import csv
import io

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from app.kernel import matrix
from app.kernel.i18n import Message
from app.kernel.i18n import gettext as _
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.permissions import Reach, requires
from organisations.wording import ROLES

REACHES: dict[Reach, Message] = {
    Reach.OWN: _l("eigene"),
    Reach.TEAM: _l("des Teams"),
    Reach.MUNICIPALITY: _l("der Kommune"),
    Reach.PROGRAMME: _l("alle"),
}
#: How the words for reaches are meant.
REACHES_MEAN = _l(
    "„eigene“ heißt: nur was der Person selbst gehört oder was sie leitet. „der Kommune“ heißt: "
    "nur die Kommune, für die sie die Rolle hat."
)
NOTHING = "–"

blueprint = Blueprint("permissions", __name__, url_prefix="/manage/permissions")


@blueprint.get("")
@requires(matrix.READ_PERMISSIONS)
def show() -> ResponseReturnValue:
    return render_template(
        "pages/permission_matrix.html",
        rows=_rows(),
        roles=[*ROLES.values()],
        reaches_mean=REACHES_MEAN,
    )


@blueprint.get("/table.csv")
@requires(matrix.READ_PERMISSIONS)
def export() -> ResponseReturnValue:
    """As German Excel opens it: semicolons, and a byte order mark for UTF-8."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow([_("Recht"), *map(str, ROLES.values())])
    writer.writerows([cell or NOTHING for cell in row] for row in _rows())
    return Response(
        "\ufeff" + file.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": "attachment; filename=komma-rechte.csv"},
    )


def _rows() -> list[list[str | None]]:
    """For each permission its label, then for each role how far it reaches, if at all."""
    return [
        [
            str(permission.label),
            *(
                str(REACHES[permission.reach[role]]) if role in permission.reach else None
                for role in ROLES
            ),
        ]
        for permission in matrix.MATRIX
    ]
