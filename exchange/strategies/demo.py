"""Demo data: a concept with measures in all states, a draft of another, one of the neighbours."""

from datetime import datetime, timedelta

from app.kernel.outbox import take_as_sent
from app.kernel.retention import today
from exchange.strategies.models import MeasureState, StrategyKind, StrategyVersion
from exchange.strategies.services import Adoption, adopt_draft, create_strategy, report_progress
from exchange.strategies.shelf import shipped_strategies
from organisations.accounts.queries import get_account_by_email
from organisations.models import Person

DAY = timedelta(days=1)
BODY = "Rat"
SITUATION = (
    "In den letzten zwei Jahren wurden 23 rassistische Vorfälle gemeldet, die meisten am Telefon "
    "und an den Schaltern des Bürgeramts und des Jugendamts. Aus Gesprächen mit drei Vereinen "
    "wissen wir, dass viele nichts melden, weil sie keine Wirkung erwarten. Über das "
    "Bewerbungsverfahren wissen wir bisher nichts."
)
NEIGHBOURS_SITUATION = (
    "Zu unseren Bürgerversammlungen kommen vor allem Ältere und Menschen, die seit langem hier "
    "wohnen. Zwei Vereine haben uns gesagt, dass ihre Mitglieder nach den Zwischenrufen vom "
    "Frühjahr nicht mehr kommen."
)

#: When measures are due, in days from now, how far they are, and what is said of them.
PROGRESS = (
    (-150, MeasureState.DONE, "Eine halbe Stelle seit April, 20 000 Euro im Haushalt."),
    (-60, MeasureState.DONE, "Weg steht im Intranet und hängt in allen Teeküchen."),
    (-20, MeasureState.IN_PROGRESS, "Formular ist fertig, die Übersetzungen fehlen noch."),
    (120, MeasureState.IN_PROGRESS, "Zwei von drei Durchgängen sind gebucht."),
    (200, MeasureState.OPEN, ""),
    (90, MeasureState.DROPPED, "Übernimmt das Land mit einem gemeinsamen Verfahren."),
    (260, MeasureState.OPEN, ""),
)


def load_demo(now: datetime) -> None:
    """Needs the people of the demo."""
    coordinator = get_account_by_email("koordination@example.org").person
    kind = StrategyKind.ANTI_RACISM
    version = _adopted(kind, SITUATION, coordinator, now - 240 * DAY, now)
    for measure, (_due, state, note) in zip(version.measures, PROGRESS, strict=True):
        if state != MeasureState.OPEN:
            report_progress(
                strategy=version.strategy,
                key=measure.key,
                state=state,
                note=note,
                revision=0,
                actor=coordinator,
                now=now - 12 * DAY,
            )
    _draft(StrategyKind.INTERVENTION, coordinator, now - 3 * DAY)
    neighbour = get_account_by_email("fremd@example.org").person
    at = now - 40 * DAY
    _adopted(StrategyKind.PARTICIPATION, NEIGHBOURS_SITUATION, neighbour, at, now)
    take_as_sent()


def _draft(kind: StrategyKind, actor: Person, at: datetime) -> StrategyVersion:
    return create_strategy(
        municipality=actor.municipality,
        kind=kind,
        document=shipped_strategies()[kind].make_document(),
        actor=actor,
        now=at,
    )


def _adopted(
    kind: StrategyKind, situation: str, actor: Person, at: datetime, now: datetime
) -> StrategyVersion:
    document = shipped_strategies()[kind].make_document()
    dues = [today(now + due * DAY).isoformat() for due, _state, _note in PROGRESS]
    measures = [
        measure | {"due_on": due} for measure, due in zip(document["measures"], dues, strict=False)
    ]
    decided = {"measures": measures, "review_on": today(now + 125 * DAY).isoformat()}
    draft = create_strategy(
        municipality=actor.municipality,
        kind=kind,
        document=document | decided | {"situation": situation},
        actor=actor,
        now=at,
    )
    return adopt_draft(
        strategy=draft.strategy,
        revision=draft.revision,
        adoption=Adoption(BODY, today(at - 6 * DAY)),
        actor=actor,
        now=at,
    )
