"""The office's side: what waits for publication, the decision, and what is published."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import DomainError, NotFound
from app.kernel.i18n import Message
from app.kernel.i18n import gettext as _
from app.kernel.matrix import PUBLISH_ARTICLES
from app.kernel.permissions import requires
from exchange.knowledge.articles import publishing, queries, services
from exchange.knowledge.articles.differences import differences
from exchange.knowledge.articles.errors import ChangedMeanwhile
from exchange.knowledge.articles.models import Article, ArticleVersion, VersionState
from exchange.knowledge.attachments.queries import get_file
from exchange.knowledge.attachments.sending import as_download
from exchange.knowledge.comments.queries import count_reported
from exchange.knowledge.desk.forms import DecisionForm, WithdrawForm
from exchange.knowledge.desk.presenting import hands_in, shown, topic_names, words
from organisations.accounts.current import current_person

blueprint = Blueprint(
    "article_review", __name__, template_folder="../templates", url_prefix="/knowledge/review"
)


@blueprint.get("")
@requires(PUBLISH_ARTICLES)
def index() -> ResponseReturnValue:
    found = queries.list_articles_for_office(page=request.args.get("page", 1, type=int))
    return render_template(
        "knowledge/review.html",
        found=found,
        versions={one.id: _seen(one)[0] for one in found.articles},
        waiting=queries.count_to_publish(),
        reported=count_reported(),
        **words(),
    )


@blueprint.get("/<public_id>")
@requires(PUBLISH_ARTICLES)
def show(public_id: str) -> ResponseReturnValue:
    return _page(queries.get_article_for_office(public_id), DecisionForm())


@blueprint.get("/<public_id>/files/<file_id>")
@requires(PUBLISH_ARTICLES)
def file(public_id: str, file_id: str) -> ResponseReturnValue:
    article = queries.get_article_for_office(public_id)
    return as_download(get_file(_seen(article), file_id))


@blueprint.post("/<public_id>/publish")
@requires(PUBLISH_ARTICLES)
def publish(public_id: str) -> ResponseReturnValue:
    said = _("Veröffentlicht. Alle Kommunen können den Beitrag jetzt lesen.")
    return _decide(public_id, said, publishing.publish_article)


@blueprint.post("/<public_id>/return")
@requires(PUBLISH_ARTICLES)
def send_back(public_id: str) -> ResponseReturnValue:
    said = _("Zurückgegeben. Wer daran schreibt, bekommt eine Mail.")
    return _decide(public_id, said, services.return_article, before=VersionState.IN_REVIEW)


@blueprint.route("/<public_id>/archive", methods=["GET", "POST"])
@requires(PUBLISH_ARTICLES)
def archive(public_id: str) -> ResponseReturnValue:
    article, form = queries.get_article_for_office(public_id), WithdrawForm()
    if form.validate_on_submit():
        publishing.archive_article(
            article=article,
            comment=form.comment.data or "",
            actor=current_person(),
            now=clock.now(),
        )
        flash(_("Archiviert. Wer den Beitrag geschrieben hat, bekommt eine Mail."), "success")
        return redirect(_address(article), 303)
    page = render_template(
        "knowledge/archive.html", article=article, form=form, back=_address(article)
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/<public_id>/restore")
@requires(PUBLISH_ARTICLES)
def restore(public_id: str) -> ResponseReturnValue:
    article = queries.get_article_for_office(public_id)
    publishing.restore_article(article=article, actor=current_person(), now=clock.now())
    flash(_("Der Beitrag ist wieder für alle da."), "success")
    return redirect(_address(article), 303)


def _seen(article: Article) -> list[ArticleVersion]:
    """The versions that the office sees, the latest first; never what is still being written."""
    return [one for one in article.versions if one.state in queries.SEEN_BY_OFFICE]


def _address(article: Article) -> str:
    return url_for("article_review.show", public_id=article.public_id)


def _page(article: Article, form: DecisionForm) -> str:
    version, *earlier = _seen(article)
    if not form.is_submitted():
        form.revision.data = str(version.revision)
    before = earlier[0] if earlier else None
    return render_template(
        "knowledge/review_article.html",
        form=form,
        before=before,
        changes=differences(before, version) if before else None,
        topics=topic_names([one for one in (before, version) if one]),
        names=hands_in(article),
        own=current_person().public_id in {*version.author_ids, version.agreed_by},
        **shown(version),
    )


def _decide(
    public_id: str, said: Message, command: Callable[..., Any], **more: object
) -> ResponseReturnValue:
    article, form = queries.get_article_for_office(public_id), DecisionForm()
    version = article.open_version
    if version is None:
        raise NotFound
    if not form.validate_on_submit():
        return _page(article, form), 422
    try:
        command(
            version=version,
            comment=form.comment.data or "",
            revision=form.seen,
            actor=current_person(),
            now=clock.now(),
            **more,
        )
    except ChangedMeanwhile as refusal:
        flash(refusal.message, "warning")
        return redirect(url_for("article_review.index"), 303)
    except DomainError as refusal:
        form.show(refusal)
        return _page(article, form), 422
    flash(said, "success")
    # What was given back is the municipality's again, and may be nothing that the office sees.
    gone = version.state == VersionState.DRAFT
    return redirect(url_for("article_review.index") if gone else _address(article), 303)
