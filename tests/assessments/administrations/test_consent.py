"""Consent to a result of a group: asked at the end, never ticked beforehand, and taken back."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from app.kernel.bilingual import Bilingual
from app.kernel.db import db
from assessments.administrations.queries import list_drafts, list_taken
from assessments.waves.models import Wave, WaveCopy, WaveState
from assessments.waves.services import open_wave, set_members
from tests.assessments.administrations.filling import OWN, alike, answer, begin
from tests.house.clock import START
from tests.house.databases import in_turn

pytestmark = in_turn

TODAY = START.date()


@pytest.fixture
def owner(personas):
    return personas.client(personas.owner)


@pytest.fixture
def draft(owner):
    draft = begin(owner)
    answer(owner, draft, alike("3"))
    return draft


@pytest.fixture
def opened(personas):
    """A function that opens a wave of the owner and the colleague."""

    def open_one(title="Vor dem Kurs", days=7):
        return open_wave(
            instrument=OWN,
            people=[personas.owner.person, personas.colleague.person],
            closes_on=TODAY + timedelta(days=days),
            now=START,
            title=Bilingual(de=title, en=title),
        )

    return open_one


def close(wave):
    db.session.execute(
        update(Wave)
        .where(Wave.id == wave.id)
        .values(state=WaveState.CLOSED, closed_at=START + timedelta(days=1))
    )
    db.session.commit()


def copies():
    return db.session.query(WaveCopy).count()


def flat(answer_of_app):
    return " ".join(answer_of_app.text.split())


def test_without_an_open_wave_nothing_is_asked(owner, draft):
    assert (
        "Gruppenergebnis beitragen" not in owner.get(f"{draft}/finish").text.partition("Hilfe")[0]
    )


def test_one_is_asked_with_all_that_is_promised_and_nothing_ticked(owner, draft, opened):
    opened()
    page = flat(owner.get(f"{draft}/finish"))
    for known in (
        "Erhebung: Vor dem Kurs",
        "mindestens 7 Menschen",
        "Letzter Tag:",
        "nicht Ihr Name und nicht Ihre Notiz",
        "die Kopien werden vernichtet",
    ):
        assert known in page, known
    assert page.count('type="checkbox"') == 1
    assert "checked" not in page
    owner.post(f"{draft}/finish", data={"note": ""})
    assert copies() == 0


def test_a_copy_is_given_and_taken_back_while_the_wave_is_open(owner, draft, opened):
    wave = opened()
    result = owner.post(f"{draft}/finish", data={"note": "", "wave": wave.label}).location
    assert copies() == 1
    assert "Kopie zurücknehmen" in owner.get(result).text
    assert owner.post(f"{result}/take-back").location == result
    assert copies() == 0
    page = owner.get(result).text
    assert "ist gelöscht" in page
    assert "Kopie zurücknehmen" not in page
    assert "Es gibt keine Kopie mehr" in owner.get(owner.post(f"{result}/take-back").location).text


def test_after_the_end_the_result_says_so_and_a_copy_is_theirs_until_it_has_counted(
    owner, draft, opened
):
    wave = opened()
    result = owner.post(f"{draft}/finish", data={"note": "", "wave": wave.label}).location
    close(wave)
    page = owner.get(result).text
    assert "Die Erhebung ist geschlossen." in page
    assert "Kopie zurücknehmen" not in page
    owner.post(f"{result}/take-back")
    assert copies() == 0


@pytest.mark.parametrize("left", [0, 1], ids=["no other wave", "another wave"])
def test_a_wave_that_closed_meanwhile_says_so_and_one_finishes_without(
    owner, draft, opened, personas, left
):
    wave = opened()
    for number in range(left):
        opened(f"Eine andere {number}")
    close(wave)
    refused = owner.post(f"{draft}/finish", data={"note": "Ruhig", "wave": wave.label})
    assert refused.status_code == 422
    assert "inzwischen geschlossen" in refused.text
    assert "Ruhig" in refused.text
    assert len(list_drafts(personas.owner.person)[0].contents.answers) == len(OWN.items)
    assert owner.post(f"{draft}/finish", data={"note": "Ruhig"}).status_code == 303
    assert copies() == 0
    assert list_taken(personas.owner.person)[0].given is None


def test_whoever_is_not_asked_any_more_gives_nothing(owner, draft, opened, personas):
    wave = opened()
    set_members(wave=wave, people=[personas.colleague.person])
    refused = owner.post(f"{draft}/finish", data={"note": "", "wave": wave.label})
    assert refused.status_code == 422
    assert copies() == 0


def test_of_several_waves_one_is_chosen_or_none(owner, draft, opened):
    first, _second = opened(), opened("Alle im Programm", days=20)
    page = flat(owner.get(f"{draft}/finish"))
    assert 'value="" checked' in page
    assert page.count('type="radio"') == 3
    owner.post(f"{draft}/finish", data={"note": "", "wave": first.label})
    assert db.session.query(WaveCopy).one().wave_id == first.id


def test_a_copy_of_others_cannot_be_taken_back(owner, draft, opened, personas):
    wave = opened()
    result = owner.post(f"{draft}/finish", data={"note": "", "wave": wave.label}).location
    for account in (personas.colleague, personas.office):
        assert personas.client(account).post(f"{result}/take-back").status_code == 404
    assert copies() == 1
