"""Published figures of cases: a municipality's for who coordinates it, the programme's for the
office. Nobody is shown both.
"""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.kernel.matrix import READ_CASE_FIGURES, READ_PROGRAMME_CASE_FIGURES
from app.kernel.permissions import requires
from exchange.procedures.figures import queries
from exchange.procedures.figures.outcomes import COUNTED
from exchange.procedures.figures.wording import OUTCOMES, half_year_name, span_name
from exchange.procedures.sections import list_sections
from exchange.procedures.writing.queries import list_written_municipalities
from exchange.procedures.writing.wording import situation_names
from organisations.accounts.current import current_account

blueprint = Blueprint(
    "case_figures", __name__, template_folder="templates", url_prefix="/municipality/case-figures"
)
programme = Blueprint(
    "programme_case_figures",
    __name__,
    template_folder="templates",
    url_prefix="/manage/case-figures",
)
blueprint.add_app_template_global(half_year_name)
blueprint.add_app_template_global(span_name)


@blueprint.get("")
@requires(READ_CASE_FIGURES)
def index() -> ResponseReturnValue:
    municipalities = list_written_municipalities(current_account())
    rows = queries.list_figures([one.id for one in municipalities])
    figures = {(row.half_year, row.municipality_id): row.figures for row in rows}
    by_half_year = {
        row.half_year: [(one, figures.get((row.half_year, one.id))) for one in municipalities]
        for row in rows
        if row.municipality_id is None
    }
    return render_template(
        "case_figures/municipality.html",
        sections=list_sections("case_figures.index"),
        half_years=by_half_year,
        several=len(municipalities) > 1,
        **_words(),
    )


@programme.get("")
@requires(READ_PROGRAMME_CASE_FIGURES)
def show() -> ResponseReturnValue:
    rows = queries.list_figures([])
    return render_template("case_figures/programme.html", rows=rows, **_words())


def _words() -> dict[str, object]:
    return {"situations": situation_names(), "outcomes": OUTCOMES, "counted": COUNTED}
