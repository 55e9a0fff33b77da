"""Something has happened: one page to everything that helps, for somebody who has no time."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.kernel.matrix import BOOK_CRISIS_TALKS, READ_COURSES, READ_TOOLBOX
from app.kernel.permissions import may, requires
from courses.wording import FORMATS
from exchange.situations import queries
from exchange.toolbox.wording import KINDS
from organisations.topics.queries import list_situations
from scheduling.coaching.models import OfferKind

blueprint = Blueprint("situations", __name__, template_folder="templates", url_prefix="/situations")


@blueprint.get("")
@requires(READ_TOOLBOX)
def index() -> ResponseReturnValue:
    return render_template("situations/index.html", situations=list_situations())


@blueprint.get("/<key>")
@requires(READ_TOOLBOX)
def show(key: str) -> ResponseReturnValue:
    situation = queries.get_situation(key)
    return render_template(
        "situations/show.html",
        situation=situation,
        steps=queries.first_steps(situation),
        aids=queries.list_aids_for(situation),
        courses=queries.list_courses_for(situation) if may(READ_COURSES) else [],
        may_book=may(BOOK_CRISIS_TALKS),
        crisis=OfferKind.CRISIS.value,
        individual=OfferKind.INDIVIDUAL.value,
        kinds=KINDS,
        formats=FORMATS,
    )
