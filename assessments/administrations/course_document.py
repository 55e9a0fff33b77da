"""One's own course as a PDF: pictures, tables, notes. Pure: no request, no database, no network.

Drawn by reportlab itself: nothing in it is read as markup. It holds no name, and no title that
programs would show in their window.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from io import BytesIO

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, SimpleDocTemplate, Spacer

from app.kernel.line_chart import LineChart
from app.kernel.table_document import (
    BOLD,
    INK,
    LINE,
    MARGIN,
    REGULAR,
    broken,
    number_page,
    plain_table,
    printable,
    register_fonts,
    text_rows,
)

_SHADE, _DOTS = HexColor("#eef0f3"), (1, 3)
#: A picture is drawn a little smaller than on the screen.
_SCALE = 0.75


@dataclass(frozen=True)
class WrittenTable:
    """Texts under their headings; `columns` are shares of the width."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    columns: Sequence[float]


@dataclass(frozen=True)
class WrittenCourse:
    """A course in words: its picture, what its letters stand for, how to read it, its numbers.

    `notes` are pairs of when and what.
    """

    title: str
    chart: LineChart | None
    bands: Sequence[tuple[str, str]]
    reading: str
    tables: Sequence[WrittenTable]
    notes_title: str
    notes: Sequence[tuple[str, str]]


def course_document(
    *,
    title: str,
    facts: Sequence[tuple[str, str]],
    courses: Sequence[WrittenCourse],
    page_label: str,
) -> bytes:
    """The courses one after the other, on as many pages of A4 as they need.

    A character that the font does not have is shown as a question mark.
    """
    register_fonts()
    target = BytesIO()
    document = SimpleDocTemplate(
        target,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN,
        title="KommA",
        creator="KommA",
    )
    width = document.width
    parts: list[Flowable] = [
        plain_table([(title,)], (BOLD, 18), columns=(width,), padding=6),
        plain_table(facts, (REGULAR, 10), columns=(width / 4, width * 3 / 4)),
    ]
    for course in courses:
        parts += [Spacer(0, 8 * mm), *_course(course, width)]
    number = partial(number_page, page_label)
    document.build(parts, onFirstPage=number, onLaterPages=number)
    return target.getvalue()


def _course(course: WrittenCourse, width: float) -> Iterator[Flowable]:
    heading: list[Flowable] = [_lines(course.title, width, BOLD, 13)]
    if course.chart:
        heading += [Spacer(0, 2 * mm), Picture(course.chart, width)]
    if course.bands:
        heading.append(plain_table(course.bands, (REGULAR, 9.5), columns=(20, width - 20)))
    yield KeepTogether(heading)
    yield Spacer(0, 2 * mm)
    yield _lines(course.reading, width, REGULAR, 9.5)
    for table in course.tables:
        yield Spacer(0, 4 * mm)
        yield text_rows(
            [table.header, *table.rows],
            [width * share for share in table.columns],
            numbers_last=False,
        )
    if course.notes:
        yield CondPageBreak(30 * mm)
        yield Spacer(0, 4 * mm)
        yield _lines(course.notes_title, width, BOLD, 11)
    for when, note in course.notes:
        yield _lines(when, width, BOLD, 9.5)
        yield _lines(note, width, REGULAR, 9.5)


def _lines(text: str, width: float, font: str, size: float) -> Flowable:
    """A text over the width, one row of a table for each line, so that it goes on overleaf."""
    drawn = "\n".join(broken(line, width * 9.5 / size) for line in printable(text).split("\n"))
    rows = [(line,) for line in drawn.split("\n")]
    return plain_table(rows, (font, size), columns=(width,), padding=0)


class Picture(Flowable):
    """A line chart as the page shows it, in black and grey."""

    def __init__(self, chart: LineChart, width: float) -> None:
        super().__init__()
        self.chart = chart
        self.width, self.height = width, chart.height * _SCALE

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """How large it is, wherever it stands."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw it from back to front."""
        self.canv.setFillColor(INK)
        self.canv.setStrokeColor(INK)
        self.canv.setFont(REGULAR, 9)
        self._draw_bands()
        self._draw_grid()
        self._draw_course()
        for label in self.chart.axis:
            draw = {
                "start": self.canv.drawString,
                "middle": self.canv.drawCentredString,
                "end": self.canv.drawRightString,
            }[label.anchor]
            draw(self._across(label.x), self._up(self.chart.axis_y), label.text)

    def _draw_bands(self) -> None:
        start, end = self._across(self.chart.start_x), self._across(self.chart.end_x)
        for area in self.chart.areas:
            if area.shaded:
                self.canv.setFillColor(_SHADE)
                bottom, height = self._up(area.bottom), area.height * _SCALE
                self.canv.rect(start, bottom, end - start, height, stroke=0, fill=1)
        self.canv.setFillColor(INK)
        self.canv.setLineWidth(0.5)
        for area in self.chart.areas:
            if area is not self.chart.areas[-1]:
                self.canv.line(start, self._up(area.top), end, self._up(area.top))
            letter_x = self._across(self.chart.letter_x)
            self.canv.drawCentredString(letter_x, self._up(area.letter_y), area.letter)

    def _draw_grid(self) -> None:
        start, end = self._across(self.chart.start_x), self._across(self.chart.end_x)
        self.canv.setStrokeColor(LINE)
        self.canv.setDash(*_DOTS)
        for line in self.chart.grid:
            self.canv.line(start, self._up(line.y), end, self._up(line.y))
            self.canv.drawString(0, self._up(line.y + 4), line.label)
        self.canv.setDash()
        self.canv.setStrokeColor(INK)

    def _draw_course(self) -> None:
        self.canv.setLineWidth(1.5)
        for before, after in self.chart.segments:
            self.canv.line(
                self._across(before.x),
                self._up(before.y),
                self._across(after.x),
                self._up(after.y),
            )
        self.canv.setLineWidth(1)
        for point in self.chart.points:
            x = self._across(point.x)
            if point.bar_top is not None and point.bar_bottom is not None:
                top, bottom = self._up(point.bar_top), self._up(point.bar_bottom)
                self.canv.line(x, top, x, bottom)
                for end in (top, bottom):
                    self.canv.line(x - 4, end, x + 4, end)
            radius = self.chart.radius * _SCALE * 0.7
            self.canv.circle(x, self._up(point.y), radius, stroke=0, fill=1)

    def _across(self, place: str) -> float:
        return self.width * float(place.removesuffix("%")) / 100

    def _up(self, down: float) -> float:
        return (self.chart.height - down) * _SCALE
