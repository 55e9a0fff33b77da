"""Demo articles of several municipalities, with comments and marks; one waits, one is begun."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from sqlalchemy import select

from app.kernel.content import read_content
from app.kernel.db import db
from app.kernel.outbox import take_as_sent
from courses.catalogue.attachments import read_file
from exchange.knowledge.articles import publishing, services
from exchange.knowledge.articles.models import ArticleVersion
from exchange.knowledge.articles.services import ArticleText, Writer
from exchange.knowledge.attachments.services import add_attachment
from exchange.knowledge.bylines import SpeaksAs, speaks_as
from exchange.knowledge.comments.services import report_comment, write_comment
from exchange.knowledge.marks.services import mark_useful
from organisations.accounts.queries import get_account_by_email
from organisations.models import Municipality, Person

CONTENT = Path(__file__).parent / "content" / "demo_articles.yaml"

#: Key of the article, who says it, how many hours after its publication, what; indented answers.
COMMENTS = (
    (
        "evening_at_tables",
        "leitung",
        30,
        "Danke für die Offenheit. Wie haben Sie die Menschen gefunden, die an den Tischen sitzen? "
        "Bei uns war das die größte Hürde.",
        (
            "fremd",
            54,
            "Bei uns haben Auszubildende mitgemacht, nach einer Stunde Übung. Sie konnten es am "
            "besten.",
        ),
    ),
    (
        "three_on_patrol",
        "fremd",
        20,
        "Den Strafantrag als Dienstherrin zu stellen, war auch bei uns der wichtigste Schritt.",
        None,
    ),
    (
        "comments_closed_at_night",
        "team1",
        9,
        "Das mit dem Anruf zuerst nehmen wir mit. Daran hatte niemand gedacht.",
        None,
    ),
    (
        "referral_card",
        "koordination",
        40,
        "Wir haben die Vorlage heute für unseren Betriebshof angepasst. Vier Nummern sind genug, "
        "das stimmt.",
        None,
    ),
)
REPORTED = (
    "jokes_in_the_kitchen",
    "team5",
    "Elf Meldungen, und wer trägt die Folgen für das Klima im Haus? Früher konnte man noch lachen.",
    "Der Kommentar macht sich über Betroffene lustig.",
)
USEFUL = {
    "three_on_patrol": ("fremd", "trainerin", "team2", "team3", "coach"),
    "evening_at_tables": (
        "leitung",
        "koordination",
        "fremd",
        "team7",
        "trainerin",
        "buero2",
        "team1",
    ),
    "comments_closed_at_night": ("team1", "fremd", "leitung"),
    "residents_register_block": ("leitung", "fremd"),
    "referral_card": ("koordination", "team4", "team6", "fremd"),
}


def load_demo(now: datetime) -> None:
    """Needs the accounts, the topics and the municipalities of the demo."""
    shown = {}
    for entry in read_content(CONTENT):
        version = _article(entry, now)
        if version is not None:
            shown[entry["key"]] = version
    _comments(shown, now)
    for key, accounts in USEFUL.items():
        for account in accounts:
            mark_useful(article=shown[key].article, person=_person(account), now=now)
    take_as_sent()


def _article(entry: Mapping[str, Any], now: datetime) -> ArticleVersion | None:
    """The published version; None for what is not published."""
    municipality = db.session.scalars(
        select(Municipality).where(Municipality.key == entry["municipality"])
    ).one()
    writer, at = _writer(entry, municipality), now - timedelta(days=entry["days"])
    text = _text(entry)
    version = services.create_article(municipality=municipality, text=text, writer=writer, now=at)
    if "file" in entry:
        _attach(version, entry["file"], writer.person, at)
    if entry.get("state") == "draft":
        return None
    _through(version, writer.person, at, publish=entry.get("state") != "in_review")
    if entry.get("state") == "in_review":
        return None
    if "second_version" in entry:
        version = _second_version(version, entry, writer, now)
    return version


def _second_version(
    version: ArticleVersion, entry: Mapping[str, Any], writer: Writer, now: datetime
) -> ArticleVersion:
    changes = entry["second_version"]
    at = now - timedelta(days=changes["days"])
    later = services.revise_article(article=version.article, writer=writer, now=at)
    services.save_article(
        version=later,
        text=_text({**entry, "body": f"{entry['body']}\n{changes['add']}"}),
        writer=writer,
        revision=later.revision,
        now=at,
    )
    _attach(later, changes["file"], writer.person, at)
    _through(later, writer.person, at, publish=True)
    return later


def _through(version: ArticleVersion, writer: Person, at: datetime, *, publish: bool) -> None:
    """Agreed to by the municipality, and published by the office where it is to be."""
    services.submit_article(
        version=version, revision=version.revision, agrees=True, actor=writer, now=at
    )
    if publish:
        publishing.publish_article(
            version=version,
            comment="",
            revision=version.revision,
            actor=_person("buero"),
            now=at,
        )


def _attach(version: ArticleVersion, file: Mapping[str, Any], writer: Person, at: datetime) -> None:
    """A Word file of a few lines, without anybody's name in it."""
    first, *lines = file["lines"]
    document = Document()
    document.core_properties.author = ""
    document.add_heading(first, 1)
    for line in lines:
        document.add_paragraph(line)
    written = BytesIO()
    document.save(written)
    add_attachment(
        version=version,
        label=file["label"],
        kept=read_file(written.getvalue()),
        revision=version.revision,
        actor=writer,
        now=at,
    )


def _comments(shown: Mapping[str, ArticleVersion], now: datetime) -> None:
    for key, account, hours, body, answer in COMMENTS:
        version = shown[key]
        at = min(version.published_at + timedelta(hours=hours), now)
        comment = write_comment(version=version, body=body, writer=_speaker(account), now=at)
        if answer:
            who, later, words = answer
            at = min(version.published_at + timedelta(hours=later), now)
            write_comment(version=version, body=words, writer=_speaker(who), parent=comment, now=at)
    key, account, body, reason = REPORTED
    at = now - timedelta(days=1)
    comment = write_comment(version=shown[key], body=body, writer=_speaker(account), now=at)
    report_comment(comment=comment, reason=reason, reporter=_person("team10"), now=at)


def _text(entry: Mapping[str, Any]) -> ArticleText:
    lists: dict[str, Sequence[str]] = {
        name: tuple(entry[name]) for name in ("situations", "competencies", "tags")
    }
    return ArticleText(
        title=entry["title"],
        summary=entry["summary"].strip(),
        body=entry["body"].strip(),
        kind=entry["kind"],
        size_class=entry["size_class"],
        **lists,
    )


def _writer(entry: Mapping[str, Any], municipality: Municipality) -> Writer:
    """Somebody with an account of the demo, else somebody who only writes this article."""
    if "author" not in entry:
        return _speaker(entry.get("account", "koordination"))
    person = Person(**entry["author"], language="de", municipality=municipality)
    db.session.add(person)
    db.session.flush()
    return Writer(person, SpeaksAs(entry["author"]["function"]), entry.get("named", False))


def _speaker(account: str) -> Writer:
    found = get_account_by_email(f"{account}@example.org")
    return Writer(found.person, speaks_as(found))


def _person(account: str) -> Person:
    return get_account_by_email(f"{account}@example.org").person
