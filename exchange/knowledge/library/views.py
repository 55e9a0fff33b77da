"""What everybody of the programme reads: the list, articles, their files, and what is useful."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import DomainError
from app.kernel.i18n import gettext as _
from app.kernel.matrix import PUBLISH_ARTICLES, READ_KNOWLEDGE
from app.kernel.permissions import may, requires
from exchange.knowledge.articles.queries import desk_of
from exchange.knowledge.articles.reading import get_published
from exchange.knowledge.attachments.queries import get_file
from exchange.knowledge.attachments.sending import as_download
from exchange.knowledge.comments.queries import count_comments
from exchange.knowledge.desk.presenting import words
from exchange.knowledge.digest.services import change_subscription, is_subscribed
from exchange.knowledge.library.forms import CommentForm
from exchange.knowledge.library.page import article_page
from exchange.knowledge.library.searching import look_for
from exchange.knowledge.marks.queries import count_marks
from exchange.knowledge.marks.services import mark_useful, unmark_useful
from organisations.accounts.current import current_account, current_person

blueprint = Blueprint("articles", __name__, template_folder="../templates", url_prefix="/knowledge")


@blueprint.get("")
@requires(READ_KNOWLEDGE)
def index() -> ResponseReturnValue:
    search = look_for(request.args, page=request.args.get("page", 1, type=int))
    ids = [version.article_id for version in search.found.versions]
    return render_template(
        "knowledge/index.html",
        search=search,
        marks=count_marks(ids),
        comments=count_comments(ids),
        writes=bool(desk_of(current_account()).writes),
        publishes=may(PUBLISH_ARTICLES),
        subscribed=is_subscribed(current_person()),
        **words(),
    )


@blueprint.get("/<public_id>")
@requires(READ_KNOWLEDGE)
def show(public_id: str) -> ResponseReturnValue:
    return article_page(get_published(public_id), CommentForm())


@blueprint.get("/<public_id>/files/<file_id>")
@requires(READ_KNOWLEDGE)
def file(public_id: str, file_id: str) -> ResponseReturnValue:
    return as_download(get_file([get_published(public_id)], file_id))


@blueprint.post("/<public_id>/useful")
@requires(READ_KNOWLEDGE)
def mark(public_id: str) -> ResponseReturnValue:
    version = get_published(public_id)
    mark_useful(article=version.article, person=current_person(), now=clock.now())
    flash(_("Danke. Andere sehen nur die Zahl, nie, von wem."), "success")
    return redirect(url_for("articles.show", public_id=public_id, _anchor="useful"), 303)


@blueprint.post("/<public_id>/not-useful")
@requires(READ_KNOWLEDGE)
def unmark(public_id: str) -> ResponseReturnValue:
    unmark_useful(article=get_published(public_id).article, person=current_person())
    return redirect(url_for("articles.show", public_id=public_id, _anchor="useful"), 303)


@blueprint.post("/digest")
@requires(READ_KNOWLEDGE)
def subscribe() -> ResponseReturnValue:
    """Have the weekly mail, or have it no more."""
    if request.form.get("wanted") not in {"0", "1"}:
        raise DomainError(_("Bitte laden Sie die Seite neu."))
    wanted = request.form["wanted"] == "1"
    change_subscription(person=current_person(), wanted=wanted, now=clock.now())
    flash(
        _("Sie bekommen montags eine Mail, wenn es neue Beiträge gibt.")
        if wanted
        else _("Sie bekommen diese Mail nicht mehr."),
        "success",
    )
    return redirect(url_for("articles.index"), 303)
