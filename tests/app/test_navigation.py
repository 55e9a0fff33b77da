"""The main navigation: everything in a row for most, by group for those who have a lot to do."""

import re

from app.kernel.permissions import Role
from tests.house.databases import in_turn
from tests.organisations.factories import make_account

pytestmark = in_turn


def rows(page):
    """The entries of the navigation: a link's words, or a group's with the words of its links."""
    navigation = page.partition('class="komma-pages"')[2].partition("</nav>")[0]
    words = re.sub(r"\s+", " ", navigation)
    groups = re.findall(r"<summary[^>]*>(.*?)<.*?<ul>(.*?)</ul> </details>", words)
    flat = re.sub(r"<details.*?</details>", "", words)
    return links(flat), {name.strip(): links(inner) for name, inner in groups}


def links(markup):
    return re.findall(r"<a [^>]*>(.*?)</a>", markup)


def test_who_has_few_links_sees_every_one_at_once(personas):
    deputy = make_account(Role.DEPUTY, function=None)
    flat, groups = rows(personas.client(deputy).get("/").text)
    assert {"Start", "Kalender", "Termine für andere"} <= set(flat)
    assert groups == {}


def test_nobody_in_a_municipality_has_more_than_nine_in_a_row(personas):
    leader = make_account(
        Role.TRAINEE,
        Role.TEAM_LEAD,
        municipality=personas.owner.person.municipality,
        team=personas.owner.person.team,
    )
    for account in (personas.owner, personas.coordinator, leader):
        flat, groups = rows(personas.client(account).get("/").text)
        assert flat[0] == "Start"
        assert {"Kurse", "Coaching", "Kalender"} <= set(flat)
        assert len(flat) + len(groups) <= 9
        assert {"Bedarfsanalyse", "Lernpfad", "Selbsteinschätzung"} <= set(groups["Lernen"])
        assert groups["Schutz und Hilfe"] == [
            "Was jetzt hilft",
            "Allianz",
            "Verfahren",
            "Werkzeugkasten",
        ]


def test_the_office_finds_its_many_pages_by_group_and_none_is_lost(personas):
    flat, groups = rows(personas.client(personas.office).get("/").text)
    assert {"Start", "Kurse"} <= set(flat)
    assert len(flat) + len(groups) <= 9
    assert "Personen" in groups["Personen"]
    assert "Prüfprotokoll" in groups["Programm"]
    assert "Katalog" in groups["Kurse leiten"]
    assert "Berichte" in groups["Ziele und Zahlen"]
    every = [*flat, *(link for inner in groups.values() for link in inner)]
    assert len(every) == len(set(every)) > 15


def test_the_group_of_the_page_one_is_on_is_marked(personas):
    client = personas.client(personas.office)
    assert "data-current" not in client.get("/").text
    page = re.sub(r"\s+", " ", client.get("/manage/people").text)
    assert "<summary data-current>Personen" in page
