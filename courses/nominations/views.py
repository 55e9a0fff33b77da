"""The coordinator's and lead's desk: who of their people is enrolled, waits, has completed."""

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.csv_file import csv_file
from app.kernel.i18n import gettext as _
from app.kernel.i18n import localised, short_date
from app.kernel.matrix import APPROVE_ENROLMENTS, READ_TRAININGS
from app.kernel.permissions import may, requires
from courses.nominations import queries
from courses.nominations.forms import SearchForm, search_form
from courses.nominations.queries import Line
from courses.nominations.reach import Reach, reach_of
from courses.nominations.wording import STATUS_BADGES, STATUSES
from courses.wording import FUNCTIONS
from organisations.accounts.current import current_account
from organisations.accounts.models import Account
from organisations.protection.queries import visible_contact

blueprint = Blueprint(
    "nominations", __name__, template_folder="templates", url_prefix="/municipality/trainings"
)


@blueprint.get("")
@requires(READ_TRAININGS)
def index() -> ResponseReturnValue:
    account = current_account()
    reach = reach_of(account)
    form = _search(reach)
    page = request.args.get("page", 1, type=int)
    return render_template(
        "nominations/index.html",
        reach=reach,
        form=form,
        found=queries.list_lines(reach, form.criteria, page),
        given={key: value for key, value in vars(form.criteria).items() if value},
        by_course=queries.count_by_course(reach),
        by_function=queries.count_by_function(reach),
        requests=len(queries.list_requests(account)) if may(APPROVE_ENROLMENTS) else 0,
        functions=FUNCTIONS,
        statuses=STATUSES,
        badges_of=STATUS_BADGES,
    )


@blueprint.get("/people.csv")
@requires(READ_TRAININGS)
def export() -> ResponseReturnValue:
    """What the page shows with the same search, as a file; a line for each training."""
    account = current_account()
    reach = reach_of(account)
    lines = queries.list_all_lines(reach, _search(reach).criteria)
    header = [_("Name"), _("Funktion"), _("Team"), _("Kurs"), _("Beginn"), _("Ende"), _("Status")]
    return Response(
        csv_file(list(map(str, header)), [row for line in lines for row in _rows(line, account)]),
        mimetype="text/csv",
        headers={
            "Content-Disposition": f'attachment; filename="komma-{clock.now():%Y-%m-%d}.csv"',
            "Cache-Control": "no-store",
        },
    )


def _search(reach: Reach) -> SearchForm:
    return search_form(
        request.args, teams=queries.list_teams_of(reach), courses=queries.list_courses_of(reach)
    )


def _rows(line: Line, reader: Account) -> list[list[object]]:
    team = visible_contact(line.person, reader).team
    who = [
        line.person.name,
        str(FUNCTIONS.get(line.person.function, "")),
        localised(team.name) if team else "",
    ]
    entries = [
        [
            localised(entry.title),
            short_date(entry.starts_at),
            short_date(entry.ends_at),
            str(STATUSES[entry.status]),
        ]
        for entry in line.entries
    ]
    return [[*who, *entry] for entry in entries] or [[*who, "", "", "", ""]]
