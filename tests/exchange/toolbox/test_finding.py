"""Aids are found by words however they are inflected, and by all conditions together."""

import pytest

from exchange.toolbox.content_loading import shipped_aids
from exchange.toolbox.finding import Criteria, Drop, Findable, drops, find

AIDS = [
    Findable(
        key=key,
        title=aid.title.de,
        summary=aid.summary.de,
        text=f"{aid.text.de}\n{aid.use.de}",
        kind=aid.kind,
        tone=aid.tone,
        audiences=aid.audiences,
        situations=aid.situations,
    )
    for key, aid in shipped_aids().items()
]


def found(**criteria):
    return [aid.key for aid in find(AIDS, Criteria(**criteria))]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("Gerüchte", "reply-to-rumour"),
        ("abgebrochener Abend", "statement-evening-broken-off"),
        ("umstrittene Auftritte", "speaker-protection"),
        ("Privatwohnung", "statement-rally-at-home"),
        ("Schalter", "words-at-the-counter"),
    ],
)
def test_words_find_the_aid_that_is_about_them(words, first):
    assert found(q=words)[0] == first


def test_conditions_count_together():
    assert found(kind="holding_line", tone="firm") == ["words-at-the-counter"]
    assert "evening-rules" in found(situation="meeting_broken_off", audience="attendees")
    assert len(found()) == len(AIDS)


def test_where_nothing_fits_it_says_what_to_drop():
    criteria = Criteria(kind="evening_plan", tone="empathetic")
    assert find(AIDS, criteria) == []
    assert drops(AIDS, criteria) == [Drop("kind", 4), Drop("tone", 2)]
    assert drops(AIDS, Criteria(q="Quantenphysik")) == [Drop("q", len(AIDS))]
