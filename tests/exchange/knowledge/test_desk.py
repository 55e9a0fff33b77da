"""Who sees and does what at the desk and in the office, and files of drafts."""

import re
from io import BytesIO

import pytest
from docx import Document
from PIL import Image
from sqlalchemy import text as sql
from sqlalchemy.exc import DatabaseError

from app.kernel.db import db
from app.kernel.permissions import Role
from exchange.knowledge.articles.models import ArticleVersion, VersionState
from exchange.knowledge.attachments.models import ArticleFile
from organisations.models import Function
from tests.exchange.knowledge.factories import (
    agree,
    make_draft,
    make_published,
    make_text,
    publish,
    submit,
)
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries
from tests.organisations.factories import make_account, make_competency, make_situation

pytestmark = in_turn

DESK, REVIEW = "/knowledge/desk", "/knowledge/review"


def fields(**given):
    text = make_text()
    values = {"title": text.title, "summary": text.summary, "body": text.body}
    values |= {"kind": text.kind, "size_class": text.size_class, "revision": "1"}
    return values | given


def desk(version, step=""):
    return f"{DESK}/{version.article.public_id}{step}"


def review(version, step=""):
    return f"{REVIEW}/{version.article.public_id}{step}"


def word_file(author="Ada Muster"):
    document, written = Document(), BytesIO()
    document.core_properties.author = author
    document.add_paragraph("Aushang")
    document.save(written)
    return written.getvalue()


def upload(client, version, content, label="Aushang für den Eingang", name="geheim.docx"):
    data = {"label": label, "revision": version.revision, "upload": (BytesIO(content), name)}
    return client.post(desk(version, "/files"), data=data, content_type="multipart/form-data")


def test_the_way_from_an_empty_page_to_all_municipalities(personas):
    situation = make_situation(make_competency())
    author = personas.client(personas.owner)
    assert "Beitrag schreiben" in author.get("/knowledge").text
    sent = fields(situations=[situation.key], tags="Außendienst, Streife")
    seen = author.post(f"{DESK}/new", data=sent | {"preview": "1", "body": "**Mut**"})
    assert (seen.status_code, db.session.query(ArticleVersion).count()) == (200, 0)
    assert "<strong>Mut</strong>" in seen.text
    refused = author.post(f"{DESK}/new", data=sent | {"title": " ", "tags": "a,b,c,d,e,f,g,h,i"})
    assert refused.status_code == 422
    assert "höchstens acht Schlagwörter" in refused.text
    assert author.post(f"{DESK}/new", data=sent).status_code == 303
    version = db.session.query(ArticleVersion).one()
    page = author.get(desk(version)).text
    assert "Führungskraft, Heimstadt" in page
    assert personas.owner.person.name not in re.sub("<header.*?</header>", "", page, flags=re.S)
    step = {"revision": version.revision}
    assert author.post(desk(version, "/submit"), data=step).status_code == 303
    coordinator = personas.client(personas.coordinator)
    assert "wartet auf die Zustimmung Ihrer Kommune" in coordinator.get("/").text
    step = {"revision": version.revision, "comment": ""}
    assert author.post(desk(version, "/agree"), data=step).status_code == 403
    assert coordinator.post(desk(version, "/return"), data=step).status_code == 422
    assert coordinator.post(desk(version, "/agree"), data=step).status_code == 303
    office = personas.client(personas.office)
    assert "wartet auf die Veröffentlichung" in office.get("/").text
    assert version.title in office.get(REVIEW).text
    assert "Kolja" in office.get(review(version)).text, "who agreed"
    step = {"revision": version.revision, "comment": "Danke."}
    assert office.post(review(version, "/publish"), data=step).status_code == 303
    assert version.state == VersionState.PUBLISHED
    page = personas.client(personas.foreigner).get(f"/knowledge/{version.article.public_id}").text
    assert "Danach war es ruhiger." in page
    assert "Außendienst" in page


def test_what_is_to_be_changed_stands_above_the_draft_that_was_given_back(personas):
    version = submit(make_draft(personas.owner), personas.owner)
    step = {"revision": version.revision, "comment": "Bitte kürzer."}
    coordinator = personas.client(personas.coordinator)
    assert coordinator.post(desk(version, "/return"), data=step).status_code == 303
    author = personas.client(personas.owner)
    page = author.get(desk(version)).text
    assert page.index("Bitte kürzer.") < page.index("So lesen es andere")
    assert "Bitte kürzer." in author.get(desk(version, "/edit")).text


def test_another_municipality_sees_no_desk_and_the_office_nothing_that_is_not_agreed(personas):
    version = submit(make_draft(personas.owner, title="Geheim"), personas.owner)
    foreigner, office = personas.client(personas.foreigner), personas.client(personas.office)
    for step in ("", "/edit", "/versions/1", "/discard", "/files"):
        assert foreigner.get(desk(version, step)).status_code == 404
        assert office.get(desk(version, step)).status_code == 403
    for step in ("", "/archive"):
        assert office.get(review(version, step)).status_code == 404
        assert foreigner.get(review(version, step)).status_code == 403
    assert foreigner.get(f"/knowledge/{version.article.public_id}").status_code == 404
    for client, page in ((foreigner, DESK), (foreigner, "/knowledge"), (office, REVIEW)):
        assert "Geheim" not in client.get(page).text


