"""Check the rows of a list of people against what is known. Pure.

Says of each row whether the person can be added, is left out because there is an account already,
or what is wrong. Nothing here knows more than `Known` says, and nothing is written.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from email_validator import EmailNotValidError, validate_email

from organisations.municipalities.keys import make_key
from organisations.roster.reading import Column, Row

LONGEST: Mapping[Column, int] = {
    Column.GIVEN_NAME: 80,
    Column.FAMILY_NAME: 80,
    Column.EMAIL: 320,
    Column.TEAM: 120,
    Column.JOB_TITLE: 120,
}
#: Signs with which a spreadsheet begins a formula.
FORMULA_SIGNS = ("=", "+", "-", "@")
ROLE_SEPARATORS = "/;|"


class Problem(StrEnum):
    """What a finding says of a cell."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    NO_ADDRESS = "no_address"
    TWICE = "twice"
    UNKNOWN = "unknown"
    FORBIDDEN = "forbidden"
    SURPLUS = "surplus"
    HAS_ACCOUNT = "has_account"
    LIKE_A_FORMULA = "like_a_formula"


class Outcome(StrEnum):
    """What becomes of a row."""

    WRONG = "wrong"
    LEFT_OUT = "left_out"
    READY = "ready"


#: These do not keep a person from being added.
HARMLESS = frozenset({Problem.HAS_ACCOUNT, Problem.LIKE_A_FORMULA})


