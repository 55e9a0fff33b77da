"""What one can look for among articles: the form, its choices, and what was found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from werkzeug.datastructures import MultiDict
from wtforms import SelectChoice

from app.kernel.excerpts import Piece, excerpt
from app.kernel.i18n import gettext as _
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.i18n import localised, ngettext
from app.kernel.matrix import READ_KNOWLEDGE
from app.kernel.permissions import may
from app.kernel.search import Hit, SearchArea
from exchange.knowledge.articles.wording import KINDS, SIZES
from exchange.knowledge.library import queries
from exchange.knowledge.library.criteria import Criteria
from exchange.knowledge.library.forms import SearchForm, choices
from exchange.knowledge.library.indexing import AREA, index_entries, plain_text
from organisations.topics.queries import list_competencies, list_situations

LONGEST_SEARCH = 200
USEFUL = "useful"


@dataclass(frozen=True)
class Chip:
    """A condition that counts, and the address of the same search without it."""

    label: str
    url: str


@dataclass(frozen=True)
class Search:
    """What somebody looked for and found. `excerpts` are of each version by its id, with the words
    marked. `ways_out`: what to drop to find more, as label, address and how much that finds.
    """

    form: SearchForm
    criteria: Criteria
    found: queries.FoundPage
    excerpts: Mapping[int, Sequence[Piece]]
    chips: Sequence[Chip]
    ways_out: Sequence[tuple[str, str, str]]
    address: Mapping[str, str]


def look_for(given: MultiDict[str, str], *, page: int) -> Search:
    """Look among articles for what an address asks for."""
    form = _search_form(given)
    form.validate()
    criteria = _criteria(form)
    useful_first = form.sort.data == USEFUL
    found = queries.find_articles(criteria, page=page, useful_first=useful_first)
    return Search(
        form=form,
        criteria=criteria,
        found=found,
        excerpts={one.id: excerpt(plain_text(one), criteria.q) for one in found.versions}
        if criteria.q
        else {},
        chips=[Chip(_condition(form, name), _without(criteria, name)) for name in criteria.given],
        ways_out=[] if found.total else _ways_out(form, criteria),
        address=criteria.given | ({"sort": USEFUL} if useful_first else {}),
    )


def find_hits(phrase: str, most: int) -> Sequence[Hit]:
    """Articles that everybody reads, for the search over everything."""
    if not may(READ_KNOWLEDGE):
        return []
    return [
        Hit(
            title=version.title,
            url=url_for("articles.show", public_id=version.article.public_id),
            excerpt=plain_text(version),
            detail=version.article.municipality.name,
            rank=rank,
        )
        for version, rank in queries.find_best(phrase, most)
    ]


ARTICLES = SearchArea(
    name=AREA,
    label=_l("Beiträge der Kommunen"),
    find=find_hits,
    entries=index_entries,
    order=36,
    more=lambda phrase: url_for("articles.index", q=phrase),
)


def _search_form(given: MultiDict[str, str]) -> SearchForm:
    # What nobody sees is no part of what they look for.
    words = "".join(sign if sign.isprintable() else " " for sign in given.get("q", ""))
    form = SearchForm(MultiDict({**given, "q": words}))
    form.situation.choices = choices((one.key, localised(one.text)) for one in list_situations())
    form.competency.choices = choices((one.key, localised(one.name)) for one in list_competencies())
    form.tag.choices = choices(queries.list_used_tags())
    form.kind.choices = choices(KINDS.items())
    form.size.choices = choices(SIZES.items())
    form.sort.choices = [
        SelectChoice("", _l("Neues zuerst")),
        SelectChoice(USEFUL, _l("Nützliches zuerst")),
    ]
    return form


def _criteria(form: SearchForm) -> Criteria:
    """What matters; a choice that there is not does not."""
    chosen = {}
    for field in form.filters:
        known = {choice.value for choice in field.choices}
        chosen[field.short_name] = field.data if field.data in known else ""
    words = "" if form.q.errors else (form.q.data or "")[:LONGEST_SEARCH]
    return Criteria(q=words, **chosen)


def _ways_out(form: SearchForm, criteria: Criteria) -> list[tuple[str, str, str]]:
    """Single conditions without which something is found, the most helpful first."""
    counted = [(name, queries.count_articles(criteria.without(name))) for name in criteria.given]
    return [
        (
            _("Ohne „%(condition)s“", condition=_condition(form, name)),
            _without(criteria, name),
            ngettext("%(num)s Beitrag", "%(num)s Beiträge", number),
        )
        for name, number in sorted(counted, key=lambda entry: -entry[1])
        if number
    ]


def _condition(form: SearchForm, name: str) -> str:
    value = form[name].data
    words = {choice.value: choice.label for choice in getattr(form[name], "choices", None) or ()}
    return f"{form[name].label.text}: {words.get(value, value)}"


def _without(criteria: Criteria, name: str) -> str:
    return url_for("articles.index", **criteria.without(name).given, _anchor="results")
