"""What one can look for in the toolbox: the form, its choices, and what was found."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import url_for
from werkzeug.datastructures import MultiDict

from app.kernel.i18n import gettext as _
from app.kernel.i18n import localised, ngettext
from exchange.toolbox.document import aid_text
from exchange.toolbox.finding import Criteria, Drop, Findable, drops, find
from exchange.toolbox.forms import SearchForm, choices
from exchange.toolbox.models import AidVersion
from exchange.toolbox.wording import AUDIENCES, KINDS, TONES
from organisations.topics.models import Situation

LONGEST_SEARCH = 200


@dataclass(frozen=True)
class Chip:
    """A condition that counts, and the address of the same search without it."""

    label: str
    url: str


@dataclass(frozen=True)
class Search:
    """What somebody looked for and found. `ways_out`: what to drop to find more, as label, address
    and how much that finds.
    """

    form: SearchForm
    found: Sequence[AidVersion]
    offered: int
    chips: Sequence[Chip]
    ways_out: Sequence[tuple[str, str, str]]


def look_for(
    given: MultiDict[str, str], *, aids: Sequence[AidVersion], situations: Sequence[Situation]
) -> Search:
    """Look among `aids` for what an address asks for."""
    form = _search_form(given, situations)
    form.validate()
    criteria, known = _criteria(form), [findable_of(version) for version in aids]
    found, by_key = find(known, criteria), {version.aid.key: version for version in aids}
    return Search(
        form=form,
        found=[by_key[one.key] for one in found],
        offered=len(aids),
        chips=[Chip(_condition(form, name), _without(criteria, name)) for name in criteria.given],
        ways_out=_ways_out(form, criteria, [] if found else drops(known, criteria)),
    )


def _search_form(given: MultiDict[str, str], situations: Iterable[Situation]) -> SearchForm:
    # What nobody sees is no part of what they look for.
    words = "".join(sign if sign.isprintable() else " " for sign in given.get("q", ""))
    form = SearchForm(MultiDict({**given, "q": words}))
    form.situation.choices = choices({one.key: localised(one.text) for one in situations})
    form.kind.choices = choices(KINDS)
    form.tone.choices = choices(TONES)
    form.audience.choices = choices(AUDIENCES)
    return form


def _criteria(form: SearchForm) -> Criteria:
    """What matters; a choice that there is not does not."""
    chosen = {}
    for field in form.filters:
        known = {choice.value for choice in field.choices}
        chosen[field.short_name] = field.data if field.data in known else ""
    words = "" if form.q.errors else (form.q.data or "")[:LONGEST_SEARCH]
    return Criteria(q=words, **chosen)


def findable_of(version: AidVersion) -> Findable:
    """What is known of an aid in the language that the page shows."""
    text = aid_text(version.content)
    return Findable(
        key=version.aid.key,
        title=localised(text.title),
        summary=localised(text.summary),
        text="\n".join(map(localised, (text.text, text.use))),
        kind=text.kind,
        tone=text.tone,
        audiences=text.audiences,
        situations=text.situations,
    )


def _ways_out(
    form: SearchForm, criteria: Criteria, dropped: Iterable[Drop]
) -> list[tuple[str, str, str]]:
    return [
        (
            _("Ohne „%(condition)s“", condition=_condition(form, drop.name)),
            _without(criteria, drop.name),
            ngettext("%(num)s Hilfe", "%(num)s Hilfen", drop.aids),
        )
        for drop in dropped
    ]


def _condition(form: SearchForm, name: str) -> str:
    value = form[name].data
    words = {choice.value: choice.label for choice in getattr(form[name], "choices", None) or ()}
    return f"{form[name].label.text}: {words.get(value, value)}"


def _without(criteria: Criteria, name: str) -> str:
    return url_for("toolbox.index", **criteria.without(name).given, _anchor="results")
