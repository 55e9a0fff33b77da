"""A version of a strategy concept as a file for printing and passing on.

It is in the language of the administration and says nothing of who wrote it. A draft says in its
first line and in its name that it is one; what was superseded says so, too.
"""

from collections.abc import Iterator

from app.kernel.i18n import gettext as _
from app.kernel.i18n import in_language, short_date
from exchange.paper.blocks import Block, BlockKind, Run
from exchange.paper.file_names import file_name
from exchange.paper.pdf_file import pdf_file
from exchange.strategies.document import SECTIONS, Measure, review_day_of
from exchange.strategies.models import StrategyVersion, VersionState
from exchange.strategies.presentation import Standing
from exchange.strategies.wording import MEASURE_STATES, field_name

LANGUAGE = "de"
_MARKS = ("- ", "– ", "• ", "* ")


def as_pdf(version: StrategyVersion, standing: Standing | None) -> tuple[str, bytes]:
    """The file's name and its bytes. `standing` is how far its measures are; drafts have none."""
    with in_language(LANGUAGE):
        notice, mark = {
            VersionState.DRAFT: (_("Entwurf: nicht beschlossen"), _("entwurf-")),
            VersionState.SUPERSEDED: (_("Abgelöst: Es gilt eine neuere Fassung"), _("abgeloest-")),
        }.get(VersionState(version.state), ("", ""))
        content = pdf_file(
            list(_blocks(version, standing)),
            title=version.title,
            language=LANGUAGE,
            page_label=_("Seite"),
            notice=notice,
        )
    return file_name(version.title, "pdf", mark=mark), content


def _blocks(version: StrategyVersion, standing: Standing | None) -> Iterator[Block]:
    yield _heading(version.title, 1)
    yield _paragraph(version.strategy.municipality.name)
    if version.number is not None and version.adopted_on is not None:
        yield _paragraph(
            _(
                "Fassung %(number)s, beschlossen am %(day)s: %(body)s",
                number=version.number,
                day=short_date(version.adopted_on),
                body=version.adopted_by,
            )
        )
    for name in SECTIONS[1:]:
        yield _heading(field_name(name), 2)
        yield from plain_blocks(version.content[name] or "–")
    yield _heading(_("Maßnahmen"), 2)
    for measure in version.measures:
        yield _measure(measure, standing)
    review_on = review_day_of(version.content)
    if review_on is not None:
        yield _heading(field_name("review_on"), 2)
        yield _paragraph(short_date(review_on))


def _measure(measure: Measure, standing: Standing | None) -> Block:
    progress = standing.progress.get(measure.key) if standing else None
    facts = {
        field_name("responsible"): measure.responsible,
        field_name("due_on"): short_date(measure.due_on) if measure.due_on else "",
        field_name("indicator"): measure.indicator,
    }
    lines = [f"{name}: {said}" for name, said in facts.items() if said]
    if progress is not None and standing is not None:
        state = MEASURE_STATES[progress.state]
        lines.append(_("Stand am %(day)s: %(state)s", day=short_date(standing.day), state=state))
    told = "".join(f"\n{line}" for line in lines)
    return Block(BlockKind.NUMBERED, [Run(measure.title, bold=True), Run(told)], measure.number)


def plain_blocks(text: str) -> Iterator[Block]:
    """A text as it was typed: lines with a hyphen before them are a list, empty ones part."""
    lines: list[str] = []
    for line in [*text.splitlines(), ""]:
        mark = next((mark for mark in _MARKS if line.startswith(mark)), None)
        if lines and (mark or not line.strip()):
            yield _paragraph("\n".join(lines))
            lines = []
        if mark:
            yield Block(BlockKind.BULLET, [Run(line.removeprefix(mark).strip())])
        elif line.strip():
            lines.append(line)


def _heading(text: str, level: int) -> Block:
    return Block(BlockKind.HEADING, [Run(text)], level)


def _paragraph(text: str) -> Block:
    return Block(BlockKind.PARAGRAPH, [Run(text)])
