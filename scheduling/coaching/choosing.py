"""What pages with free times have in common: the week they show, and the answer to a choice."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import TypeAlias

from flask import redirect, request
from flask.typing import ResponseReturnValue

from app.kernel.db import db, reading
from app.kernel.errors import DomainError, NotFound
from app.kernel.i18n import viewer_zone
from scheduling.coaching.forms import SlotForm

#: Draws the page with this form and this week, None for the first that has something free.
Page: TypeAlias = Callable[[SlotForm, date | None], str]


def show_times(page: Page, form: SlotForm | None = None) -> ResponseReturnValue:
    """The page with the week that was asked for."""
    return page(form or SlotForm(), _week_asked_for())


def answer_choice(
    page: Page, take: Callable[[datetime], str], form: SlotForm | None = None
) -> ResponseReturnValue:
    """`take` what was chosen; it gives the address to go on to. What is refused shows `page`."""
    form = form or SlotForm()
    if not form.validate():
        return _refused(partial(page, form, _week_asked_for()))
    try:
        address = take(form.starts_at)
    except NotFound:
        raise
    except DomainError as refusal:
        form.show(refusal)
        return _refused(partial(page, form, form.starts_at.astimezone(viewer_zone()).date()))
    return redirect(address, 303)


def _refused(page: Callable[[], str]) -> ResponseReturnValue:
    """What is still free. It is drawn without keeping others from booking."""
    db.session.rollback()  # of what the refusal interrupted
    with reading():
        return page(), 422


def _week_asked_for() -> date | None:
    try:
        return date.fromisoformat(request.args.get("week", ""))
    except ValueError:
        return None
