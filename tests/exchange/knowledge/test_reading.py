"""What is found, in which order, and what is useful."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from app.kernel.db import db
from app.kernel.full_text import rebuild_area
from exchange.knowledge.articles.models import Article
from exchange.knowledge.library import queries
from exchange.knowledge.library.criteria import Criteria
from exchange.knowledge.library.indexing import AREA, index_entries
from exchange.knowledge.library.searching import find_hits
from exchange.knowledge.marks.models import UsefulMark
from exchange.knowledge.marks.services import mark_useful, unmark_useful
from exchange.knowledge.personal_data import erase_marks, export_marks
from organisations.models import Person
from tests.exchange.knowledge.factories import make_draft, make_published
from tests.house.clock import START
from tests.house.personas import make_personas
from tests.organisations.factories import make_competency, make_situation


def titles(**criteria):
    return [one.title for one in queries.find_articles(Criteria(**criteria)).versions]


def test_an_inflected_word_finds_the_article_and_the_title_weighs_more(personas):
    make_published(personas, title="Im Text", body="Die Drohungen hörten nicht auf.")
    make_published(personas, title="Nach einer Drohung", body="Anderes.")
    make_published(personas, title="Etwas anderes", body="Nichts davon.", summary="Nichts.")
    make_draft(personas.owner, title="Drohung im Entwurf")
    assert titles(q="Drohung") == ["Nach einer Drohung", "Im Text"]
    assert titles(q="bedrohliche Drohungen gibt es nicht") == []
    assert titles(q="heimstadt") == ["Etwas anderes", "Nach einer Drohung", "Im Text"], "by place"


def test_of_equals_the_more_useful_comes_first(personas):
    first = make_published(personas, title="Streife eins")
    second = make_published(personas, title="Streife zwei")
    assert titles(q="Streife") == ["Streife zwei", "Streife eins"]
    mark_useful(article=first.article, person=personas.foreigner.person, now=START)
    assert titles(q="Streife") == ["Streife eins", "Streife zwei"]
    assert titles() == ["Streife zwei", "Streife eins"], "without words the newest"
    useful = queries.find_articles(Criteria(), useful_first=True)
    assert [one.title for one in useful.versions] == ["Streife eins", "Streife zwei"]
    unmark_useful(article=first.article, person=personas.foreigner.person)
    assert second.title == titles(q="Streife")[0]


def test_every_filter_narrows_and_an_empty_result_says_what_to_drop(personas):
    competency = make_competency()
    situation = make_situation(competency)
    topics = {"situations": (situation.key,), "competencies": (competency.key,)}
    make_published(personas, title="Passt", tags=("Streife",), **topics)
    make_published(personas, title="Anderes", kind="lesson", size_class="large")
    for criteria in (
        {"situation": situation.key},
        {"competency": competency.key},
        {"tag": "streife"},
        {"kind": "practice"},
        {"size": "small"},
    ):
        assert titles(**criteria) == ["Passt"], criteria
    client = personas.client(personas.trainer)
    page = client.get("/knowledge?kind=lesson&tag=streife").text
    assert "Nichts gefunden" in page
    assert "Ohne „Schlagwort: Streife“" in page
    assert "Ohne „Art: Was wir aus einem Fehlschlag gelernt haben“" in page
    assert "2 Beiträge" in client.get("/knowledge?kind=unknown").text
    page = client.get("/knowledge?q=Streifen").text
    assert "<mark>Streife</mark>" in page


def test_the_page_of_a_situation_names_what_others_have_learnt(personas):
    situation = make_situation(make_competency())
    client, page = personas.client(personas.foreigner), f"/situations/{situation.key}"
    heading = "Was andere Kommunen gelernt haben"
    assert heading not in client.get(page).text
    make_published(personas, title="Passt", situations=(situation.key,))
    make_draft(personas.owner, title="Entwurf", situations=(situation.key,))
    shown = client.get(page).text
    assert heading in shown
    assert "Passt" in shown
    assert "Entwurf" not in shown


def test_what_is_typed_is_never_taken_as_part_of_the_page(personas):
    make_published(personas, body="Ein <script>alert(1)</script> Text & mehr")
    page = personas.client(personas.trainer).get("/knowledge?q=alert").text
    assert "<script>alert" not in page


def test_the_search_over_everything_finds_for_readers_alone(personas, app):
    version = make_published(personas)
    with app.test_request_context():
        assert find_hits("Streife", 5) == [], "nobody is signed in"
    [(found, rank)] = queries.find_best("Streifen", 5)
    assert (found.id, rank > 0) == (version.id, True)


def test_an_index_made_anew_holds_what_it_held(personas):
    make_published(personas, tags=("Bürgerdialog",))
    make_draft(personas.owner, title="Entwurf")
    before = titles(q="Bürgerdialoge")
    assert rebuild_area(AREA, list(index_entries())) == 1
    assert titles(q="Bürgerdialoge") == before == ["Zu dritt auf Streife"]


def test_a_mark_is_seen_as_a_number_and_can_be_taken_back(personas):
    version = make_published(personas)
    client, path = personas.client(personas.foreigner), f"/knowledge/{version.article.public_id}"
    assert client.post(f"{path}/useful").status_code == 303
    assert client.post(f"{path}/useful").status_code == 303
    page = personas.client(personas.owner).get(path).text
    assert "1 Person fand das nützlich." in page
    assert personas.foreigner.person.given_name not in page
    [mine] = export_marks(personas.foreigner.person_id)
    assert mine["useful"] == version.article.public_id
    erase_marks(personas.foreigner.person_id)
    assert db.session.query(UsefulMark).count() == 0
    assert "fand das nützlich" not in client.get(path).text
    assert client.post(f"{path}/not-useful").status_code == 303


def test_marked_many_times_at_once_counts_once(committing_app):
    with committing_app.app_context():
        people = make_personas(committing_app)
        article_id = make_published(people).article_id
        person_id = people.owner.person_id
        db.session.commit()
    barrier = Barrier(4)

    def mark(_number):
        with committing_app.app_context():
            article = db.session.get_one(Article, article_id)
            person = db.session.get_one(Person, person_id)
            db.session.rollback()
            barrier.wait()
            mark_useful(article=article, person=person, now=START)
            db.session.commit()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(mark, range(4)))
    with committing_app.app_context():
        assert db.session.query(UsefulMark).count() == 1
