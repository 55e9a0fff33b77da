"""On a procedure, the way to play it; on an exercise that is over, what to learn from it."""

from collections.abc import Sequence

from flask import render_template
from markupsafe import Markup

from app.kernel.matrix import HANDLE_CASES
from app.kernel.permissions import may
from exchange.procedures.cases.models import Case
from exchange.procedures.cases.presentation import ShownStep
from exchange.procedures.exercises.debrief import Played, debrief
from exchange.procedures.exercises.shelf import find_scenario
from exchange.procedures.writing.models import Procedure
from organisations.accounts.current import current_person


def begin_exercise(procedure: Procedure, **_context: object) -> Markup | str:
    """The way to begin, for people of the procedure's municipality."""
    if not may(HANDLE_CASES) or current_person().municipality_id != procedure.municipality_id:
        return ""
    page = render_template("exercises/panels/begin.html", procedure=procedure)
    return Markup(page)  # noqa: S704 — rendered by a template of ours


def looking_back(case: Case, steps: Sequence[ShownStep], **_context: object) -> Markup | str:
    """The debrief, once an exercise has ended."""
    if not case.is_exercise or case.closed_at is None:
        return ""
    played = (
        Played(
            shown.step.number,
            shown.step.title,
            shown.row.due_at,
            shown.row.done_at,
            tuple(item.text for item in shown.open_items),
        )
        for shown in steps
    )
    page = render_template(
        "exercises/panels/debrief.html",
        debrief=debrief(played, started_at=case.started_at, ended_at=case.closed_at),
        scenario=find_scenario(case.scenario),
    )
    return Markup(page)  # noqa: S704 — rendered by a template of ours
