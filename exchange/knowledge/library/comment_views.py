"""Comments as people write, change, take back and report them."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import DomainError, NotFound
from app.kernel.i18n import Message
from app.kernel.i18n import gettext as _
from app.kernel.matrix import READ_KNOWLEDGE
from app.kernel.permissions import requires
from exchange.knowledge.articles.models import ArticleVersion
from exchange.knowledge.articles.reading import get_published
from exchange.knowledge.articles.services import Writer
from exchange.knowledge.bylines import speaks_as
from exchange.knowledge.comments import queries, services
from exchange.knowledge.comments.models import ArticleComment
from exchange.knowledge.library.forms import CommentForm, ReportForm
from exchange.knowledge.library.page import article_page
from organisations.accounts.current import current_account, current_person

blueprint = Blueprint(
    "article_comments", __name__, template_folder="../templates", url_prefix="/knowledge"
)


@blueprint.post("/<public_id>/comments")
@requires(READ_KNOWLEDGE)
def write(public_id: str) -> ResponseReturnValue:
    return _say(get_published(public_id), _("Ihr Kommentar steht jetzt unter dem Beitrag."))


@blueprint.route("/comments/<comment_id>/reply", methods=["GET", "POST"])
@requires(READ_KNOWLEDGE)
def reply(comment_id: str) -> ResponseReturnValue:
    answered = queries.get_comment(comment_id)
    if answered.is_reply:
        raise NotFound
    version = get_published(answered.article.public_id)
    return _say(version, _("Ihre Antwort steht jetzt unter dem Kommentar."), answered)


@blueprint.route("/comments/<comment_id>/edit", methods=["GET", "POST"])
@requires(READ_KNOWLEDGE)
def edit(comment_id: str) -> ResponseReturnValue:
    comment = queries.get_own_comment(comment_id, current_person())
    form = CommentForm(data={"body": comment.body, "signs": comment.signed})
    if form.validate_on_submit():
        try:
            services.change_comment(
                comment=comment,
                body=form.body.data or "",
                signs=bool(form.signs.data),
                actor=current_person(),
                now=clock.now(),
            )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(_("Gespeichert."), "success")
            return redirect(_place(comment), 303)
    page = render_template("knowledge/comment.html", comment=comment, form=form)
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/comments/<comment_id>/delete")
@requires(READ_KNOWLEDGE)
def confirm_deletion(comment_id: str) -> ResponseReturnValue:
    comment = queries.get_own_comment(comment_id, current_person())
    return render_template(
        "confirm.html",
        heading=_("Kommentar löschen?"),
        text=_("Ihre Worte sind dann für alle weg. Antworten von anderen bleiben stehen."),
        label=_("Löschen"),
        action_url=url_for("article_comments.delete", comment_id=comment_id),
        cancel_url=_place(comment),
    )


@blueprint.post("/comments/<comment_id>/delete")
@requires(READ_KNOWLEDGE)
def delete(comment_id: str) -> ResponseReturnValue:
    person = current_person()
    comment = queries.get_own_comment(comment_id, person)
    article = comment.article.public_id
    services.take_back_comment(comment=comment, actor=person, now=clock.now())
    flash(_("Ihr Kommentar ist gelöscht."), "success")
    return redirect(url_for("articles.show", public_id=article, _anchor="comments"), 303)


@blueprint.route("/comments/<comment_id>/report", methods=["GET", "POST"])
@requires(READ_KNOWLEDGE)
def report(comment_id: str) -> ResponseReturnValue:
    comment, form = queries.get_comment(comment_id), ReportForm()
    if comment.author_public_id == current_person().public_id:
        raise NotFound  # whoever wrote it can delete it
    if form.validate_on_submit():
        try:
            services.report_comment(
                comment=comment,
                reason=form.reason.data or "",
                reporter=current_person(),
                now=clock.now(),
            )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(_("Danke. Das Programmbüro sieht sich den Kommentar an."), "success")
            return redirect(_place(comment), 303)
    page = render_template("knowledge/report.html", comment=comment, form=form)
    return page, 422 if form.is_submitted() else 200


def _say(
    version: ArticleVersion, said: Message, answered: ArticleComment | None = None
) -> ResponseReturnValue:
    """Keep what was written, or show it again with what is wrong: nothing typed is lost."""
    form = CommentForm()
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        account = current_account()
        writer = Writer(account.person, speaks_as(account), bool(form.signs.data))
        try:
            comment = services.write_comment(
                version=version,
                body=form.body.data or "",
                writer=writer,
                parent=answered,
                now=clock.now(),
            )
        except DomainError as refusal:
            form.show(refusal)
            status = refusal.status
        else:
            flash(said, "success")
            return redirect(_place(comment), 303)
    return article_page(version, form, answered=answered), status


def _place(comment: ArticleComment) -> str:
    return url_for(
        "articles.show",
        public_id=comment.article.public_id,
        _anchor=f"comment-{comment.public_id}",
    )
