"""Demo texts of a municipality: one released, one that waits for its release, one begun."""

from datetime import datetime, timedelta

from app.kernel.outbox import take_as_sent
from exchange.toolbox import queries, services
from exchange.toolbox.document import aid_text
from exchange.toolbox.filling import fill
from exchange.toolbox.models import MunicipalText
from organisations.accounts.queries import get_account_by_email
from organisations.models import Person

EVENING = {
    "municipality": "Kreyenburg",
    "date": "18. September 2026",
    "topic": "neue Unterkunft in der Parkstraße",
    "reason": "Einige Personen ließen andere durch Zwischenrufe nicht zu Wort kommen.",
    "next_step": "Drei Gesprächsrunden in den Ortsteilen, Anmeldung im Bürgerbüro.",
    "mistake": "Fragen nehmen wir künftig vorab und an Tischen entgegen.",
}
ATTACK = {
    "municipality": "Kreyenburg",
    "date": "20. November 2026",
    "incident": "Zwei Beschäftigte des Außendienstes wurden bei einer Kontrolle bespuckt und "
    "rassistisch beleidigt",
    "speaker": "Bürgermeister Lüder Ahlers",
    "measures": "Der Außendienst ist vorerst zu dritt unterwegs. Die Kommune hat Strafantrag "
    "gestellt.",
    "contact": "Pressestelle, Telefon 0199 5550 100",
}
PLAN = {"occasion": "Ratssitzung zur Unterkunft", "date": "10. Dezember 2026"}


def load_demo(now: datetime) -> None:
    """Needs the accounts and the topics of the demo."""
    lead, coordinator = _person("leitung"), _person("koordination")
    evening = _written("statement-evening-broken-off", EVENING, lead, now - timedelta(days=65))
    _submitted(evening, lead, now - timedelta(days=65))
    services.release_text(
        text=evening,
        comment="Gut so. Bitte heute noch auf die Website.",
        revision=evening.revision,
        actor=coordinator,
        now=now - timedelta(days=65) + timedelta(hours=1),
    )
    attack = _written("statement-attack-on-staff", ATTACK, lead, now - timedelta(hours=5))
    _submitted(attack, lead, now - timedelta(hours=4))
    _written("speaker-protection", PLAN, coordinator, now - timedelta(days=2))
    take_as_sent()


def _written(key: str, values: dict[str, str], author: Person, at: datetime) -> MunicipalText:
    version = queries.get_aid(key)
    aid = aid_text(version.content)
    return services.create_text(
        municipality=author.municipality,
        version=version,
        language="de",
        title=aid.title.de,
        body=fill(aid.text.de, aid.variables, values, "de"),
        actor=author,
        now=at,
    )


def _submitted(text: MunicipalText, author: Person, at: datetime) -> None:
    services.submit_text(text=text, revision=text.revision, actor=author, now=at)


def _person(account: str) -> Person:
    return get_account_by_email(f"{account}@example.org").person
