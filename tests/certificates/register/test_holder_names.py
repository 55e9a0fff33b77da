"""The name for the paper: as the holder wishes it, if it can be printed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.kernel.db import db
from certificates.register.holder_names import (
    EmptyName,
    NameFault,
    TooLongName,
    UnprintableName,
    read_name,
)
from certificates.register.models import HolderName
from certificates.register.queries import get_printed_name
from certificates.register.services import InvalidHolderName, forget_name_wish, wish_name
from tests.house.clock import START
from tests.house.databases import in_turn

pytestmark = in_turn


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Ayşe Öztürk", "Ayşe Öztürk"),
        ("  Dr.  Ayşe\u00a0Öztürk ", "Dr. Ayşe Öztürk"),
        ("Zoe\u0308 Nguyễn", "Zoë Nguyễn"),
        ("Wolf\u00adgang Meier", "Wolfgang Meier"),
        ("Łukasz Żółć", "Łukasz Żółć"),
        ("Ελένη Παπαδοπούλου", "Ελένη Παπαδοπούλου"),
        ("Олена Шевченко", "Олена Шевченко"),
        ("<b>Ada</b> & 'Bela' {{ 7 * 7 }}", "<b>Ada</b> & 'Bela' {{ 7 * 7 }}"),
        ("A" * 120, "A" * 120),
    ],
)
def test_a_name_is_printed_as_it_is_wished(typed, printed):
    assert read_name(typed) == printed


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", EmptyName),
        (" \t\n ", EmptyName),
        ("\u00ad", EmptyName),
        ("-- 12", EmptyName),
        ("A" * 121, TooLongName),
        ("A" * 10_000, TooLongName),
        ("Ada\u0000Anders", UnprintableName),
        ("Ada\u202eAnders", UnprintableName),
        ("Ada\u200bAnders", UnprintableName),
        ("Ada \U0001f600", UnprintableName),
    ],
)
def test_what_cannot_be_printed_is_refused(typed, fault):
    with pytest.raises(fault):
        read_name(typed)


def test_the_refusal_names_the_characters_also_those_nobody_sees():
    with pytest.raises(UnprintableName) as told:
        read_name("Ada \U0001f600\u202e")
    assert told.value.characters == ("\U0001f600", "U+202E")


@settings(max_examples=50)
@given(st.text(max_size=200))
def test_whatever_is_typed_is_refused_or_printed_the_same_when_typed_again(typed):
    try:
        name = read_name(typed)
    except NameFault:
        return
    assert read_name(name) == name
    assert 0 < len(name) <= 120
    assert name == " ".join(name.split())


def test_a_wish_is_kept_changed_and_forgotten(personas):
    person = personas.owner.person
    assert get_printed_name(person).name == person.name

    for wished in ("Dr. Ada Anders", "Prof. Dr. Ada Anders"):
        assert wish_name(person=person, name=f" {wished} ", now=START) == wished
        assert get_printed_name(person).name == wished
        assert get_printed_name(person).is_wished
    forget_name_wish(person=person)

    assert get_printed_name(person).name == person.name
    assert not get_printed_name(person).is_wished


def test_to_wish_ones_own_name_is_to_wish_nothing(personas):
    person = personas.owner.person
    wish_name(person=person, name="Dr. Ada Anders", now=START)
    wish_name(person=person, name=person.name, now=START)
    person.family_name = "Neumann"
    db.session.flush()

    assert get_printed_name(person).name == "Ada Neumann"
    assert db.session.scalars(select(HolderName)).all() == []


def test_a_refused_wish_leaves_the_former(personas):
    person = personas.owner.person
    wish_name(person=person, name="Dr. Ada Anders", now=START)
    with pytest.raises(InvalidHolderName, match="120 Zeichen") as told:
        wish_name(person=person, name="A" * 10_000, now=START)
    assert told.value.field == "name"
    assert get_printed_name(person).name == "Dr. Ada Anders"


def test_a_name_of_the_account_that_cannot_be_printed_is_told_of(personas):
    personas.owner.person.family_name = "\U0001f600"
    db.session.flush()
    assert get_printed_name(personas.owner.person).missing == ("\U0001f600",)
