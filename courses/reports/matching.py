"""What becomes of each row of a list of participants, before anybody is enrolled.

Pure: looks at rows and candidates only. A row names a person by their mail address, or by name and
municipality. Whom the importer cannot enrol looks like somebody without an account: a list tells
nobody who has one.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from organisations.models import sort_name_of
from organisations.municipalities.keys import make_key
from organisations.roster.checking import address_of
from organisations.roster.reading import Column, Row

#: Which columns a list needs: one of these.
NEEDED = ((Column.EMAIL,), (Column.GIVEN_NAME, Column.FAMILY_NAME, Column.MUNICIPALITY))


class Outcome(StrEnum):
    """What becomes of a row."""

    READY = "ready"
    ALREADY = "already"
    NO_ACCOUNT = "no_account"
    AMBIGUOUS = "ambiguous"
    INCOMPLETE = "incomplete"
    TWICE = "twice"
    OTHER_MUNICIPALITY = "other_municipality"
    OTHER_FUNCTION = "other_function"
    NOT_INCLUDED = "not_included"
    NO_SEAT = "no_seat"


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """Somebody with an account whom a row may mean.

    `by_address` is False where a mail address may not lead to them. `is_open` says whether the
    cohort is for their municipality, `is_meant` whether the course is for their function, and
    `is_included` whether the membership of their municipality has courses.
    """

    person_id: int
    address: str
    name_key: str
    municipality_key: str
    by_address: bool = True
    is_open: bool = True
    is_meant: bool = True
    is_included: bool = True
    is_enrolled: bool = False


@dataclass(frozen=True)
class MatchedRow:
    """A row, what becomes of it, and whom it means where somebody is to be enrolled."""

    row: Row
    outcome: Outcome
    person_id: int | None = None

    @property
    def number(self) -> int:
        return self.row.number

    @property
    def typed(self) -> str:
        """What the list says of the person: nothing else is shown of them."""
        cells = (Column.GIVEN_NAME, Column.FAMILY_NAME, Column.EMAIL, Column.MUNICIPALITY)
        name = " ".join(self.row.cells[cell] for cell in cells[:2] if cell in self.row.cells)
        rest = (self.row.cells.get(cell) for cell in cells[2:])
        return ", ".join(filter(None, (name, *rest)))


def name_key_of(row: Row) -> str:
    """How directories sort the name; empty where the row has not all of it."""
    family, given = (row.cells.get(c, "") for c in (Column.FAMILY_NAME, Column.GIVEN_NAME))
    return sort_name_of(family, given) if family and given else ""


def match_rows(
    rows: Sequence[Row], candidates: Sequence[Candidate], *, seats: int, sees_everybody: bool
) -> list[MatchedRow]:
    """Each row with what becomes of it, in the given order; the first rows get the `seats`.

    Unless the importer `sees_everybody`, a cohort for one municipality tells nothing of people of
    others.
    """
    known = [one for one in candidates if one.is_open or sees_everybody]
    by_address = {one.address: one for one in known if one.by_address}
    by_name = defaultdict(list)
    for one in known:
        by_name[one.name_key, one.municipality_key].append(one)
    matched, named = [], set[int]()
    for row in rows:
        outcome, found = _find(row, by_address, by_name)
        if found is not None:
            outcome = _outcome(found, named, seats)
            named.add(found.person_id)
            seats -= outcome is Outcome.READY
        ready = found is not None and outcome is Outcome.READY
        matched.append(MatchedRow(row, outcome, found.person_id if ready else None))
    return matched


def _find(
    row: Row,
    by_address: Mapping[str, Candidate],
    by_name: Mapping[tuple[str, str], Sequence[Candidate]],
) -> tuple[Outcome, Candidate | None]:
    """Whom a row means; an address goes before a name, for there is one person to it."""
    if address := address_of(row):
        return Outcome.NO_ACCOUNT, by_address.get(address)
    name, municipality = name_key_of(row), make_key(row.cells.get(Column.MUNICIPALITY, ""))
    if not name or not municipality:
        return Outcome.INCOMPLETE, None
    found = by_name.get((name, municipality), ())
    if len(found) > 1:
        return Outcome.AMBIGUOUS, None
    return Outcome.NO_ACCOUNT, found[0] if found else None


def _outcome(found: Candidate, named: set[int], seats: int) -> Outcome:
    hindrances = {
        Outcome.TWICE: found.person_id in named,
        Outcome.ALREADY: found.is_enrolled,
        Outcome.OTHER_MUNICIPALITY: not found.is_open,
        Outcome.OTHER_FUNCTION: not found.is_meant,
        Outcome.NOT_INCLUDED: not found.is_included,
        Outcome.NO_SEAT: seats < 1,
    }
    return next((outcome for outcome, holds in hindrances.items() if holds), Outcome.READY)
