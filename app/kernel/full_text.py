"""Full-text search in German and English: one index of stems, the same on both databases.

Whoever owns something that can be found puts it in and takes it out in the transaction of its own
rows, and joins what matches with its own conditions: what may not be seen is not counted either.

    keep(area="articles", item_id=article.id, title=article.title, text=article.text)
    forget(area="articles", item_id=article.id)

    found = matching("articles", phrase)
    articles = db.session.execute(
        select(Article, found.c.rank)
        .join(found, found.c.item_id == Article.id)
        .where(is_visible_to(person))
        .order_by(found.c.rank.desc(), Article.published_at.desc())
    )
    pieces = app.kernel.excerpts.excerpt(article.text, phrase)

Every word of a phrase has to be there: as it is, inflected, with umlauts written out, as the
beginning of a word, inside a compound; of a compound that is nowhere its last part will do. A word
in the title weighs more than one in the text. `text` is plain text in all languages that there are.
SQLite looks in an FTS5 table that triggers keep, PostgreSQL in a tsvector with a GIN index. Nothing
sealed and nothing about a person belongs here: SQLite forgets what was erased only when its index
is made anew.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    String,
    Subquery,
    Text,
    UniqueConstraint,
    case,
    cast,
    column,
    delete,
    false,
    literal,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.base import BigId
from app.kernel.db import INSERT, Model, db
from app.kernel.ddl import FullTextIndex, declare_full_text_index
from app.kernel.search import SearchEntry
from app.kernel.search_words import Step, Term, marked_stems, steps_for

AREA_LENGTH = 40
_INDEX = FullTextIndex(name="search_words", table="search_entries", column="words")
declare_full_text_index(_INDEX)


class IndexedText(Model):
    """What the index holds of one thing: its stems, as `marked_stems` gives them."""

    __tablename__ = _INDEX.table
    __table_args__ = (UniqueConstraint("area", "item_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    area: Mapped[str] = mapped_column(String(AREA_LENGTH))
    item_id: Mapped[int] = mapped_column(BigInteger)
    words: Mapped[str] = mapped_column(
        Text().with_variant(TSVECTOR(), "postgresql"), deferred=True, deferred_raiseload=True
    )


@dataclass(frozen=True)
class _Grammar:
    """How a database wants to be asked. Terms are letters and digits alone."""

    term: str
    beginning: str
    either: str
    both: str

    def expression(self, words: Iterable[Iterable[Term]]) -> str:
        """One of the terms of each word."""
        return self.both.join(
            f"({self.either.join(self._term(term) for term in terms)})" for terms in words
        )

    def _term(self, term: Term) -> str:
        return (self.beginning if term.is_beginning else self.term).format(term.letters)


_FTS5 = _Grammar('"{}"', '"{}"*', " OR ", " AND ")
_TSQUERY = _Grammar("'{}'", "'{}':*", " | ", " & ")


def keep(*, area: str, item_id: int, title: str, text: str = "") -> None:
    """Have the item of `area` be found by these words, and by no others from now on."""
    insert = INSERT[db.engine.dialect.name](IndexedText).values(
        area=area, item_id=item_id, words=marked_stems(title, text)
    )
    db.session.execute(
        insert.on_conflict_do_update(
            index_elements=["area", "item_id"], set_={"words": insert.excluded.words}
        )
    )


def forget(*, area: str, item_id: int) -> None:
    """Have the item be found no more; nothing where it was not."""
    db.session.execute(
        delete(IndexedText).where(IndexedText.area == area, IndexedText.item_id == item_id)
    )


def matching(area: str, phrase: str) -> Subquery:
    """The items of `area` that hold all words of `phrase`: columns `item_id` and `rank`.

    `rank` is a whole number above 0, higher the better it fits. Any text is a phrase; one without
    words matches nothing.
    """
    words = steps_for(phrase)
    rank = sum((_rank(steps) for steps in words), start=literal(0))
    found = _holds([[term for step in steps for term in step.terms] for steps in words])
    return (
        select(IndexedText.item_id, rank.label("rank"))
        .where(IndexedText.area == area, found if words else false())
        .subquery("matching")
    )


def rebuild_area(area: str, entries: Iterable[SearchEntry]) -> int:
    """Have exactly `entries` be found in `area`. Returns how many there are."""
    db.session.execute(delete(IndexedText).where(IndexedText.area == area))
    number = 0
    for entry in entries:
        keep(area=area, item_id=entry.item_id, title=entry.title, text=entry.text)
        number += 1
    return number


def drop_other_areas(areas: Iterable[str]) -> None:
    """Take out what belongs to none of `areas`, and leave no trace of what was taken out before."""
    db.session.execute(delete(IndexedText).where(IndexedText.area.not_in(list(areas))))
    if db.engine.dialect.name == "sqlite":
        db.session.execute(text(_INDEX.rebuilding))


def _rank(steps: Sequence[Step]) -> ColumnElement[int]:
    return case(*((_holds([step.terms]), step.score) for step in steps), else_=0)


def _holds(words: Iterable[Iterable[Term]]) -> ColumnElement[bool]:
    """Whether an entry holds one of the terms of each word."""
    if db.engine.dialect.name == "sqlite":
        # MATCH is an operator of the index alone, so what it finds is looked up.
        rows = select(column("rowid")).select_from(table(_INDEX.name))
        match = column(_INDEX.name).op("MATCH")(_FTS5.expression(words))
        return IndexedText.id.in_(rows.where(match))
    # Not to_tsquery: its parser would take words apart again.
    return IndexedText.words.bool_op("@@")(
        cast(literal(_TSQUERY.expression(words), Text()), TSQUERY)
    )
