"""The courses that KommA ships, and how they are loaded."""

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from app.kernel.documents import DocumentError
from app.kernel.i18n import Bilingual
from courses.catalogue import content_loading, queries
from courses.catalogue.content_loading import (
    Outcome,
    SessionPattern,
    load_courses,
    read_session_patterns,
    unit_from,
    update_courses,
)
from courses.catalogue.course_files import find_course_file
from courses.catalogue.markdown import render_markdown
from courses.catalogue.models import CourseFormat
from courses.learning.queries import content_of
from courses.units.kinds import UnitKind
from organisations.models import Function
from organisations.topics.content_loading import load_topics
from tests.courses.editing.factories import both, make_office, publish, save
from tests.house.clock import START
from tests.house.queries import recorded_queries

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def courses(app):
    load_topics()
    return load_courses()


def test_every_course_is_loaded_whole(courses):
    assert len(courses) == 15
    for course in courses:
        assert course.raises, course.slug
        assert course.units, course.slug
        assert course.format in set(CourseFormat)
        parts = course.units if course.is_self_paced else course.agenda
        assert sum(part.minutes for part in parts) == course.minutes, course.slug
        assert {entry.function for entry in course.audience} <= set(Function)


def test_there_is_something_for_an_hour_and_a_half_and_for_two_days(courses):
    assert (min(c.minutes for c in courses), max(c.minutes for c in courses)) == (90, 720)
    assert {course.format for course in courses} == set(CourseFormat)


def test_the_sessions_of_a_cohort_add_up_to_the_course(courses):
    patterns = read_session_patterns()
    live = [course for course in courses if not course.is_self_paced]
    assert patterns.keys() == {course.slug for course in live}
    for course in live:
        assert sum(pattern.minutes for pattern in patterns[course.slug]) == course.minutes


def test_units_say_the_same_in_both_languages(courses):
    for unit in (unit for course in courses for unit in course.units):
        german, english = structure(unit.text.de), structure(unit.text.en)
        assert german == english, f"{unit.course.slug}/{unit.key}"
        assert "h2" in german or unit.kind != UnitKind.TEXT


def test_contents_say_the_same_in_both_languages_and_their_files_are_there(courses):
    units = [unit for course in courses for unit in course.units]
    assert {"file", "quiz", "reflection", "scenario"} <= {unit.kind for unit in units}
    for unit in units:
        for text in texts_in(unit.content):
            assert structure(text["de"]) == structure(text["en"]), text["de"]
        for name in getattr(content_of(unit), "files", ()):
            assert find_course_file(name), name


def texts_in(stored):
    """All texts in both languages, however deep they lie."""
    if isinstance(stored, dict) and stored.keys() == {"de", "en"}:
        yield stored
    elif isinstance(stored, dict | list):
        for inner in stored.values() if isinstance(stored, dict) else stored:
            yield from texts_in(inner)


def test_a_fault_in_a_content_stops_the_loading_with_one_line(app):
    entry = {"key": "game", "kind": "scenario", "content": {"start": "here"}}
    with pytest.raises(DocumentError) as refused:
        unit_from(0, entry, "a-course")
    assert str(refused.value) == "a-course/game.nodes: is missing"


def structure(text):
    """The kinds of block that a text is made of, in order."""
    return re.findall(r"<(h2|h3|ul|ol|li|blockquote)>", render_markdown(text))


def test_courses_point_to_the_ones_they_follow(courses):
    lead = queries.get_course("lead-and-speak-in-a-crisis")
    assert [course.slug for course in lead.after] == ["when-hate-comes-online"]
    assert {entry.competency.key: entry.level for entry in lead.requires} == {
        "recognising_racism": 2
    }


def test_planning_reads_everything_in_a_fixed_number_of_queries(courses):
    from app.kernel.db import db

    db.session.flush()
    db.session.expunge_all()
    with recorded_queries() as statements:
        for course in queries.list_courses_for_planning():
            assert all(entry.competency.key for entry in [*course.raises, *course.requires])
            assert {entry.function for entry in course.audience} <= set(Function)
            assert all(earlier.slug for earlier in [*course.after, *course.prerequisites])
    assert len(statements) == 6


def test_a_session_keeps_its_wall_time_all_year():
    pattern = SessionPattern(day_offset=7, start=datetime(2026, 1, 1, 9).time(), minutes=120)  # noqa: DTZ001
    winter_start, winter_end = pattern.on(date(2026, 11, 23), BERLIN)
    summer_start, _ = pattern.on(date(2026, 6, 1), BERLIN)
    assert winter_start.astimezone(UTC) == datetime(2026, 11, 30, 8, tzinfo=UTC)
    assert winter_end.astimezone(UTC) == datetime(2026, 11, 30, 10, tzinfo=UTC)
    assert summer_start.astimezone(UTC) == datetime(2026, 6, 8, 7, tzinfo=UTC)


def test_a_session_lasts_its_length_also_when_clocks_change():
    pattern = SessionPattern(day_offset=0, start=datetime(2026, 1, 1, 1).time(), minutes=180)  # noqa: DTZ001
    starts_at, ends_at = pattern.on(date(2026, 10, 25), BERLIN)
    assert (ends_at.astimezone(UTC) - starts_at.astimezone(UTC)).total_seconds() == 180 * 60


def test_an_update_brings_new_versions_but_keeps_what_was_written_here(courses, monkeypatch):
    entries = [dict(entry) for entry in content_loading._entries()]
    monkeypatch.setattr(content_loading, "_entries", lambda: entries)
    assert set(update_courses(START).values()) == {Outcome.UNCHANGED}
    changed, written, begun = (one.slug for one in courses[:3])
    office = make_office("Ola")
    publish(queries.get_course(written), office, make_office(), title=both("Von hier"))
    save(queries.get_course(begun), office, title=both("Noch in Arbeit"))
    for entry in entries[:3]:
        entry["title"] = Bilingual(de="Neu aus der Datei", en="New")
    entries.append(entries[0] | {"slug": "another", "after": [changed]})
    outcomes = update_courses(START)
    assert {slug: one for slug, one in outcomes.items() if one != Outcome.UNCHANGED} == {
        changed: Outcome.UPDATED,
        written: Outcome.KEPT,
        begun: Outcome.KEPT,
        "another": Outcome.ADDED,
    }
    titles = [queries.get_course(slug).title.de for slug in (changed, written)]
    assert titles == ["Neu aus der Datei", "Von hier"]
    assert queries.get_course(changed).version_number == 2
    assert [one.slug for one in queries.get_course("another").after] == [changed]
    assert update_courses(START)[changed] == Outcome.UNCHANGED


def test_words_that_people_type_find_the_course_that_helps(courses, personas):
    client = personas.client(personas.owner)
    for words, title in (
        ("Shitstorm", "Wenn der Hass im Netz kommt"),
        ("BUERGERVERSAMMLUNGEN", "Informationsabende, die halten"),
    ):
        page = client.get("/courses", query_string={"q": words}).text
        assert title in page[page.index('id="results"') :]
