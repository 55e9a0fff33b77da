"""The office looks at comments that were reported."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.i18n import gettext as _
from app.kernel.matrix import PUBLISH_ARTICLES
from app.kernel.permissions import requires
from exchange.knowledge.comments import queries, services
from exchange.knowledge.desk.presenting import words
from exchange.knowledge.library.forms import HideForm
from organisations.accounts.current import current_person

blueprint = Blueprint(
    "comment_moderation",
    __name__,
    template_folder="../templates",
    url_prefix="/knowledge/moderation",
)


@blueprint.get("")
@requires(PUBLISH_ARTICLES)
def index() -> ResponseReturnValue:
    return render_template(
        "knowledge/moderation.html", reported=queries.list_to_moderate(), **words()
    )


@blueprint.route("/<comment_id>/hide", methods=["GET", "POST"])
@requires(PUBLISH_ARTICLES)
def hide(comment_id: str) -> ResponseReturnValue:
    comment, form = queries.get_comment_to_moderate(comment_id), HideForm()
    if form.validate_on_submit():
        services.hide_comment(
            comment=comment,
            reason=form.reason.data or "",
            actor=current_person(),
            now=clock.now(),
        )
        flash(_("Ausgeblendet. Wer ihn geschrieben hat, bekommt eine Mail."), "success")
        return redirect(url_for("comment_moderation.index"), 303)
    page = render_template("knowledge/hide.html", comment=comment, form=form, **words())
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/<comment_id>/show")
@requires(PUBLISH_ARTICLES)
def show(comment_id: str) -> ResponseReturnValue:
    services.show_comment(
        comment=queries.get_comment_to_moderate(comment_id),
        actor=current_person(),
        now=clock.now(),
    )
    flash(_("Der Kommentar steht für alle da."), "success")
    return redirect(url_for("comment_moderation.index"), 303)
