"""Something of every area that the search knows, all of it called by one rare word."""

from datetime import timedelta

from app.kernel.i18n import Bilingual
from courses.catalogue.models import Course
from exchange.procedures.writing.services import create_procedure
from exchange.strategies.models import StrategyKind
from exchange.toolbox import services as toolbox
from exchange.toolbox.queries import get_aid
from organisations.models import Municipality
from tests.courses.factories import make_cohort, make_course
from tests.exchange.alliances.factories import make_contact, make_partner
from tests.exchange.knowledge.factories import make_draft as make_article_draft
from tests.exchange.knowledge.factories import make_published
from tests.exchange.procedures import factories as procedures
from tests.exchange.strategies import factories as strategies
from tests.house.clock import START
from tests.house.personas import Personas
from tests.organisations.factories import make_account, make_municipality, make_situation
from tests.scheduling.factories import make_event

RARE = "Zitronenfalter"
BOTH = Bilingual(de=RARE, en=RARE)


def fill(personas: Personas) -> None:
    """Needs the shipped aids. What nobody may find is called by the word, too."""
    home = personas.owner.person.municipality
    make_situation().text = BOTH
    make_municipality(name=f"{RARE}stadt")
    make_account(given_name=RARE, municipality=home)
    make_event(personas.owner.person, title=BOTH)
    fill_home(personas, home, make_course(title=BOTH))
    hide(personas, home)


def fill_home(personas: Personas, home: Municipality, course: Course, number: str = "") -> None:
    """What belongs to a municipality alone; `number` tells several apart."""
    coordinator = personas.coordinator.person
    make_cohort(course=course, municipality=home)
    make_partner(home, name=RARE + number)
    procedures.make_version(coordinator, title=RARE)
    make_published(personas, title=RARE + number)
    if not number:
        strategies.make_version(coordinator, title=RARE)
    text = write(personas)
    toolbox.submit_text(text=text, revision=text.revision, actor=personas.owner.person, now=START)
    toolbox.release_text(
        text=text, comment="", revision=text.revision, actor=coordinator, now=START
    )


def hide(personas: Personas, home: Municipality) -> None:
    """Drafts, cases, people at partners, what is over."""
    owner, coordinator = personas.owner.person, personas.coordinator.person
    write(personas)
    make_article_draft(personas.owner, title=RARE)
    strategies.make_draft(coordinator, StrategyKind.PARTICIPATION, title=RARE)
    create_procedure(
        municipality=home,
        document=procedures.make_document(title=RARE),
        actor=coordinator,
        now=START,
    )
    procedures.make_case(procedures.make_version(coordinator), owner, description=RARE)
    make_contact(make_partner(home, name="Beratung"), name=RARE)
    make_partner(home, name=f"Früher {RARE}", ended_at=START)
    make_course(title=BOTH, status="archived")
    make_cohort(
        course=make_course(title=BOTH, status="archived"), starts_at=START - timedelta(days=30)
    )


def write(personas: Personas):
    """A draft for the public."""
    return toolbox.create_text(
        municipality=personas.owner.person.municipality,
        version=get_aid("statement-attack-on-staff"),
        language="de",
        title=RARE,
        body="Wir stehen zusammen.",
        actor=personas.owner.person,
        now=START,
    )
