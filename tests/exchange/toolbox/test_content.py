"""What KommA ships: whole, in both languages, and brought up to date without touching texts."""

import dataclasses
import re

import pytest

from app.kernel.bilingual import Bilingual
from app.kernel.content import read_content
from app.kernel.db import db
from courses.catalogue.content_loading import Outcome
from exchange.toolbox import content_loading
from exchange.toolbox.content_loading import shipped_aids, update_aids
from exchange.toolbox.document import aid_text, as_document
from exchange.toolbox.filling import open_places
from exchange.toolbox.models import AidKind, Audience, Tone
from exchange.toolbox.queries import get_aid, list_aids
from organisations.topics import content_loading as topics
from tests.house.clock import START

AIDS = shipped_aids()


@pytest.mark.parametrize("key", AIDS)
def test_an_aid_is_whole_in_both_languages(key):
    aid = AIDS[key]
    declared = {variable.key for variable in aid.variables}
    for language in ("de", "en"):
        text = aid.text.in_language(language)
        assert set(open_places(text)) == declared
        # A value such as „1. Mai“ at the beginning of a line would become a list.
        assert not re.search(r"^\{(?!incident|speaker)", text, re.MULTILINE)
    assert aid.kind in list(AidKind)
    assert aid.tone in list(Tone)
    assert aid.audiences
    assert set(aid.audiences) <= set(Audience)
    assert aid_text(as_document(aid)) == aid


def test_there_are_aids_of_every_kind_and_for_every_situation():
    assert {aid.kind for aid in AIDS.values()} == set(AidKind)
    situations = {entry["key"] for entry in read_content(topics.CONTENT / "situations.yaml")}
    assert {key for aid in AIDS.values() for key in aid.situations} == situations


def test_an_update_makes_new_versions_and_leaves_texts_alone(app, monkeypatch, write):
    text = write()
    first, changed = dict(AIDS), dict(AIDS)
    assert set(update_aids(START).values()) == {Outcome.UNCHANGED}
    key = text.aid_version.aid.key
    changed[key] = dataclasses.replace(AIDS[key], title=Bilingual(de="Neu", en="New"))
    gone = changed.pop("reply-to-rumour") and "reply-to-rumour"
    monkeypatch.setattr(content_loading, "shipped_aids", lambda: changed)
    outcomes = update_aids(START)
    assert {one for one, outcome in outcomes.items() if outcome is Outcome.UPDATED} == {key}
    assert aid_text(get_aid(key).content).title.de == "Neu"
    assert gone not in {version.aid.key for version in list_aids()}
    db.session.expire_all()
    assert (text.aid_number, text.current.body) == (1, "Wir stehen zusammen.")
    assert aid_text(text.aid_version.content) == first[key]
