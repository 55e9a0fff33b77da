"""Forms about target profiles: one choice per competency."""

from collections.abc import Sequence

from wtforms import Field, HiddenField, SelectChoice, SelectField
from wtforms.validators import Length

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.i18n import localised
from organisations.topics.models import HIGHEST_LEVEL
from organisations.topics.queries import TargetLine, state_of
from organisations.topics.wording import target_words

#: The choice of a municipality that has no target of its own.
AS_RECOMMENDED = "-"


class TargetForm(Form):
    """A choice for each line, added by `recommendation_form` and `own_form`.

    `seen` is what stood there when the page was opened.
    """

    seen = HiddenField(validators=[Length(max=1000)])

    def field_of(self, line: TargetLine) -> Field:
        return self[_name(line)]

    def levels(self, lines: Sequence[TargetLine]) -> dict[int, int | None]:
        """What was chosen, by competency id; None for what is recommended."""
        chosen = {line.competency.id: self.field_of(line).data for line in lines}
        return {
            competency_id: None if level == AS_RECOMMENDED else int(level)
            for competency_id, level in chosen.items()
        }


def recommendation_form(lines: Sequence[TargetLine]) -> TargetForm:
    """The form for what the office recommends."""
    return _form(lines, own=False)


def own_form(lines: Sequence[TargetLine]) -> TargetForm:
    """The form for what a municipality has instead."""
    return _form(lines, own=True)


def _form(lines: Sequence[TargetLine], *, own: bool) -> TargetForm:
    class LinesForm(TargetForm):
        pass

    shown = {"seen": state_of(lines, own=own)}
    for line in lines:
        setattr(LinesForm, _name(line), _choice(line, own=own))
        level = line.own if own else line.recommended
        shown[_name(line)] = AS_RECOMMENDED if level is None else str(level)
    return LinesForm(data=shown)


def _choice(line: TargetLine, *, own: bool) -> SelectField:
    choices = [SelectChoice(str(level), target_words(level)) for level in range(HIGHEST_LEVEL + 1)]
    if own:
        as_recommended = _l("wie empfohlen: %(target)s", target=target_words(line.recommended))
        choices.insert(0, SelectChoice(AS_RECOMMENDED, as_recommended))
    return SelectField(
        localised(line.competency.name),
        choices=choices,
        invalid_choice_message=_l("Bitte wählen Sie eine Stufe der Liste."),
    )


def _name(line: TargetLine) -> str:
    return f"level-{line.competency.key}"
