"""Announcements as those who lead a cohort write them: first see, then send."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.i18n import gettext as _
from app.kernel.i18n import ngettext
from app.kernel.mail_text import render_mail
from app.kernel.matrix import RUN_COHORTS
from app.kernel.permissions import requires
from courses.catalogue.markdown import render_markdown
from courses.cohorts.models import Cohort
from courses.cohorts.queries import get_managed_cohort
from courses.desk.announcements import queries, services
from courses.desk.announcements.forms import AnnouncementForm, new_announcement_form
from organisations.accounts.current import current_person
from organisations.queries import find_names

blueprint = Blueprint(
    "announcements",
    __name__,
    template_folder="templates",
    url_prefix="/manage/cohorts/<public_id>/announcements",
)
blueprint.add_app_template_filter(render_markdown, "course_markdown")


@blueprint.get("")
@requires(RUN_COHORTS)
def index(public_id: str) -> ResponseReturnValue:
    cohort = get_managed_cohort(current_person(), public_id)
    announcements = queries.list_announcements(cohort)
    return render_template(
        "announcements/index.html",
        cohort=cohort,
        announcements=announcements,
        names=find_names({one.author_public_id for one in announcements}),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(RUN_COHORTS)
def new(public_id: str) -> ResponseReturnValue:
    """Writing, seeing and sending have one address; nothing is sent that was not shown."""
    cohort, form = get_managed_cohort(current_person(), public_id), new_announcement_form()
    if not form.is_submitted() or "edit" in request.form:
        return render_template("announcements/write.html", cohort=cohort, form=form)
    if not form.validate():
        return render_template("announcements/write.html", cohort=cohort, form=form), 422
    if "send" not in request.form:
        return _preview(cohort, form)
    _send(cohort, form)
    return redirect(url_for("announcements.index", public_id=public_id), 303)


@blueprint.get("/<announcement_id>/withdraw")
@requires(RUN_COHORTS)
def confirm_withdrawal(public_id: str, announcement_id: str) -> ResponseReturnValue:
    cohort = get_managed_cohort(current_person(), public_id)
    announcement = queries.get_announcement(cohort, announcement_id)
    ids = {"public_id": public_id, "announcement_id": announcement_id}
    return render_template(
        "confirm.html",
        heading=_("Mitteilung zurückziehen?"),
        text=_(
            "„%(title)s“: Auf der Seite steht dann nur noch, dass sie zurückgezogen ist. Mails, "
            "die schon unterwegs sind, bleiben. Schreiben Sie für eine Korrektur eine neue.",
            title=announcement.title,
        ),
        label=_("Zurückziehen"),
        action_url=url_for("announcements.withdraw", **ids),
        cancel_url=url_for("announcements.index", public_id=public_id),
    )


@blueprint.post("/<announcement_id>/withdraw")
@requires(RUN_COHORTS)
def withdraw(public_id: str, announcement_id: str) -> ResponseReturnValue:
    person = current_person()
    cohort = get_managed_cohort(person, public_id)
    announcement = queries.get_announcement(cohort, announcement_id)
    if services.withdraw_announcement(announcement=announcement, actor=person, now=clock.now()):
        flash(_("Die Mitteilung ist zurückgezogen."), "success")
    return redirect(url_for("announcements.index", public_id=public_id), 303)


def _send(cohort: Cohort, form: AnnouncementForm) -> None:
    try:
        services.send_announcement(
            cohort=cohort,
            words=form.words,
            to_waiting=bool(form.to_waiting.data),
            key=form.key.data,
            actor=current_person(),
            now=clock.now(),
        )
    except services.AlreadySent as sent_twice:
        flash(sent_twice.message, "info")
    else:
        flash(_("Die Mitteilung ist verschickt."), "success")


def _preview(cohort: Cohort, form: AnnouncementForm) -> str:
    """Page and mails as they will be: those who wish it so are told discreetly."""
    person = current_person()
    context: dict[str, Any] = {"person": person, "cohort": cohort, "words": form.words}
    mails = [
        render_mail(services.TEMPLATE, reader=person, discreet=discreet, **context)
        for discreet in (True, False)
    ]
    number = len(queries.list_readers(cohort, with_waiting=bool(form.to_waiting.data)))
    return render_template(
        "announcements/preview.html",
        cohort=cohort,
        form=form,
        author=person.name,
        now=clock.now(),
        mails=mails,
        send_label=ngettext("An %(num)s Person senden", "An %(num)s Personen senden", number),
    )
