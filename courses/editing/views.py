"""The office's side of the catalogue: write with a live preview, review, publish, look back."""

from collections.abc import Callable, Iterable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.db import reading
from app.kernel.errors import DomainError, NotFound
from app.kernel.forms import read_upload
from app.kernel.i18n import Message
from app.kernel.i18n import gettext as _
from app.kernel.matrix import EDIT_COURSES
from app.kernel.permissions import requires
from courses.catalogue import queries, services
from courses.catalogue.attachments import read_file, read_picture
from courses.catalogue.document import changed_keys
from courses.catalogue.models import Course, CourseFormat
from courses.catalogue.version_models import AttachmentKind, CourseVersion, VersionState
from courses.catalogue.versions import document_of
from courses.editing.forms import (
    MOST_PARTS,
    AttachmentForm,
    CourseForm,
    DecisionForm,
    NewCourseForm,
    StepForm,
    course_form,
)
from courses.editing.wording import PARTS, STATES
from courses.presenting import CourseText, shown_attachments, text_of
from courses.wording import FORMATS
from organisations.accounts.current import current_person
from organisations.queries import find_names
from organisations.topics.queries import list_competencies

blueprint = Blueprint(
    "edit_courses", __name__, template_folder="templates", url_prefix="/manage/courses"
)


