"""What the path's page says of choices: what stays, what is left out, what could not be kept."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from app.kernel.i18n import zone_of
from courses.catalogue.models import Course
from courses.paths.choice_wording import STANDSTILLS, StandstillWords, said
from courses.paths.plan import OutReason
from courses.paths.presentation import PathView, StepStatus, StepView
from courses.paths.queries import Surroundings
from courses.paths.standstill import find_standstill


@dataclass(frozen=True)
class ChosenView:
    """`left_out` are courses by the person's own choice, `let_go` those that they wanted to keep
    and that this path has not, or not on the date that they wanted. `said` is what they have said
    of time, days and place; `standstill` why there is no step, where there should be.
    """

    kept: Collection[str]
    left_out: Sequence[Course]
    let_go: Sequence[Course]
    said: Sequence[str]
    standstill: StandstillWords | None

    def keeps(self, step: StepView) -> bool:
        return step.course.slug in self.kept


def can_be_exchanged(step: StepView) -> bool:
    """Whether it can be left out or swapped: the person has no seat and waits for none."""
    return step.status is StepStatus.PLANNED and step.pending is None


def chosen_view_of(view: PathView, around: Surroundings) -> ChosenView:
    """What is said of the choices of the person whose path it is."""
    courses = {course.slug: course for course in around.courses}
    choices, steps = around.choices, {step.course.slug: step for step in view.steps}
    done = {entry["unit"] for entry in view.plan["left_out"] if entry["reason"] == OutReason.DONE}
    return ChosenView(
        kept={pin.unit for pin in choices.pinned},
        left_out=[
            courses[slug]
            for slug in sorted(choices.dropped)
            if slug in courses and slug not in steps
        ],
        let_go=[
            courses[pin.unit]
            for pin in choices.pinned
            if pin.unit in courses
            and pin.unit not in done
            and not _is_kept(steps.get(pin.unit), pin.run)
        ],
        said=said(choices, view.path.analysis.budget_minutes or 0),
        standstill=None if view.steps or not view.left_open else _standstill(view, around),
    )


def _is_kept(step: StepView | None, cohort: str | None) -> bool:
    """Whether the step is there, on the date that was wanted; who has a seat has chosen that."""
    if step is None:
        return False
    on_date = step.suggested is not None and step.suggested.cohort.public_id == cohort
    return cohort is None or on_date or not can_be_exchanged(step)


def _standstill(view: PathView, around: Surroundings) -> StandstillWords:
    path = view.path
    why = find_standstill(
        view.plan,
        around.choices,
        offered={course.slug for course in around.courses if course.is_offered},
        given_minutes=path.analysis.budget_minutes or 0,
        minutes_left=path.budget_minutes,
        today=around.now.astimezone(zone_of(path.person)).date(),
    )
    return STANDSTILLS[why]
