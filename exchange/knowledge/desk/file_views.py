"""Files of a draft: put them there, take them away, look at them."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.db import reading
from app.kernel.errors import DomainError, NotFound
from app.kernel.forms import read_upload
from app.kernel.i18n import gettext as _
from app.kernel.matrix import WRITE_ARTICLES
from app.kernel.permissions import requires
from exchange.adoption.forms import StepForm
from exchange.knowledge.articles import queries
from exchange.knowledge.articles.models import Article, ArticleVersion, VersionState
from exchange.knowledge.attachments.queries import get_file, list_files
from exchange.knowledge.attachments.sending import as_download
from exchange.knowledge.attachments.services import (
    Upload,
    add_attachment,
    read_attachment,
    remove_attachment,
)
from exchange.knowledge.desk.forms import FileForm
from organisations.accounts.current import current_account, current_person

blueprint = Blueprint(
    "article_files",
    __name__,
    template_folder="../templates",
    url_prefix="/knowledge/desk/<public_id>/files",
)


@blueprint.route("", methods=["GET", "POST"])
@requires(WRITE_ARTICLES)
def index(public_id: str) -> ResponseReturnValue:
    form = FileForm()
    with reading():
        _draft(public_id)
    if form.validate_on_submit() and _keep(public_id, form):
        return redirect(url_for("article_files.index", public_id=public_id), 303)
    version = _draft(public_id)
    if not form.is_submitted() or not form.revision.data:
        form.revision.data = str(version.revision)
    page = render_template(
        "knowledge/files.html", article=version.article, form=form, files=list_files(version)
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/<file_id>/remove")
@requires(WRITE_ARTICLES)
def remove(public_id: str, file_id: str) -> ResponseReturnValue:
    version, form = _draft(public_id), StepForm()
    if form.validate_on_submit():
        remove_attachment(
            version=version,
            file=get_file([version], file_id),
            revision=form.seen,
            actor=current_person(),
            now=clock.now(),
        )
        flash(_("Die Datei ist entfernt."), "success")
    return redirect(url_for("article_files.index", public_id=public_id), 303)


@blueprint.get("/<file_id>")
@requires(WRITE_ARTICLES)
def download(public_id: str, file_id: str) -> ResponseReturnValue:
    return as_download(get_file(_article(public_id).versions, file_id))


def _article(public_id: str) -> Article:
    return queries.get_article(public_id, queries.desk_of(current_account()))


def _draft(public_id: str) -> ArticleVersion:
    """The draft of an article. Raises NotFound where nothing is being written."""
    version = _article(public_id).open_version
    if version is None or version.state != VersionState.DRAFT:
        raise NotFound
    return version


def _keep(public_id: str, form: FileForm) -> bool:
    """Whether it could be kept; what is wrong is said at its field. Looking into a file takes a
    while, so that happens before anything is written.
    """
    try:
        upload = read_attachment(read_upload(form.upload))
        add_attachment(
            version=_draft(public_id),
            label=form.label.data or "",
            kept=upload.kept,
            revision=form.seen,
            actor=current_person(),
            now=clock.now(),
        )
    except DomainError as refusal:
        form.show(refusal)
        return False
    _say_what_was_kept(upload)
    return True


def _say_what_was_kept(upload: Upload) -> None:
    flash(_("Die Datei liegt am Entwurf."), "success")
    if upload.names:
        flash(
            _(
                "In den Eigenschaften der Datei steht: %(names)s. Alle, die sie laden, können das "
                "lesen. Wenn Sie das nicht wollen: Namen in der Datei entfernen, hier löschen und "
                "neu hochladen.",
                names=", ".join(upload.names),
            ),
            "warning",
        )
