"""Comments: who reads and changes them, and what the office does with what is reported."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from app.kernel.db import db
from app.kernel.errors import TooManyAttempts
from app.kernel.outbox import OutboxMessage
from exchange.knowledge.comments import services
from exchange.knowledge.comments.models import ArticleComment, CommentReport
from exchange.knowledge.personal_data import erase_said, export_comments
from notifications.models import PendingNotification
from tests.exchange.knowledge.factories import make_comment, make_published
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries

pytestmark = in_turn

COMMENTS, MODERATION = "/knowledge/comments", "/knowledge/moderation"


@pytest.fixture
def version(personas):
    return make_published(personas)


@pytest.fixture
def path(version):
    return f"/knowledge/{version.article.public_id}"


def test_a_comment_is_read_at_once_without_a_name_and_its_article_s_author_is_told(
    version, path, personas
):
    writer, reader = personas.client(personas.foreigner), personas.client(personas.trainer)
    assert writer.post(f"{path}/comments", data={"body": " "}).status_code == 422
    assert writer.post(f"{path}/comments", data={"body": "Bei uns auch."}).status_code == 303
    page = reader.get(path).text
    assert "Bei uns auch." in page
    assert "Führungskraft, Fernstadt" in page
    assert personas.foreigner.person.given_name not in page
    told = db.session.query(PendingNotification).filter_by(kind="article_comments").all()
    assert [one.person_id for one in told] == [personas.owner.person_id], "with their digest"
    comment = db.session.query(ArticleComment).one()
    change = {"body": "Bei uns auch, zweimal.", "signs": "y"}
    address = f"{COMMENTS}/{comment.public_id}/edit"
    assert reader.post(address, data=change).status_code == 404
    assert writer.post(address, data=change).status_code == 303
    page = reader.get(path).text
    assert "zweimal" in page
    assert "geändert" in page
    assert personas.foreigner.person.name in page


def test_an_answer_has_no_answers_of_its_own(version, path, personas):
    comment = make_comment(version, personas.foreigner)
    reader = personas.client(personas.trainer)
    address = f"{COMMENTS}/{comment.public_id}/reply"
    assert "Antwort auf diesen Kommentar" in reader.get(address).text
    assert reader.post(address, data={"body": "Wie genau?"}).status_code == 303
    answer = db.session.query(ArticleComment).filter_by(is_reply=True).one()
    assert reader.get(f"{COMMENTS}/{answer.public_id}/reply").status_code == 404
    with pytest.raises(services.NoReplyToReply):
        make_comment(version, personas.owner, parent=answer)
    told = db.session.query(PendingNotification.person_id).all()
    assert (personas.foreigner.person_id,) in told
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.add(
            ArticleComment(
                article=version.article,
                is_reply=True,
                parent_id=answer.id,
                parent_is_reply=False,
                author_public_id="x",
                speaks_as="staff",
                signed=False,
                body="tief",
                written_at=START,
            )
        )


def test_changed_for_a_day_and_taken_back_at_any_time(version, path, personas, clock):
    comment = make_comment(version, personas.foreigner, "Unbedacht gesagt.")
    make_comment(version, personas.owner, "Danke.", parent=comment)
    clock.advance(hours=25)
    writer = personas.client(personas.foreigner)
    late = writer.post(f"{COMMENTS}/{comment.public_id}/edit", data={"body": "Anders."})
    assert late.status_code == 422
    assert "24 Stunden" in late.text
    assert "Kommentar löschen?" in writer.get(f"{COMMENTS}/{comment.public_id}/delete").text
    assert writer.post(f"{COMMENTS}/{comment.public_id}/delete").status_code == 303
    page = writer.get(path).text
    assert "Unbedacht" not in page
    assert "Dieser Kommentar steht hier nicht mehr." in page
    assert "Danke." in page
    assert export_comments(personas.foreigner.person_id) == []


def test_reported_once_hidden_with_a_reason_and_shown_again(version, path, personas):
    comment = make_comment(version, personas.foreigner, "Das ist doch alles übertrieben.")
    reader, office = personas.client(personas.colleague), personas.client(personas.office)
    address = f"{COMMENTS}/{comment.public_id}/report"
    assert reader.post(address, data={"reason": "Verletzend."}).status_code == 303
    again = reader.post(address, data={"reason": "Noch einmal."})
    assert (again.status_code, "schon gemeldet" in again.text) == (422, True)
    own = personas.client(personas.foreigner)
    assert own.get(address).status_code == 404, "whoever wrote it can delete it"
    assert "1 Kommentar ist gemeldet" in office.get("/").text
    page = office.get(MODERATION).text
    assert "Verletzend." in page
    assert personas.colleague.person.given_name not in page, "nobody learns who reported"
    hide = f"{MODERATION}/{comment.public_id}/hide"
    assert reader.post(hide, data={"reason": "x"}).status_code == 403
    assert office.post(hide, data={"reason": ""}).status_code == 422
    assert office.post(hide, data={"reason": "Herabsetzend."}).status_code == 303
    assert "übertrieben" not in reader.get(path).text
    assert "Herabsetzend." in personas.client(personas.foreigner).get(path).text
    mails = db.session.query(OutboxMessage).filter_by(recipient=personas.foreigner.email)
    assert "/knowledge/" in mails.one().body
    assert office.get("/").text.count("ist gemeldet") == 0
    assert office.post(f"{MODERATION}/{comment.public_id}/show").status_code == 303
    assert "übertrieben" in reader.get(path).text


def test_whoever_writes_a_lot_waits(version, path, personas):
    for number in range(services.OF_A_PERSON.most):
        make_comment(version, personas.foreigner, f"Nummer {number}")
    with pytest.raises(TooManyAttempts):
        make_comment(version, personas.foreigner)
    refused = personas.client(personas.foreigner).post(
        f"{path}/comments", data={"body": "Langer Text."}
    )
    assert refused.status_code == 429
    assert "Langer Text." in refused.text, "nothing that was typed is lost"
    make_comment(version, personas.owner)
    make_comment(version, personas.foreigner, at=START + timedelta(hours=1, minutes=1))


def test_an_erased_account_leaves_no_words_and_no_reports(version, personas):
    comment = make_comment(version, personas.foreigner, "Meine Worte.", signs=True)
    other = make_comment(version, personas.owner, "Deine.", parent=comment)
    services.report_comment(
        comment=other, reason="Nein.", reporter=personas.foreigner.person, now=START
    )
    [said, reported] = export_comments(personas.foreigner.person_id)
    assert (said["said"], reported["reported"]) == ("Meine Worte.", "Nein.")
    erase_said(personas.foreigner.person_id)
    db.session.expire_all()
    assert (comment.body, comment.author_public_id) == ("", "")
    assert db.session.query(CommentReport).count() == 0
    assert other.body == "Deine."


def test_an_article_asks_a_fixed_number_of_questions(version, path, personas):
    client = personas.client(personas.owner)

    def asked():
        db.session.flush()
        db.session.expire_all()
        with recorded_queries() as statements:
            assert client.get(path).status_code == 200
        return len(statements)

    comment = make_comment(version, personas.foreigner, signs=True)
    few = asked()
    for _ in range(3):
        make_comment(version, personas.coordinator, signs=True, parent=comment)
        make_comment(version, personas.trainer, signs=True)
    assert asked() == few
