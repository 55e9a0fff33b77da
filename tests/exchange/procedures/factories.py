"""Makes procedures and cases for tests. Everything is flushed, nothing committed."""

from datetime import timedelta

from exchange.procedures.cases.services import Incident, start_case
from exchange.procedures.writing.services import create_procedure, put_in_force, save_draft
from organisations.topics.queries import list_situations
from tests.house.clock import START
from tests.organisations.factories import make_situation

DESCRIPTION = "Jemand hat am Schalter mit der Faust gedroht"

QUESTIONS = [
    {
        "kind": "choice",
        "label": "Auf welchem Weg?",
        "required": True,
        "choices": ["Brief", "Anruf"],
    },
    {"kind": "short_text", "label": "Wer ist betroffen?", "help": "Funktion", "required": True},
    {"kind": "long_text", "label": "Was noch?"},
    {"kind": "day", "label": "Wann?"},
    {"kind": "yes_no", "label": "Anzeige?"},
]


def make_step(title="Sichern", **given):
    return {
        "title": title,
        "text": "Was zu tun ist.",
        "responsible": "Führungskraft",
        "amount": None,
        "unit": "hours",
        "counts_from": "start",
        "checklist": ["Eins", "Zwei"],
    } | given


def make_document(situation=None, **given):
    situations = list_situations()
    key = situation or (situations[0] if situations else make_situation()).key
    return {
        "title": "Drohung",
        "purpose": "Wenn jemand bedroht wird.",
        "situations": [key],
        "steps": [
            make_step(amount=2),
            make_step("Anzeigen", amount=3, unit="days", checklist=[]),
            make_step("Nachsorge", amount=7, unit="days", counts_from="previous"),
        ],
    } | given


def make_version(actor, **given):
    """A version in force in the municipality of `actor`."""
    draft = create_procedure(
        municipality=actor.municipality, document=make_document(**given), actor=actor, now=START
    )
    return adopt(draft, actor)


def adopt(draft, actor, at=START):
    return put_in_force(
        procedure=draft.procedure,
        revision=draft.revision,
        adopted_by="Rat",
        adopted_on=at.date(),
        actor=actor,
        now=at,
    )


def make_next_version(version, actor, at=START, **changes):
    draft = save_draft(
        procedure=version.procedure,
        document=version.content | changes,
        revision=0,
        actor=actor,
        now=at,
    )
    return adopt(draft, actor, at)


def make_case(version, actor, others=(), at=START, description=DESCRIPTION, **given):
    return start_case(
        version=version,
        incident=Incident(
            situation=version.situations[0],
            happened_on=at.date(),
            description=description,
            scenario=given.pop("scenario", None),
        ),
        delete_on=given.pop("delete_on", (at + timedelta(days=365)).date()),
        others=others,
        actor=actor,
        now=at,
    )
