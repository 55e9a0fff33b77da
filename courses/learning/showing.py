"""What the pages of all kinds of learning units have in common."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel.i18n import gettext as _
from courses.catalogue.markdown import render_markdown
from courses.catalogue.models import LearningUnit
from courses.learning.forms import words
from courses.learning.queries import Progress, progress_in
from courses.units.kinds import EARNED
from organisations.accounts.current import current_person


def unit_page(template: str, unit: LearningUnit, **more: Any) -> str:
    """A page about `unit`, with the way through the course around it."""
    progress = progress_in(current_person(), unit.course)
    place = progress.units.index(unit)
    return render_template(
        template,
        unit=unit,
        text=render_markdown(words(unit.text)),
        progress=progress,
        number=place + 1,
        previous=progress.units[place - 1] if place else None,
        following=progress.units[place + 1] if place + 1 < len(progress.units) else None,
        earned=unit.kind in EARNED,
        words=words,
        prose=lambda text: render_markdown(words(text)),
        **more,
    )


def go_on(unit: LearningUnit, progress: Progress) -> ResponseReturnValue:
    """Lead from a unit that is done to the next open one, or back to the course."""
    slug, following = unit.course.slug, progress.next_unit_after(unit)
    if following is not None:
        return redirect(url_for("learning.show", slug=slug, key=following.key), 303)
    say_all_done(unit)
    return redirect(url_for("courses.show", slug=slug), 303)


@contextmanager
def saying_when_all_is_done(unit: LearningUnit) -> Iterator[None]:
    """Tell the person, where the block makes it so, that no unit of the course is open any more."""
    was_done = progress_in(current_person(), unit.course).complete
    yield
    if not was_done and progress_in(current_person(), unit.course).complete:
        say_all_done(unit)


def say_all_done(unit: LearningUnit) -> None:
    """Tell the person that no unit of the course is open any more."""
    if unit.course.is_self_paced:
        flash(_("Geschafft! Sie haben den Kurs abgeschlossen."), "success")
    else:
        flash(_("Sie haben alle Lerneinheiten dieses Kurses bearbeitet."), "success")
