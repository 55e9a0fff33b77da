"""Pages of a date poll for whoever is asked: read, answer. Everybody else finds nothing."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import DomainError
from app.kernel.forms import Form
from app.kernel.i18n import Stranger, current_language
from app.kernel.i18n import gettext as _
from app.kernel.permissions import signed_in
from organisations.accounts.current import current_person
from scheduling.polls import queries, services
from scheduling.polls.forms import answer_form, choices_in, name_of
from scheduling.polls.models import Choice, DatePoll
from scheduling.polls.presenting import Board, show_board
from scheduling.polls.wording import CHOICES
from scheduling.queries import find_occupancy

blueprint = Blueprint("date_polls", __name__, template_folder="templates", url_prefix="/date-polls")


@blueprint.get("/<public_id>")
@signed_in
def show(public_id: str) -> ResponseReturnValue:
    poll = queries.get_poll_for(current_person(), public_id)
    board = show_board(poll, current_person(), clock.now())
    return _page(board, _form(board))


@blueprint.post("/<public_id>")
@signed_in
def answer(public_id: str) -> ResponseReturnValue:
    poll = queries.get_poll_for(current_person(), public_id)
    board = show_board(poll, current_person(), clock.now())
    form = _form(board)
    if form.validate():
        try:
            services.answer(
                poll=poll,
                person=current_person(),
                choices=choices_in(form, poll),
                comment=form["comment"].data or "",
                now=clock.now(),
            )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(_("Ihre Antworten sind gespeichert."), "success")
            return redirect(url_for("date_polls.show", public_id=public_id), 303)
    return _page(board, form), 422


def _form(board: Board) -> Form:
    comment = board.member.comment if board.member else ""
    return answer_form(board.poll, board.suggested, comment)


def _page(board: Board, form: Form) -> str:
    now, poll = clock.now(), board.poll
    return render_template(
        "date_polls/show.html",
        board=board,
        poll=poll,
        form=form,
        name_of=name_of,
        choices=CHOICES,
        kinds=Choice,
        answers_open=poll.takes_answers(now),
        in_calendar=_is_in_own_calendar(poll),
        elsewhere=Stranger(current_language(), poll.zone),
        now=now,
    )


def _is_in_own_calendar(poll: DatePoll) -> bool:
    return poll.event is not None and find_occupancy(poll.event, current_person()) is not None
