"""Demo data: a questionnaire that was added, and figures of KommA's own from invented records."""

from datetime import datetime

from assessments.instruments import queries, services
from assessments.instruments.definition import Instrument
from assessments.instruments.psychometrics import moments_of
from assessments.instruments.shelf import CONTENT, resilience_check
from organisations.accounts.queries import get_account_by_email

RECORDS = 64


def load_demo(now: datetime) -> None:
    """Import and offer the invented questionnaire, and give KommA's own some figures."""
    definition = (CONTENT / "demo" / "team-climate.yaml").read_bytes()
    instrument, _ = services.import_instrument(content=definition, now=now)
    imported = queries.find_imported(instrument.key, instrument.version)
    office = get_account_by_email("buero@example.org").person
    services.offer_instrument(imported=imported, actor=office, now=now)
    load_records()


def load_records() -> None:
    """Keep the sums of invented records of KommA's own questionnaire."""
    own = resilience_check()
    records = [_answers(own, number) for number in range(RECORDS)]
    services.keep_moments(instrument=own, moments=moments_of(own, records))


def _answers(instrument: Instrument, number: int) -> dict[str, int]:
    """One record: about as much sustains the person in everything, and no two items are alike."""
    scale, answers = instrument.scale, {}
    level = 2 + (number * 7 % 16) // 6
    for place, item in enumerate(instrument.items):
        spread = (number * 13 + place * place * 5 + number * place * 3) % 17 // 4 - 2
        points = min(scale.highest, max(scale.lowest, level + spread + place % 5 // 3))
        answers[item.key] = scale.reverse(points) if item.reverse else points
    return answers
