"""Demo statements: one that is public, one to sign, one that is being written."""

from datetime import datetime, timedelta

from app.kernel.outbox import take_as_sent
from app.kernel.retention import today
from exchange.statements import services
from exchange.statements.models import JointStatement
from exchange.statements.services import Wording
from organisations.accounts.queries import get_account_by_email
from organisations.models import Municipality, Person

DAY = timedelta(days=1)

PUBLIC = Wording(
    "Wer für die Kommune arbeitet, steht nicht allein",
    "Kommunen sagen gemeinsam, was sie tun, wenn Beschäftigte rassistisch beleidigt oder bedroht "
    "werden.",
    "Menschen, die in unseren Ämtern, auf unseren Straßen und in unseren Räten arbeiten, werden "
    "beleidigt, bespuckt und bedroht. Wer Schwarz ist oder als fremd gilt, erlebt das öfter, und "
    "nicht nur von außen.\n\n"
    "Wir, die unterzeichnenden Kommunen, sagen dazu gemeinsam:\n\n"
    "- **Wir glauben denen, die davon berichten.** Niemand muss beweisen, dass es schlimm war.\n"
    "- **Wir zeigen Straftaten an.** Die Kommune übernimmt das, damit es keine private "
    "Entscheidung wird.\n"
    "- **Wir halten Wege offen.** In jeder unserer Verwaltungen steht fest, wer ansprechbar ist "
    "und was am selben Tag geschieht.\n"
    "- **Wir reden auch über uns.** Ein rassistischer Witz im Büro ist kein Witz.\n\n"
    "Wir tauschen aus, was wirkt, und sagen öffentlich, was noch fehlt.",
)
TO_SIGN = Wording(
    "Kundgebungen gehören nicht vor die Haustür",
    "Kommunen sagen gemeinsam, dass Aufmärsche vor Wohnhäusern einschüchtern sollen.",
    "Vor den Wohnungen von Bürgermeisterinnen, Landräten und Beschäftigten wird demonstriert. "
    "Gemeint ist dann nicht eine Entscheidung, gemeint sind ein Mensch und seine Familie.\n\n"
    "Die Freiheit der Versammlung schützen wir. Sie braucht kein Wohnhaus.\n\n"
    "Wir bitten die Versammlungsbehörden, die Privatsphäre bei Auflagen mitzudenken, und sagen "
    "den Betroffenen zu: **Die Kommune steht an Ihrer Seite, auch nach Feierabend.**",
)
DRAFT = Wording(
    "Informationsabende, an denen alle reden können",
    "Ein Vorschlag, wie Kommunen gemeinsam für ein Gespräch ohne Zwischenrufe werben.",
    "Wir laden ein, weil wir zuhören wollen. Wer andere niederbrüllt, nimmt ihnen das Wort.",
)


def load_demo(now: datetime) -> None:
    """Needs the accounts of the demo. Whoever opens is not who has written."""
    coordinator, office, stranger = map(_person, ("koordination", "buero", "fremd"))
    home, neighbours = coordinator.municipality, stranger.municipality
    spoken = _opened(PUBLIC, coordinator, office, now - 60 * DAY, now)
    _signed(spoken, home, "Bürgermeister", coordinator, now - 40 * DAY)
    _signed(spoken, neighbours, "Verwaltungsvorstand", stranger, now - 31 * DAY)
    services.release_statement(
        statement=spoken, revision=spoken.revision, actor=office, now=now - 10 * DAY
    )
    waiting = _opened(TO_SIGN, coordinator, office, now - 6 * DAY, now)
    _signed(waiting, neighbours, "Rat", stranger, now - 2 * DAY)
    services.create_statement(
        municipality=home, wording=DRAFT, actor=coordinator, now=now - 3 * DAY
    )
    take_as_sent()


def _opened(
    wording: Wording, author: Person, office: Person, at: datetime, now: datetime
) -> JointStatement:
    statement = services.create_statement(
        municipality=author.municipality, wording=wording, actor=author, now=at
    )
    services.propose_statement(
        statement=statement, revision=statement.revision, actor=author, now=at
    )
    services.open_statement(
        statement=statement,
        sign_by=today(now + 28 * DAY),
        quorum=2,
        revision=statement.revision,
        actor=office,
        now=at + DAY,
    )
    return statement


def _signed(
    statement: JointStatement,
    municipality: Municipality | None,
    body: str,
    actor: Person,
    at: datetime,
) -> None:
    assert municipality is not None  # noqa: S101 - all people of the demo who sign have one
    services.sign_statement(
        statement=statement,
        municipality=municipality,
        decided_by=body,
        decided_on=today(at - 3 * DAY),
        actor=actor,
        now=at,
    )


def _person(account: str) -> Person:
    return get_account_by_email(f"{account}@example.org").person
