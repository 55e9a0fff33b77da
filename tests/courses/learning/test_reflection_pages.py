"""The page of a private reflection: what somebody writes is kept, theirs alone, never lost."""

import html
import re

import pytest

from app.kernel.db import db
from courses.learning.models import Reflection
from courses.learning.queries import progress_in
from courses.learning.reflections import LONGEST_REFLECTION
from tests.courses.factories import add_unit_of_kind, make_course
from tests.courses.learning import contents
from tests.house.databases import on_sqlite_only

pytestmark = on_sqlite_only
ADDRESS = "/courses/reading/units/reflection"
WORDS = "Ich sage: Stopp.\n\nUnd „danach“ <spreche> ich mit ihr."


@pytest.fixture
def unit(app):
    return add_unit_of_kind(make_course(slug="reading"), "reflection", contents.reflection())


@pytest.fixture
def owner(personas):
    return personas.client(personas.owner)


def written(page):
    found = re.search(r"<textarea[^>]*>(.*?)</textarea>", page.text, re.DOTALL).group(1)
    return html.unescape(found).replace("\r\n", "\n").strip()


def save(client, text, page=None, **more):
    page = page or client.get(ADDRESS)
    based_on = re.search(r'name="based_on"[^>]*value="([^"]*)"', page.text).group(1)
    data = {"text": text, "based_on": based_on, **more}
    return client.post(f"{ADDRESS}/reflection", data=data)


def test_saving_keeps_the_text_and_completes_the_unit(owner, personas, unit):
    assert "Was sagen Sie beim nächsten Mal?" in owner.get(ADDRESS).text
    answer = save(owner, WORDS)
    assert (answer.status_code, answer.location) == (303, "/courses/reading")
    assert written(owner.get(ADDRESS)) == WORDS
    assert progress_in(personas.owner.person, unit.course).has(unit)


def test_saving_without_going_on_leaves_the_unit_open(owner, personas, unit):
    answer = save(owner, WORDS, stay="1")
    assert answer.location == ADDRESS
    assert not progress_in(personas.owner.person, unit.course).begun
    assert owner.post(ADDRESS).status_code == 303, "one may also go on without writing"
    assert progress_in(personas.owner.person, unit.course).has(unit)


def test_an_empty_text_deletes_what_was_kept(owner, unit):
    save(owner, WORDS)
    save(owner, "")
    assert db.session.query(Reflection).count() == 0
    assert written(owner.get(ADDRESS)) == ""


def test_a_text_that_is_too_long_is_shown_again(owner, unit):
    long = "Wort " * LONGEST_REFLECTION
    answer = save(owner, long)
    assert answer.status_code == 422
    assert written(answer) == long.strip()


def test_two_devices_lose_nothing(owner, unit):
    phone, desk = owner.get(ADDRESS), owner.get(ADDRESS)
    save(owner, "Am Telefon geschrieben", phone)
    save(owner, "Am Telefon geschrieben", phone)
    conflict = save(owner, "Am Schreibtisch geschrieben", desk)
    assert conflict.status_code == 422
    assert "Es gibt zwei Fassungen" in conflict.text
    assert "Am Telefon geschrieben" in conflict.text
    assert written(conflict) == "Am Schreibtisch geschrieben"
    save(owner, "Beides", conflict)
    assert written(owner.get(ADDRESS)) == "Beides"


def test_nobody_else_reads_it_not_even_in_the_database(owner, personas, unit):
    save(owner, WORDS)
    assert WORDS[:8].encode() not in db.session.query(Reflection).one().sealed
    for account in (personas.colleague, personas.trainer, personas.coordinator, personas.office):
        assert written(personas.client(account).get(ADDRESS)) == ""