@blueprint.get("")
@requires(EDIT_COURSES)
def index() -> ResponseReturnValue:
    drafts = queries.list_open_versions()
    return render_template(
        "editing/index.html",
        courses=queries.list_courses(),
        drafts=drafts,
        names=_names(drafts.values()),
        states=STATES,
        formats=FORMATS,
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(EDIT_COURSES)
def new() -> ResponseReturnValue:
    form = NewCourseForm()
    if form.validate_on_submit():
        try:
            course = services.create_course(
                title=form.title,
                course_format=CourseFormat(form.format.data),
                actor=current_person(),
                now=clock.now(),
            )
        except DomainError as refusal:
            form.show(refusal)
        else:
            return redirect(url_for("edit_courses.edit", slug=course.slug), 303)
    page = render_template("editing/new.html", form=form)
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/<slug>")
@requires(EDIT_COURSES)
def show(slug: str) -> ResponseReturnValue:
    return _overview(queries.get_course_for_editing(slug), StepForm())


@blueprint.route("/<slug>/edit", methods=["GET", "POST"])
@requires(EDIT_COURSES)
def edit(slug: str) -> ResponseReturnValue:
    course = queries.get_course_for_editing(slug)
    draft = queries.find_open_version(course)
    form = _course_form(course, draft)
    if not form.is_submitted():
        if draft is not None and draft.state == VersionState.IN_REVIEW:
            return redirect(url_for("edit_courses.show", slug=slug), 303)
        return _edit_page(course, form)
    if "add_part" in request.form and len(form.agenda) < MOST_PARTS:
        form.agenda.append_entry()
    if {"add_part", "preview"} & request.form.keys():
        return _edit_page(course, form)
    return _save(course, form) if form.validate() else (_edit_page(course, form), 422)


@blueprint.get("/<slug>/draft")
@requires(EDIT_COURSES)
def draft(slug: str) -> ResponseReturnValue:
    return _draft_page(queries.get_course_for_editing(slug), DecisionForm())


@blueprint.post("/<slug>/approve")
@requires(EDIT_COURSES)
def approve(slug: str) -> ResponseReturnValue:
    return _decide(slug, services.approve_draft, _("Veröffentlicht. Der Kurs gilt ab sofort so."))


@blueprint.post("/<slug>/return")
@requires(EDIT_COURSES)
def give_back(slug: str) -> ResponseReturnValue:
    return _decide(slug, services.return_draft, _("Der Entwurf ist zurückgegeben."))


@blueprint.post("/<slug>/take-back")
@requires(EDIT_COURSES)
def take_back(slug: str) -> ResponseReturnValue:
    return _step(slug, services.take_back_draft, _("Sie können weiterschreiben."))


@blueprint.post("/<slug>/discard")
@requires(EDIT_COURSES)
def discard(slug: str) -> ResponseReturnValue:
    return _step(slug, services.discard_draft, _("Der Entwurf ist verworfen."))


@blueprint.post("/<slug>/archive")
@requires(EDIT_COURSES)
def archive(slug: str) -> ResponseReturnValue:
    course = queries.get_course_for_editing(slug)
    services.archive_course(course=course, actor=current_person(), now=clock.now())
    flash(_("Der Kurs wird nicht mehr angeboten. Laufende Durchgänge gehen weiter."), "success")
    return redirect(url_for("edit_courses.show", slug=slug), 303)


@blueprint.post("/<slug>/restore")
@requires(EDIT_COURSES)
def restore(slug: str) -> ResponseReturnValue:
    course = queries.get_course_for_editing(slug)
    services.restore_course(course=course, actor=current_person(), now=clock.now())
    flash(_("Der Kurs wird wieder angeboten."), "success")
    return redirect(url_for("edit_courses.show", slug=slug), 303)


@blueprint.get("/<slug>/versions/<int:number>")
@requires(EDIT_COURSES)
def version(slug: str, number: int) -> ResponseReturnValue:
    course = queries.get_course_for_editing(slug)
    shown = queries.get_version(course, number)
    before = queries.get_version(course, number - 1).content if number > 1 else None
    return render_template(
        "editing/version.html",
        course=course,
        version=shown,
        text=_text(course, shown.content),
        changed=_parts(before, shown.content) if before else [],
        names=_names([shown], shown),
        formats=FORMATS,
    )


@blueprint.route("/<slug>/attachments", methods=["GET", "POST"])
@requires(EDIT_COURSES)
def attachments(slug: str) -> ResponseReturnValue:
    form = AttachmentForm()
    with reading():
        course = queries.get_course_for_editing(slug)
    if form.validate_on_submit():
        try:
            _keep(course, form)
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(_("Hochgeladen. Sie können es jetzt in die Texte setzen."), "success")
            return redirect(url_for("edit_courses.attachments", slug=slug), 303)
    found = queries.list_attachments(course)
    page = render_template(
        "editing/attachments.html",
        course=course,
        form=form,
        attachments=found,
        shown=shown_attachments(found),
    )
    return page, 422 if form.is_submitted() else 200


def _keep(course: Course, form: AttachmentForm) -> None:
    """Drawing a picture anew takes a while, so it happens between two transactions."""
    kind, content = AttachmentKind(form.kind.data), read_upload(form.upload)
    kept = read_picture(content) if kind == AttachmentKind.PICTURE else read_file(content)
    services.add_attachment(
        course=course,
        kind=kind,
        kept=kept,
        label=form.label,
        actor=current_person(),
        now=clock.now(),
    )


def _course_form(course: Course, draft: CourseVersion | None) -> CourseForm:
    return course_form(
        course,
        draft.content if draft else document_of(course),
        draft.revision if draft else 0,
        competencies=list_competencies(),
        courses=queries.list_courses(),
    )


def _save(course: Course, form: CourseForm) -> ResponseReturnValue:
    document = form.document(course, list_competencies())
    try:
        said = _write(course, form, document)
    except services.ChangedMeanwhile:
        return _conflict(course, form, document)
    except services.NotReady as refusal:
        form.tell(refusal.lacks)
    except DomainError as refusal:
        form.show(refusal)
    else:
        flash(said, "success")
        goes_on = "submit" not in request.form
        target = "edit_courses.edit" if goes_on else "edit_courses.show"
        return redirect(url_for(target, slug=course.slug), 303)
    return _edit_page(course, form), 422


def _write(course: Course, form: CourseForm, document: dict[str, Any]) -> Message:
    """Save, and submit where that was asked for; says what was done."""
    person, now = current_person(), clock.now()
    saved = services.save_draft(
        course=course, document=document, revision=form.seen, actor=person, now=now
    )
    if "submit" not in request.form:
        return (
            _("Der Entwurf ist gespeichert. Im Katalog ändert sich noch nichts.")
            if saved
            else _("Der Kurs ist unverändert.")
        )
    draft = saved or queries.find_open_version(course)
    if draft is None:
        return _("Der Kurs ist unverändert.")
    services.submit_draft(course=course, revision=draft.revision, actor=person, now=now)
    return _("Der Entwurf wartet jetzt auf die Prüfung durch eine zweite Person.")


def _conflict(course: Course, form: CourseForm, document: dict[str, Any]) -> ResponseReturnValue:
    """What was typed, and where it differs. Whoever saves again has been told, and means it."""
    newest = queries.find_open_version(course)
    form.revision.data = str(newest.revision if newest else 0)
    said = newest.content if newest else document_of(course)
    page = _edit_page(course, form, newest=newest, differing=_parts(said, document))
    return page, 422


def _edit_page(course: Course, form: CourseForm, **more: Any) -> str:
    competencies = list_competencies()
    newest = more.get("newest")
    return render_template(
        "editing/edit.html",
        course=course,
        form=form,
        competencies=competencies,
        text=_text(course, form.document(course, competencies), form.shown_language),
        names=_names([newest] if newest else []),
        formats=FORMATS,
        most_parts=MOST_PARTS,
        **({"newest": None, "differing": None} | more),
    )


def _text(course: Course, document: Any, language: str | None = None) -> CourseText:
    return text_of(
        document,
        competencies=list_competencies(),
        courses={one.slug: one for one in queries.list_courses()},
        attachments=shown_attachments(queries.list_attachments(course)),
        language=language,
    )


def _overview(course: Course, form: StepForm) -> str:
    draft, versions = queries.find_open_version(course), queries.list_versions(course)
    if draft is not None:
        form.revision.data = str(draft.revision)
    shown = [*versions, *([draft] if draft else [])]
    return render_template(
        "editing/show.html",
        course=course,
        draft=draft,
        form=form,
        versions=versions,
        own=draft is not None and current_person().public_id in draft.author_ids,
        names=_names(shown, draft),
        states=STATES,
        formats=FORMATS,
    )


def _draft_page(course: Course, form: DecisionForm) -> str:
    draft = queries.find_open_version(course)
    if draft is None:
        raise NotFound
    if not form.is_submitted():
        form.revision.data = str(draft.revision)
    is_published = course.version_number is not None
    return render_template(
        "editing/draft.html",
        course=course,
        draft=draft,
        form=form,
        text=_text(course, draft.content),
        changed=_parts(document_of(course), draft.content) if is_published else [],
        own=current_person().public_id in draft.author_ids,
        names=_names([draft], draft),
        formats=FORMATS,
    )


def _decide(slug: str, command: Callable[..., Any], said: Message) -> ResponseReturnValue:
    course, form = queries.get_course_for_editing(slug), DecisionForm()
    if form.validate_on_submit():
        try:
            command(
                course=course,
                revision=form.seen,
                comment=form.comment.data or "",
                actor=current_person(),
                now=clock.now(),
            )
        except NotFound:
            raise
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(said, "success")
            return redirect(url_for("edit_courses.show", slug=slug), 303)
    return _draft_page(course, form), 422


def _step(slug: str, command: Callable[..., Any], said: Message) -> ResponseReturnValue:
    course, form = queries.get_course_for_editing(slug), StepForm()
    if not form.validate_on_submit():
        return _overview(course, form), 422
    try:
        command(course=course, revision=form.seen, actor=current_person(), now=clock.now())
    except services.ChangedMeanwhile as refusal:
        flash(refusal.message, "warning")
    else:
        flash(said, "success")
    return redirect(url_for("edit_courses.show", slug=slug), 303)


def _parts(before: Any, after: Any) -> list[Message]:
    """In which parts two documents differ, in words."""
    return [PARTS[key] for key in changed_keys(before, after)]


def _names(
    versions: Iterable[CourseVersion], commented: CourseVersion | None = None
) -> dict[str, str]:
    """The names of all who wrote or approved `versions` or said something about `commented`."""
    ids = {public_id for one in versions for public_id in (*one.author_ids, one.approver_public_id)}
    ids |= {comment.author_public_id for comment in (commented.comments if commented else ())}
    return find_names({public_id for public_id in ids if public_id})