def test_what_is_being_revised_stays_unseen_by_the_office(personas):
    version = make_published(personas)
    author, office = personas.client(personas.owner), personas.client(personas.office)
    assert author.post(desk(version, "/revise")).status_code == 303
    change = fields(body="Geheimer Absatz.", revision="1")
    assert author.post(desk(version, "/edit"), data=change).status_code == 303
    assert "Geheimer Absatz." not in office.get(review(version)).text
    step = {"revision": 2, "comment": "x"}
    assert office.post(review(version, "/return"), data=step).status_code == 303
    assert "Geheimer Absatz." in author.get(desk(version)).text, "nothing was given back"
    changes = author.get(desk(version, "/versions/2")).text
    assert "<ins>" in changes
    assert "<del>" in changes


def test_who_does_not_lead_writes_nothing(personas):
    version = make_published(personas)
    home = personas.owner.person.municipality
    reader = personas.client(make_account(Role.TRAINEE, municipality=home, function=Function.STAFF))
    assert "Beitrag schreiben" not in reader.get("/knowledge").text
    assert reader.get(DESK).status_code == 403
    assert reader.get(f"{DESK}/new").status_code == 403
    assert reader.get(desk(version)).status_code == 404
    assert reader.get(f"/knowledge/{version.article.public_id}").status_code == 200


def test_of_two_who_write_at_once_the_second_is_told_and_loses_nothing(personas):
    version, client = make_draft(personas.owner), personas.client(personas.colleague)
    other = personas.client(personas.owner)
    assert other.post(desk(version, "/edit"), data=fields(body="Andere Worte.")).status_code == 303
    told = client.post(desk(version, "/edit"), data=fields(body="Meine Worte."))
    assert told.status_code == 422
    assert "Meine Worte." in told.text
    revision = re.search(r'name="revision"[^>]*value="(\d+)"', told.text)[1]
    again = fields(body="Meine Worte.", revision=revision)
    assert client.post(desk(version, "/edit"), data=again).status_code == 303
    assert version.body == "Meine Worte."


def test_a_file_is_taken_by_what_is_in_it_and_stays_with_the_version(personas):
    version, author = make_draft(personas.owner), personas.client(personas.owner)
    for content, name in ((b"MZ\x90 program", "a.pdf"), (b"<script>", "a.docx"), (b"", "")):
        refused = upload(author, version, content, name=name)
        assert refused.status_code == 422
        assert db.session.query(ArticleFile).count() == 0
    assert "Möglich sind PDF, Word" in upload(author, version, b"GIF89a", name="a.png").text
    page = upload(author, version, word_file())
    assert page.status_code == 303
    assert "Ada Muster" in author.get(page.location).text, "a hint at who the file names"
    picture = BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    assert upload(author, version, picture.getvalue(), label="Plan").status_code == 303
    file = db.session.query(ArticleFile).filter_by(label="Aushang für den Eingang").one()
    path = f"/knowledge/{version.article.public_id}/files/{file.public_id}"
    foreigner = personas.client(personas.foreigner)
    assert foreigner.get(path).status_code == 404, "nobody reads a draft"
    agree(submit(version, personas.owner), personas.coordinator)
    assert (
        personas.client(personas.office).get(review(version, f"/files/{file.public_id}")).data
        == file.content
    )
    publish(version, personas.office)
    fetched = foreigner.get(path)
    assert fetched.data == file.content
    assert fetched.headers["Content-Disposition"] == (
        "attachment; filename=aushang-fuer-den-eingang.docx"
    )
    assert fetched.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in fetched.headers["Content-Security-Policy"]
    for change in ("DELETE FROM article_files", "UPDATE article_files SET label = 'x'"):
        with pytest.raises(DatabaseError), db.session.begin_nested():
            db.session.execute(sql(change))


def test_a_file_taken_from_a_new_version_stays_with_the_old_one(personas):
    version, author = make_draft(personas.owner), personas.client(personas.owner)
    upload(author, version, word_file())
    agree(submit(version, personas.owner), personas.coordinator)
    publish(version, personas.office)
    author.post(desk(version, "/revise"))
    new = db.session.query(ArticleVersion).filter_by(number=2).one()
    [kept] = new.files
    upload(author, new, word_file(), label="Zweite")
    [_kept, added] = new.files
    for file_id in (kept, added):
        data = {"revision": new.revision}
        gone = author.post(desk(version, f"/files/{file_id}/remove"), data=data)
        assert gone.status_code == 303
    assert new.files == []
    assert [file.public_id for file in db.session.query(ArticleFile)] == [kept]
    path = f"/knowledge/{version.article.public_id}/files"
    assert author.get(f"{path}/{kept}").status_code == 200
    data = {"revision": new.revision}
    assert author.post(desk(version, "/discard"), data=data).status_code == 303
    assert author.get(f"{path}/{kept}").status_code == 200


def test_pages_ask_a_fixed_number_of_questions(personas):
    client, office = personas.client(personas.owner), personas.client(personas.office)
    version = make_published(personas, tags=("Streife",))
    pages = (
        (client, "/knowledge"),
        (client, "/knowledge?q=Streife"),
        (client, DESK),
        (client, desk(version)),
        (office, REVIEW),
    )

    def asked():
        numbers = []
        for who, path in pages:
            db.session.flush()
            db.session.expire_all()
            with recorded_queries() as statements:
                assert who.get(path).status_code == 200
            numbers.append(len(statements))
        return numbers

    few = asked()
    for number in range(4):
        make_published(personas, author=personas.colleague, tags=(f"Streife {number}",))
    assert asked() == few
