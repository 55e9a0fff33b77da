"""What other pages say of cases: how to begin one, by procedure or situation; what is late."""

from flask import render_template
from markupsafe import Markup

from app.kernel import clock
from app.kernel.matrix import HANDLE_CASES, READ_PROCEDURES
from app.kernel.permissions import may
from exchange.procedures.cases.queries import count_open, list_versions_to_begin
from exchange.procedures.writing.models import Procedure
from exchange.procedures.writing.queries import list_shelves, written_municipality_ids
from organisations.accounts.current import current_account, current_person
from organisations.models import Person
from organisations.topics.models import Situation


def begin_case(procedure: Procedure, **_context: object) -> Markup | str:
    """The way to begin, for people of the procedure's municipality."""
    if not may(HANDLE_CASES) or current_person().municipality_id != procedure.municipality_id:
        return ""
    page = render_template("cases/panels/begin.html", procedure=procedure)
    return Markup(page)  # noqa: S704 — rendered by a template of ours


def late_cases(person: Person, **_context: object) -> Markup | str:
    """At home: in how many of their cases a deadline is over; empty where in none."""
    if person.municipality_id is None or not may(HANDLE_CASES):
        return ""
    _open, late = count_open(person, clock.now())
    if not late:
        return ""
    page = render_template("cases/panels/late.html", late=late)
    return Markup(page)  # noqa: S704 — rendered by a template of ours


def _to_write(situation: Situation, municipality_id: int) -> Markup | str:
    """For who may: the way to write what the situation lacks, or to the draft that is there."""
    account = current_account()
    if municipality_id not in written_municipality_ids(account):
        return ""
    drafts = [
        shelf.draft
        for shelf in list_shelves(account)
        if shelf.draft
        and shelf.procedure.municipality_id == municipality_id
        and situation.key in shelf.draft.situations
    ]
    page = render_template("cases/panels/to_write.html", situation=situation, drafts=drafts)
    return Markup(page)  # noqa: S704 — rendered by a template of ours


def procedures_in_situation(situation: Situation) -> Markup | str:
    """What holds for `situation` in the reader's own municipality, and how to begin by it.

    Where nothing does, who coordinates is led to writing it.
    """
    person = current_person()
    if person.municipality_id is None or not may(READ_PROCEDURES):
        return ""
    versions = [one for one in list_versions_to_begin(person) if situation.key in one.situations]
    if not versions:
        return _to_write(situation, person.municipality_id)
    page = render_template(
        "cases/panels/situation.html",
        situation=situation,
        versions=versions,
        handles=may(HANDLE_CASES),
    )
    return Markup(page)  # noqa: S704 — rendered by a template of ours
