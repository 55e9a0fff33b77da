"""Drafts and versions of items: what the database holds, who is asked what, what stays."""

from dataclasses import replace

import pytest
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import IntegrityError

from app.kernel.audit import AuditEntry
from app.kernel.bilingual import Bilingual
from app.kernel.db import db
from app.kernel.errors import DomainError, NotFound
from courses.catalogue.content_loading import Outcome
from courses.needs.items import content_loading, queries, services
from courses.needs.items.models import NeedsItem, NeedsItemVersion, VersionState
from courses.needs.items.personal_data import AUTHORSHIP
from courses.needs.items.readiness import items_problem
from courses.needs.items.shipped import ShippedItem, items
from courses.needs.queries import list_questions
from organisations.models import Function
from tests.courses.needs.item_factories import (
    current_of,
    general_item,
    make_special,
    publish,
    save,
)
from tests.house.clock import START
from tests.organisations.factories import make_competency


@pytest.fixture
def office(personas):
    return personas.office.person


@pytest.fixture
def item(competencies):
    return general_item(competencies[0])


def asked(competency, function=None):
    """The German question that somebody with `function` is asked about `competency`."""
    questions = {one.competency.key: one for one in list_questions(function)}
    return questions[competency.key].item.question.de


def actions():
    return db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()


def test_a_draft_is_asked_of_nobody_until_it_is_published(competencies, item, office):
    before = asked(competencies[0])
    draft = save(item, office, question_de="Und jetzt?", question_en="And now?")
    assert asked(competencies[0]) == before
    services.publish_draft(item=item, revision=draft.revision, actor=office, now=START)
    assert asked(competencies[0]) == "Und jetzt?"
    newest, first = queries.list_published_versions(item)
    assert (newest.number, newest.state, newest.author_ids) == (2, "published", [office.public_id])
    assert (first.number, first.state, first.authors) == (1, "former", "")
    assert queries.get_version(item, 1).said.question.de == before, "it can still be read"
    assert actions() == ["needs_item.draft_saved", "needs_item.published"]


def test_a_special_item_goes_before_the_general_one(competencies, office):
    [competency] = [one for one in competencies if one.key == "empowerment"]
    special = make_special(competency, office, Function.STAFF, Function.EXECUTIVE)
    general = asked(competency)
    assert asked(competency, Function.STAFF) == general, "it is a draft"
    publish(special, office, question_de="Für Sie?")
    for function in (Function.STAFF, Function.EXECUTIVE):
        assert asked(competency, function) == "Für Sie?"
    for function in (Function.POLITICAL_LEADERSHIP, None):
        assert asked(competency, function) == general
    services.withdraw_item(item=special, actor=office, now=START)
    services.withdraw_item(item=special, actor=office, now=START)
    assert asked(competency, Function.STAFF) == general
    assert actions().count("needs_item.withdrawn") == 1
    publish(special, office, question_de="Wieder für Sie?")
    assert asked(competency, Function.STAFF) == "Wieder für Sie?"
    assert current_of(special).number == 2


def test_a_function_has_one_item_of_a_competency(competencies, office):
    [competency] = [one for one in competencies if one.key == "empowerment"]
    make_special(competency, office, Function.STAFF)
    for functions in ((Function.STAFF, Function.EXECUTIVE), ()):
        with pytest.raises(DomainError) as refusal:
            make_special(competency, office, *functions)
        assert refusal.value.field == "functions"
    make_special(competency, office, Function.EXECUTIVE)


def test_the_general_item_cannot_be_withdrawn(item, office):
    with pytest.raises(DomainError, match="immer gebraucht"):
        services.withdraw_item(item=item, actor=office, now=START)
    assert current_of(item)


def test_what_lacks_a_text_is_kept_but_not_published(item, office):
    draft = save(item, office, option_4_en="", question_de=" ")
    with pytest.raises(services.NotReady) as refusal:
        services.publish_draft(item=item, revision=draft.revision, actor=office, now=START)
    assert refusal.value.lacks == ["question_de", "option_4_en"]
    assert current_of(item).number == 1


def test_whoever_saves_on_something_older_is_told(item, office):
    seen = save(item, office, question_de="Eins").revision
    save(item, office, revision=seen, question_de="Zwei")
    for act in (
        lambda: save(item, office, revision=seen, question_de="Drei"),
        lambda: services.publish_draft(item=item, revision=seen, actor=office, now=START),
        lambda: services.discard_draft(item=item, revision=seen, actor=office, now=START),
    ):
        with pytest.raises(services.ChangedMeanwhile):
            act()
    assert queries.find_draft(item).said.question.de == "Zwei"
    assert current_of(item).number == 1, "the refused publication changed nothing"


