"""The desk of a municipality: write articles, have them agreed to, revise and archive them."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import DomainError, Forbidden, NotFound
from app.kernel.i18n import Message
from app.kernel.i18n import gettext as _
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.matrix import AGREE_ARTICLES, WRITE_ARTICLES
from app.kernel.permissions import requires
from courses.catalogue.markdown import render_markdown
from exchange.adoption.forms import StepForm
from exchange.adoption.word_changes import word_changes
from exchange.knowledge.articles import publishing, queries, services
from exchange.knowledge.articles.differences import differences
from exchange.knowledge.articles.errors import ChangedMeanwhile
from exchange.knowledge.articles.models import Article, ArticleVersion, VersionState
from exchange.knowledge.articles.services import Writer
from exchange.knowledge.bylines import speaks_as
from exchange.knowledge.desk.forms import ArticleForm, DecisionForm, WithdrawForm, article_form
from exchange.knowledge.desk.presenting import hands_in, shown, topic_names, words
from organisations.accounts.current import current_account, current_person
from organisations.topics.queries import list_competencies, list_situations

ONLY_LEADING = _l(
    "Beiträge schreiben Menschen mit Leitungsfunktion und die Koordination der Kommune."
)

blueprint = Blueprint(
    "article_desk", __name__, template_folder="../templates", url_prefix="/knowledge/desk"
)
blueprint.add_app_template_global(word_changes)


@blueprint.get("")
@requires(WRITE_ARTICLES)
def index() -> ResponseReturnValue:
    desk = queries.desk_of(current_account())
    if not desk.writes:
        raise Forbidden(ONLY_LEADING)
    found = queries.list_articles(desk, page=request.args.get("page", 1, type=int))
    return render_template("knowledge/desk.html", found=found, **words())


@blueprint.route("/new", methods=["GET", "POST"])
@requires(WRITE_ARTICLES)
def new() -> ResponseReturnValue:
    account = current_account()
    home = queries.find_home(account)
    if home is None:
        raise Forbidden(ONLY_LEADING)
    form = article_form(
        list_situations(), list_competencies(), size_class=queries.find_size_of(home)
    )
    if form.is_submitted() and "preview" not in request.form and form.validate():
        version = services.create_article(
            municipality=home, text=form.text(), writer=_writer(form), now=clock.now()
        )
        flash(_("Als Entwurf gespeichert. Nur Ihre Kommune sieht ihn."), "success")
        return redirect(_address(version.article), 303)
    return _edit_page(None, form), 422 if form.errors else 200


@blueprint.get("/<public_id>")
@requires(WRITE_ARTICLES)
def show(public_id: str) -> ResponseReturnValue:
    return _page(_article(public_id), DecisionForm())


@blueprint.route("/<public_id>/edit", methods=["GET", "POST"])
@requires(WRITE_ARTICLES)
def edit(public_id: str) -> ResponseReturnValue:
    version = _open(_article(public_id))
    form = article_form(
        list_situations(),
        list_competencies(),
        version=version,
        tags=[queries.find_tag_names(version.tags).get(key, key) for key in version.tags],
        signs=version.signed_by == current_person().public_id,
    )
    if not form.is_submitted() and version.state != VersionState.DRAFT:
        return redirect(_address(version.article), 303)
    if form.is_submitted() and "preview" not in request.form:
        return _save(version, form) if form.validate() else (_edit_page(version, form), 422)
    return _edit_page(version, form)


@blueprint.post("/<public_id>/submit")
@requires(WRITE_ARTICLES)
def submit(public_id: str) -> ResponseReturnValue:
    article, desk = _article(public_id), queries.desk_of(current_account())
    agrees = article.municipality_id in desk.agrees
    said = (
        _("Der Beitrag ist beim Programmbüro. Es veröffentlicht ihn oder gibt ihn zurück.")
        if agrees
        else _("Die Koordination Ihrer Kommune bekommt eine Mail und sagt Ja oder gibt ihn zurück.")
    )
    return _take(article, StepForm(), said, services.submit_article, agrees=agrees)


@blueprint.post("/<public_id>/take-back")
@requires(WRITE_ARTICLES)
def take_back(public_id: str) -> ResponseReturnValue:
    said = _("Sie können weiterschreiben.")
    return _take(_article(public_id), StepForm(), said, services.take_back_article)


@blueprint.post("/<public_id>/agree")
@requires(AGREE_ARTICLES)
def agree(public_id: str) -> ResponseReturnValue:
    said = _("Ihre Kommune hat zugestimmt. Der Beitrag ist beim Programmbüro.")
    return _decide(public_id, said, services.agree_to_article)


@blueprint.post("/<public_id>/return")
@requires(AGREE_ARTICLES)
def send_back(public_id: str) -> ResponseReturnValue:
    said = _("Zurückgegeben. Wer daran schreibt, bekommt eine Mail.")
    return _decide(public_id, said, services.return_article, before=VersionState.SUBMITTED)


@blueprint.post("/<public_id>/revise")
@requires(WRITE_ARTICLES)
def revise(public_id: str) -> ResponseReturnValue:
    """Begin a new version; what is published stays until the new one is."""
    article = _article(public_id)
    try:
        services.revise_article(article=article, writer=_writer(), now=clock.now())
    except ChangedMeanwhile as refusal:
        flash(refusal.message, "warning")
        return redirect(_address(article), 303)
    return redirect(url_for("article_desk.edit", public_id=public_id), 303)


@blueprint.route("/<public_id>/discard", methods=["GET", "POST"])
@requires(WRITE_ARTICLES)
def discard(public_id: str) -> ResponseReturnValue:
    article = _article(public_id)
    version, form = _open(article), StepForm()
    if not form.is_submitted():
        form.revision.data = str(version.revision)
    if not form.validate_on_submit():
        page = render_template(
            "knowledge/discard.html", article=article, version=version, form=form
        )
        return page, 422 if form.is_submitted() else 200
    services.discard_article(
        version=version, revision=form.seen, actor=current_person(), now=clock.now()
    )
    flash(_("Der Entwurf ist gelöscht."), "success")
    return redirect(url_for("article_desk.index"), 303)


@blueprint.route("/<public_id>/archive", methods=["GET", "POST"])
@requires(AGREE_ARTICLES)
def archive(public_id: str) -> ResponseReturnValue:
    article, form = _agreeable(public_id), WithdrawForm()
    if form.validate_on_submit():
        publishing.archive_article(
            article=article,
            comment=form.comment.data or "",
            actor=current_person(),
            now=clock.now(),
        )
        flash(_("Archiviert. Andere Kommunen sehen den Beitrag nicht mehr."), "success")
        return redirect(_address(article), 303)
    page = render_template(
        "knowledge/archive.html", article=article, form=form, back=_address(article)
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/<public_id>/restore")
@requires(AGREE_ARTICLES)
def restore(public_id: str) -> ResponseReturnValue:
    article = _agreeable(public_id)
    publishing.restore_article(article=article, actor=current_person(), now=clock.now())
    flash(_("Der Beitrag ist wieder für alle da."), "success")
    return redirect(_address(article), 303)


@blueprint.post("/<public_id>/unsign")
@requires(WRITE_ARTICLES)
def unsign(public_id: str) -> ResponseReturnValue:
    article = _article(public_id)
    services.remove_signature(article=article, actor=current_person(), now=clock.now())
    flash(_("Ihr Name steht nicht mehr unter dem Beitrag."), "success")
    return redirect(_address(article), 303)


@blueprint.get("/<public_id>/versions/<int:number>")
@requires(WRITE_ARTICLES)
def version(public_id: str, number: int) -> ResponseReturnValue:
    article = _article(public_id)
    found = queries.get_version(article, number)
    before = queries.find_before(found)
    return render_template(
        "knowledge/version.html",
        back=_address(article),
        before=before,
        changes=differences(before, found) if before else None,
        topics=topic_names([one for one in (before, found) if one]),
        **shown(found),
    )


def _article(public_id: str) -> Article:
    return queries.get_article(public_id, queries.desk_of(current_account()))


def _agreeable(public_id: str) -> Article:
    """An article for whose municipality the reader speaks. Raises NotFound for all others."""
    article, desk = _article(public_id), queries.desk_of(current_account())
    if article.municipality_id not in desk.agrees:
        raise NotFound
    return article


def _open(article: Article) -> ArticleVersion:
    """What is being written. Raises NotFound where there is nothing."""
    if article.open_version is None:
        raise NotFound
    return article.open_version


def _address(article: Article) -> str:
    return url_for("article_desk.show", public_id=article.public_id)


def _writer(form: ArticleForm | None = None) -> Writer:
    account = current_account()
    return Writer(account.person, speaks_as(account), bool(form and form.signs.data))


def _page(article: Article, form: DecisionForm) -> str:
    desk, version = queries.desk_of(current_account()), article.latest
    if not form.is_submitted():
        form.revision.data = str(version.revision)
    return render_template(
        "knowledge/desk_article.html",
        form=form,
        names=hands_in(article),
        agrees=article.municipality_id in desk.agrees,
        own=current_person().public_id in version.author_ids,
        signs=any(one.signed_by == current_person().public_id for one in article.versions),
        **shown(version),
    )


def _edit_page(version: ArticleVersion | None, form: ArticleForm, *, changed: bool = False) -> str:
    return render_template(
        "knowledge/edit.html",
        version=version,
        form=form,
        drawn=render_markdown(form.body.data or ""),
        changed=changed,
    )


def _save(version: ArticleVersion, form: ArticleForm) -> ResponseReturnValue:
    try:
        saved = services.save_article(
            version=version,
            text=form.text(),
            writer=_writer(form),
            revision=form.seen,
            now=clock.now(),
        )
    except ChangedMeanwhile:
        # What was typed stays in the form. Whoever saves again has been told, and means it.
        form.revision.data = str(version.revision)
        return _edit_page(version, form, changed=True), 422
    flash(_("Gespeichert.") if saved else _("Der Beitrag ist unverändert."), "success")
    return redirect(_address(version.article), 303)


def _decide(
    public_id: str, said: Message, command: Callable[..., Any], **more: object
) -> ResponseReturnValue:
    article, form = _agreeable(public_id), DecisionForm()
    return _take(article, form, said, command, comment=form.comment.data or "", **more)


def _take(
    article: Article,
    form: StepForm | DecisionForm,
    said: Message,
    command: Callable[..., Any],
    **more: object,
) -> ResponseReturnValue:
    shown_form = form if isinstance(form, DecisionForm) else DecisionForm()
    if not form.validate_on_submit():
        return _page(article, shown_form), 422
    try:
        command(
            version=_open(article),
            revision=form.seen,
            actor=current_person(),
            now=clock.now(),
            **more,
        )
    except ChangedMeanwhile as refusal:
        flash(refusal.message, "warning")
    except DomainError as refusal:
        shown_form.show(refusal)
        return _page(article, shown_form), 422
    else:
        flash(said, "success")
    return redirect(_address(article), 303)
