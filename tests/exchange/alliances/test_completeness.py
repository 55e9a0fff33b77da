"""How complete an alliance is: pure figures, the list of gaps, and where each is closed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.alliances.overview.completeness import (
    Gap,
    GapKind,
    NamedFact,
    PartnerFacts,
    completeness_of,
)
from exchange.alliances.overview.network import MOST_DOTS, network_picture
from exchange.alliances.partners.models import PartnerKind
from tests.exchange.alliances.factories import (
    make_commitment,
    make_contact,
    make_duty,
    make_partner,
)
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries
from tests.organisations.factories import make_situation

TODAY = date(2026, 11, 23)
RALLY, HATE = NamedFact("rally", "Kundgebung"), NamedFact("hate", "Hass")
PRESS = NamedFact("press", "Öffentlich sprechen")


def partner(**given) -> PartnerFacts:
    values = {
        "public_id": "p1",
        "name": "Beratung",
        "kind": "counselling",
        "situations": frozenset({"rally"}),
        "ways": True,
        "confirmed": (TODAY,),
    }
    return PartnerFacts(**(values | given))


def state(*partners, assigned=(), duties=(PRESS,)):
    return completeness_of(
        partners,
        kinds=["administration", "counselling", "media"],
        core_kinds=frozenset({"administration", "counselling"}),
        situations=[RALLY, HATE],
        duties=duties,
        assigned=frozenset(assigned),
        today=TODAY,
    )


def test_what_is_missing_is_named_with_the_weightiest_first():
    found = state(partner(overdue=2, confirmed=(TODAY - timedelta(days=366), TODAY)))
    assert found.gaps == (
        Gap(GapKind.SITUATION, "hate", "Hass"),
        Gap(GapKind.DUTY, "press", "Öffentlich sprechen"),
        Gap(GapKind.KIND, "administration", "administration"),
        Gap(GapKind.COMMITMENT, "p1", "Beratung", 2),
        Gap(GapKind.STALE, "p1", "Beratung", 1),
    )
    assert (found.kinds_covered, found.situations_covered, found.duties_covered) == (1, 1, 0)


def test_nothing_is_missing_where_all_is_there():
    office = partner(public_id="p2", kind="administration", situations=frozenset({"hate"}))
    found = state(partner(), office, assigned=["press"])
    assert found.gaps == ()
    assert found.kinds == {"administration": 1, "counselling": 1, "media": 0}


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ({"ways": False, "confirmed": ()}, GapKind.UNREACHABLE),
        ({"ways": True, "confirmed": ()}, GapKind.NO_CONTACT),
        ({"confirmed": (TODAY - timedelta(days=365),)}, None),
        ({"confirmed": (TODAY - timedelta(days=366),)}, GapKind.STALE),
    ],
)
def test_a_partner_needs_somebody_who_answers(given_, expected):
    kinds = {gap.kind for gap in state(partner(**given_)).gaps if gap.key == "p1"}
    assert kinds == ({expected} if expected else set())


@given(st.lists(st.integers(0, 200), min_size=6, max_size=6), st.lists(st.booleans(), max_size=40))
def test_a_picture_stays_in_its_frame_and_tells_every_number(counts, situations):
    picture = network_picture([(f"Art {n}", count) for n, count in enumerate(counts)], situations)
    assert [node.count for node in picture.nodes] == counts
    assert [segment.covered for segment in picture.segments] == situations
    places = [(node.x, node.y) for node in picture.nodes]
    places += [(float(x), float(y)) for node in picture.nodes for x, y in node.dots]
    places += [(float(segment.x), float(segment.y)) for segment in picture.segments]
    assert all(max(abs(x), abs(y)) <= picture.reach for x, y in places)
    assert all(len(node.dots) == min(node.count, MOST_DOTS) for node in picture.nodes)


@pytest.fixture
def gaps(home):
    """One of each kind of gap, but for kinds of partners, of which two more are missing."""
    make_situation()
    make_duty()
    stale = make_partner(home, name="Alte Nummer", kind=PartnerKind.COUNSELLING)
    make_contact(stale, confirmed_at=START - timedelta(days=400))
    make_commitment(stale, due_on=TODAY - timedelta(days=1))
    make_partner(home, name="Ohne Mensch")
    make_partner(home, name="Stumme Stelle", phone="")


@in_turn
def test_each_gap_leads_to_where_it_is_closed(coordinator, at, gaps):
    page = coordinator.get(at()).text
    assert "8 Lücken" in page
    for words, what_is_there in (
        ("Kein Partner hilft", "Partner aufnehmen"),
        ("Niemand ist verantwortlich", "Wer ist zuständig?"),
        ("Sicherheitsbehörden: noch kein Partner", "Partner aufnehmen"),
        ("Ohne Mensch: noch keine Ansprechperson", "Ansprechperson eintragen"),
        ("Stumme Stelle: Niemand weiß", "Partner ändern"),
        ("Alte Nummer: 1 Zusage ist überfällig", "Zusage festhalten"),
        ("Alte Nummer: 1 Ansprechperson ist seit", "Stimmt noch"),
    ):
        row = next(each for each in page.split("<tr")[1:] if words in each)
        target = row.partition('href="')[2].partition('"')[0].replace("&amp;", "&")
        assert what_is_there in coordinator.get(target).text, words


@in_turn
def test_gaps_are_for_those_who_close_them_and_for_the_office(reader, personas, at, gaps):
    assert "Lücken" not in reader.get(at()).text
    office = personas.client(personas.office).get(at()).text
    assert "8 Lücken" in office
    assert "/partners/new" not in office


@in_turn
def test_the_office_compares_all_municipalities_in_a_fixed_number_of_statements(
    personas, home, gaps
):
    office = personas.client(personas.office)

    def asked() -> tuple[int, str]:
        with recorded_queries() as statements:
            page = office.get("/alliances").text
        return len(statements), page

    few, page = asked()
    assert page.index(home.name) < page.index(personas.foreigner.person.municipality_name)
    assert "noch nicht begonnen" in page
    for _ in range(3):
        make_contact(make_partner(personas.foreigner.person.municipality))
    many, page = asked()
    assert many == few
    assert "noch nicht begonnen" not in page


@in_turn
def test_everybody_else_comes_to_their_own_alliance_at_once(reader, coordinator, personas, at):
    assert reader.get("/alliances").location == coordinator.get("/alliances").location == at()
    homeless = personas.owner
    homeless.person.municipality = homeless.person.team = None
    assert "Sie gehören zu keiner Kommune" in personas.client(homeless).get("/alliances").text