def test_saving_what_it_says_already_and_discarding_leave_the_item_alone(item, office):
    same = current_of(item).content
    kept = services.save_draft(item=item, document=same, revision=0, actor=office, now=START)
    assert kept is None
    draft = save(item, office, question_de="Neu")
    services.discard_draft(item=item, revision=draft.revision, actor=office, now=START)
    assert queries.find_draft(item) is None
    with pytest.raises(NotFound):
        services.publish_draft(item=item, revision=1, actor=office, now=START)
    assert current_of(item).content == same


def test_the_database_holds_one_current_version_and_one_draft_per_item(item, office):
    current = current_of(item)
    save(item, office, question_de="Neu")
    another = {"item_id": item.id, "content": current.content, "revision": 1, "authors": ""}
    another |= {"changed_at": START, "public_id": "another"}
    published = {"number": 9, "published_at": START}
    for statement in (
        insert(NeedsItemVersion).values(state=VersionState.PUBLISHED, **published, **another),
        insert(NeedsItemVersion).values(state=VersionState.DRAFT, **another),
        insert(NeedsItemVersion).values(state=VersionState.FORMER, **another),
        insert(NeedsItem).values(
            competency_id=item.competency_id, is_general=True, created_at=START, public_id="x"
        ),
    ):
        with pytest.raises(IntegrityError), db.session.begin_nested():
            db.session.execute(statement)
    fine = insert(NeedsItemVersion).values(state=VersionState.FORMER, **published, **another)
    db.session.execute(fine)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE needs_item_versions SET content = '{}'",
        "UPDATE needs_item_versions SET number = 7",
        "UPDATE needs_item_versions SET state = 'draft', number = NULL, published_at = NULL",
        "DELETE FROM needs_item_versions",
    ],
)
def test_a_published_version_never_changes(item, change):
    with pytest.raises(IntegrityError, match="needs_item_versions_"), db.session.begin_nested():
        db.session.execute(text(change))


def test_a_former_version_does_not_come_back(item, office):
    publish(item, office, question_de="Neu")
    again = update(NeedsItemVersion).where(NeedsItemVersion.number == 1)
    with pytest.raises(IntegrityError, match="are_final"), db.session.begin_nested():
        db.session.execute(again.values(state="published"))


def test_an_update_brings_new_texts_and_keeps_what_was_written_here(
    competencies, office, monkeypatch
):
    shipped = list(items())
    monkeypatch.setattr(content_loading, "items", lambda: shipped)
    assert set(content_loading.update_items(START).values()) == {Outcome.UNCHANGED}
    by_key = {one.key: one for one in competencies}
    changed, written, begun = (one.competency for one in shipped[:3])
    publish(general_item(by_key[written]), office, question_de="Von hier")
    save(general_item(by_key[begun]), office, question_de="In Arbeit")
    [withdrawn] = [
        state.item
        for state in queries.list_item_states()
        if state.item.competency.key == "de_escalation" and not state.item.is_general
    ]
    services.withdraw_item(item=withdrawn, actor=office, now=START)
    anew = Bilingual(de="Neu aus der Datei?", en="New?")
    shipped[:] = [replace(one, item=replace(one.item, question=anew)) for one in shipped]
    staff = frozenset({Function.STAFF})
    shipped.append(ShippedItem("own_resilience", staff, shipped[0].item))
    shipped.append(ShippedItem("not here", frozenset(), shipped[0].item))
    outcomes = content_loading.update_items(START)
    assert outcomes[changed] == Outcome.UPDATED
    assert outcomes["own_resilience, staff"] == Outcome.ADDED
    kept = {written, begun, "de_escalation, political_leadership"}
    assert {name for name, one in outcomes.items() if one == Outcome.KEPT} == kept
    assert asked(by_key[changed]) == "Neu aus der Datei?"
    assert asked(by_key[written]) == "Von hier"
    assert current_of(general_item(by_key[changed])).number == 2
    assert content_loading.update_items(START)[changed] == Outcome.UNCHANGED


def test_the_operator_is_told_of_a_competency_that_nobody_can_be_asked_about(competencies):
    assert items_problem(START) is None
    make_competency("courage")
    assert items_problem(START) == "no needs-analysis item for courage: run `flask content update`"


def test_who_wrote_what_is_exported_and_the_text_is_the_offices(item, office):
    publish(item, office, question_de="Neu")
    [entry] = AUTHORSHIP.export(office.id)
    assert entry | {"at": ""} == {
        "about": item.competency.key,
        "version": 2,
        "did": "wrote",
        "at": "",
    }
