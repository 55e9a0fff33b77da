"""The page of a private reflection: write, save, go on."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import NotFound
from app.kernel.i18n import gettext as _
from app.kernel.matrix import READ_COURSES
from app.kernel.permissions import requires
from courses.catalogue.models import LearningUnit
from courses.learning.forms import ReflectionForm
from courses.learning.queries import content_of, get_unit
from courses.learning.reflections import WrittenElsewhere, find_reflection, keep_reflection
from courses.learning.services import complete_unit
from courses.learning.showing import go_on, unit_page
from courses.units.kinds import UnitKind
from organisations.accounts.current import current_person

blueprint = Blueprint(
    "reflections",
    __name__,
    template_folder="templates",
    url_prefix="/courses/<slug>/units/<key>/reflection",
)


def reflection_page(
    unit: LearningUnit, form: ReflectionForm | None = None, kept_elsewhere: str | None = None
) -> str:
    """The question, and what the person has written."""
    if form is None:
        written = find_reflection(current_person(), unit)
        form = ReflectionForm(data={"text": written.text, "based_on": written.token})
    return unit_page(
        "learning/reflection.html",
        unit,
        reflection=content_of(unit),
        form=form,
        kept_elsewhere=kept_elsewhere,
    )


@blueprint.post("")
@requires(READ_COURSES)
def keep(slug: str, key: str) -> ResponseReturnValue:
    person, unit, now = current_person(), get_unit(slug, key), clock.now()
    if unit.kind != UnitKind.REFLECTION:
        raise NotFound
    form = ReflectionForm()
    if not form.validate_on_submit():
        return reflection_page(unit, form), 422
    text, based_on = form.text.data or "", form.based_on.data or ""
    try:
        keep_reflection(
            person=person, unit=unit, text=text, based_on=based_on, actor=person, now=now
        )
    except WrittenElsewhere as conflict:
        form.show(conflict)
        form.based_on.data = conflict.kept.token
        return reflection_page(unit, form, conflict.kept.text), 422
    if form.stay.data:
        flash(_("Gespeichert. Nur Sie können es lesen.") if text else _("Gelöscht."), "success")
        return redirect(url_for("learning.show", slug=slug, key=key), 303)
    return go_on(unit, complete_unit(person=person, unit=unit, actor=person, now=now))
