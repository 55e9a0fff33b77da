"""The words on screen for what a case's trail holds as keys."""

from app.kernel.i18n import Message
from app.kernel.i18n import gettext as _
from app.kernel.i18n import lazy_gettext as _l
from exchange.procedures.cases.models import Act, CaseAct

ACTS: dict[str, Message] = {
    Act.STARTED: _l("Vorgang begonnen"),
    Act.DESCRIBED: _l("Beschreibung geändert"),
    Act.TICKED: _l("Punkt abgehakt"),
    Act.UNTICKED: _l("Haken zurückgenommen"),
    Act.ANSWERED: _l("Formular ausgefüllt"),
    Act.NOTED: _l("Notiz geschrieben"),
    Act.NAMED: _l("Person benannt"),
    Act.RELEASED: _l("Benennung beendet"),
    Act.CLOSED: _l("Vorgang abgeschlossen"),
}


def act_text(act: CaseAct, names: dict[str, str]) -> str:
    """What was done, in one line, without what was written."""
    words = str(ACTS[act.act])
    if act.step and act.item:
        return _(
            "%(act)s: Schritt %(step)s, Punkt %(item)s", act=words, step=act.step, item=act.item
        )
    if act.step:
        return _("%(act)s: Schritt %(step)s", act=words, step=act.step)
    if act.about_public_id is not None:
        return f"{words}: {names.get(act.about_public_id) or _('gelöschte Person')}"
    return words