@dataclass(frozen=True)
class Finding:
    """One thing to know about a row: where, what, the text at fault, other rows that share it."""

    problem: Problem
    column: Column | None = None
    text: str = ""
    rows: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Known:
    """What the rows are checked against.

    `functions`, `roles` and `languages` give the key for each word that people write, folded by
    `fold`. `municipalities` are the ones allowed, by `make_key` of their name; `home` is the one of
    rows that name none. `allowed_roles` may be given; of all roles, `roles_at_home` need a
    municipality and `roles_with_function` a function. `taken` are addresses that have an account.
    """

    functions: Mapping[str, str]
    roles: Mapping[str, str]
    languages: Mapping[str, str]
    municipalities: Mapping[str, str]
    allowed_roles: frozenset[str]
    roles_at_home: frozenset[str]
    roles_with_function: frozenset[str]
    usual_role: str
    usual_language: str
    home: str | None = None
    taken: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What a row says of a person, with keys in place of words; unknown words are left out."""

    given_name: str
    family_name: str
    email: str
    function: str | None
    team: str
    job_title: str
    roles: frozenset[str]
    language: str
    municipality: str | None


@dataclass(frozen=True)
class CheckedRow:
    """A row, what it means, and what there is to say about it."""

    number: int
    entry: Entry
    findings: tuple[Finding, ...]

    @property
    def outcome(self) -> Outcome:
        problems = {finding.problem for finding in self.findings}
        if problems - HARMLESS:
            return Outcome.WRONG
        return Outcome.LEFT_OUT if Problem.HAS_ACCOUNT in problems else Outcome.READY


def fold(word: str) -> str:
    """`Führungs-Kraft ` → `führungskraft`: what makes no difference between words is left out."""
    return "".join(sign for sign in word.casefold() if sign.isalpha())


def address_of(row: Row) -> str:
    """The address as accounts keep it; empty where the row has none."""
    return row.cells.get(Column.EMAIL, "").strip().lower()


def check_rows(rows: Sequence[Row], known: Known) -> tuple[CheckedRow, ...]:
    """Each row with its findings, in the given order."""
    numbers = defaultdict(list)
    for row in rows:
        numbers[address_of(row)].append(row.number)
    return tuple(_check(row, numbers[address_of(row)], known) for row in rows)


@dataclass(frozen=True)
class Preview:
    """The rows of a list by what becomes of them, each in the order of the file."""

    wrong: Sequence[CheckedRow]
    left_out: Sequence[CheckedRow]
    ready: Sequence[CheckedRow]


def preview_of(rows: Sequence[CheckedRow]) -> Preview:
    """`rows` parted by their outcome: what asks for something comes first."""
    return Preview(*([row for row in rows if row.outcome is outcome] for outcome in Outcome))


def _check(row: Row, same_address: Sequence[int], known: Known) -> CheckedRow:
    entry = _entry(row, known)
    findings = [
        *([Finding(Problem.SURPLUS)] if row.surplus else []),
        *_name_findings(row),
        *_address_findings(row, same_address, known),
        *_length_findings(row),
        *_word_findings(row, known),
        *_need_findings(row, entry, known),
        *_formula_findings(row),
    ]
    return CheckedRow(row.number, entry, tuple(findings))


def _entry(row: Row, known: Known) -> Entry:
    cells = row.cells
    municipality = cells.get(Column.MUNICIPALITY, "")
    roles = [known.roles.get(fold(word)) for word in _role_words(row)]
    return Entry(
        given_name=cells.get(Column.GIVEN_NAME, ""),
        family_name=cells.get(Column.FAMILY_NAME, ""),
        email=address_of(row),
        function=known.functions.get(fold(cells.get(Column.FUNCTION, ""))),
        team=cells.get(Column.TEAM, ""),
        job_title=cells.get(Column.JOB_TITLE, ""),
        roles=frozenset(filter(None, roles)) if roles else frozenset({known.usual_role}),
        language=known.languages.get(fold(cells.get(Column.LANGUAGE, "")), known.usual_language),
        municipality=known.municipalities.get(make_key(municipality))
        if municipality
        else known.home,
    )


def _role_words(row: Row) -> list[str]:
    text = row.cells.get(Column.ROLES, "")
    for sign in ROLE_SEPARATORS:
        text = text.replace(sign, ",")
    return [word.strip() for word in text.split(",") if word.strip()]


def _name_findings(row: Row) -> list[Finding]:
    return [
        Finding(Problem.MISSING, column)
        for column in (Column.GIVEN_NAME, Column.FAMILY_NAME)
        if column not in row.cells
    ]


def _address_findings(row: Row, same_address: Sequence[int], known: Known) -> list[Finding]:
    address = address_of(row)
    if not address:
        return [Finding(Problem.MISSING, Column.EMAIL)]
    if not _is_address(address):
        return [Finding(Problem.NO_ADDRESS, Column.EMAIL, row.cells[Column.EMAIL])]
    others = tuple(number for number in same_address if number != row.number)
    if others:
        return [Finding(Problem.TWICE, Column.EMAIL, address, others)]
    return [Finding(Problem.HAS_ACCOUNT, Column.EMAIL)] if address in known.taken else []


def _is_address(address: str) -> bool:
    try:
        validate_email(address, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True


def _length_findings(row: Row) -> list[Finding]:
    return [
        Finding(Problem.TOO_LONG, column)
        for column, longest in LONGEST.items()
        if len(row.cells.get(column, "")) > longest
    ]


def _word_findings(row: Row, known: Known) -> list[Finding]:
    """Words that mean nothing here, or that this list may not use."""
    vocabularies = {Column.FUNCTION: known.functions, Column.LANGUAGE: known.languages}
    found = [
        Finding(Problem.UNKNOWN, column, row.cells[column])
        for column, words in vocabularies.items()
        if column in row.cells and fold(row.cells[column]) not in words
    ]
    for word in _role_words(row):
        role = known.roles.get(fold(word))
        if role not in known.allowed_roles:
            problem = Problem.FORBIDDEN if role else Problem.UNKNOWN
            found.append(Finding(problem, Column.ROLES, word))
    municipality = row.cells.get(Column.MUNICIPALITY)
    if municipality and make_key(municipality) not in known.municipalities:
        found.append(Finding(Problem.UNKNOWN, Column.MUNICIPALITY, municipality))
    return found


def _need_findings(row: Row, entry: Entry, known: Known) -> list[Finding]:
    """What the person's roles ask for and the row leaves empty."""
    needs = {
        Column.FUNCTION: known.roles_with_function,
        Column.MUNICIPALITY: known.roles_at_home | (entry.roles if entry.team else frozenset()),
    }
    given = {Column.FUNCTION: entry.function, Column.MUNICIPALITY: entry.municipality}
    return [
        Finding(Problem.MISSING, column)
        for column, roles in needs.items()
        if column not in row.cells and not given[column] and entry.roles & roles
    ]


def _formula_findings(row: Row) -> list[Finding]:
    return [
        Finding(Problem.LIKE_A_FORMULA, column, text)
        for column, text in row.cells.items()
        if text.startswith(FORMULA_SIGNS)
    ]
