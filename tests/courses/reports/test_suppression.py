"""No count of fewer than seven people can be worked out of a table that is shown."""

from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from courses.reports.suppression import THRESHOLD, Interval, Place, intervals, protect

Counts = list[list[int]]


def tables(most_rows: int, most_columns: int, count: st.SearchStrategy[int]):
    return st.tuples(st.integers(1, most_rows), st.integers(1, most_columns)).flatmap(
        lambda size: st.lists(
            st.lists(count, min_size=size[1], max_size=size[1]), min_size=size[0], max_size=size[0]
        )
    )


def with_totals(counts: Counts) -> dict[Place, int]:
    lines = [[*row, sum(row)] for row in counts]
    lines.append([sum(column) for column in zip(*lines, strict=True)])
    return {(r, c): count for r, line in enumerate(lines) for c, count in enumerate(line)}


def ways_to_share(total: int, parts: int) -> Iterator[list[int]]:
    if parts == 1:
        yield [total]
        return
    for first in range(total + 1):
        for rest in ways_to_share(total - first, parts - 1):
            yield [first, *rest]


def by_trying(counts: Counts, hidden: set[Place], least_in_row: int) -> dict[Place, Interval]:
    """What every table tells that shows the same: none of the code under test is used."""
    truth, columns = with_totals(counts), len(counts[0])
    possible: dict[Place, set[int]] = {place: set() for place in hidden}
    total = truth[len(counts), columns]
    for shared in ways_to_share(total, len(counts) * columns):
        other = with_totals([shared[at : at + columns] for at in range(0, len(shared), columns)])
        same = all(other[place] == truth[place] for place in truth.keys() - hidden)
        if same and all(other[row, columns] >= least_in_row for row in range(len(counts))):
            for place in hidden:
                possible[place].add(other[place])
    return {place: Interval(min(found), max(found)) for place, found in possible.items()}


@settings(max_examples=60)
@given(tables(3, 2, st.integers(0, 2)), st.data())
def test_the_attack_finds_what_trying_all_tables_finds(counts, data):
    least = data.draw(st.integers(0, min(map(sum, counts))))
    whole = (len(counts), len(counts[0]))
    hidden = data.draw(st.sets(st.sampled_from(sorted(with_totals(counts).keys() - {whole}))))
    assert intervals(counts, hidden, least_in_row=least) == by_trying(counts, hidden, least)


small_or_large = st.one_of(st.integers(0, 8), st.integers(0, 60))


@given(tables(7, 4, small_or_large))
@example([[7]])
@example([[1, 6], [6, 1]])
@example([[7, 0], [0, 7]])
@example([[1] for _ in range(7)])
def test_every_small_count_may_be_any_small_number(counts):
    listed = [row for row in counts if sum(row)]
    table = protect(listed, least_in_row=1)
    truth = with_totals(listed) if listed else {}
    if table is None:
        return
    known = intervals(listed, table.hidden, least_in_row=1)
    for place, count in truth.items():
        least = 1 if place[1] == len(listed[0]) and place[0] < len(listed) else 0
        if count < THRESHOLD:
            assert known[place].least <= least
            assert known[place].greatest >= THRESHOLD - 1


@given(tables(6, 4, small_or_large))
def test_nothing_is_kept_back_in_vain_and_nothing_shown_is_changed(counts):
    table = protect(counts)
    if table is None:
        assert sum(map(sum, counts)) < THRESHOLD or not any(
            count >= THRESHOLD for row in counts for count in row
        )
        return
    shown = dict(zip(sorted(with_totals(counts)), _flat(table), strict=True))
    truth = with_totals(counts)
    assert {place for place, count in shown.items() if count is None} == table.hidden
    assert all(count in (None, truth[place]) for place, count in shown.items())
    known = intervals(counts, table.hidden)
    assert all(known[place].least < known[place].greatest for place in table.hidden)


def _flat(table) -> list[int | None]:
    lines = [(*row, total) for row, total in zip(table.cells, table.row_totals, strict=True)]
    return [count for line in (*lines, (*table.column_totals, table.total)) for count in line]


def test_a_table_without_small_counts_is_shown_as_it_is():
    table = protect([[7, 20], [9, 8]])
    assert table.cells == ((7, 20), (9, 8))
    assert (table.row_totals, table.column_totals, table.total) == ((27, 17), (16, 28), 44)


def test_one_small_count_takes_another_with_it_in_its_row_and_its_column():
    table = protect([[3, 20, 30], [15, 9, 40]])
    assert table.cells == ((None, None, 30), (None, None, 40))
    assert table.row_totals == (53, 64)
    assert table.column_totals == (18, 29, 70)


def test_a_zero_is_kept_back_like_any_other_small_count():
    assert protect([[0, 20], [15, 9]]).cells == ((None, None), (None, None))


def test_a_list_is_a_table_of_one_column():
    table = protect([[90], [3], [8], [40]])
    assert table.cells == ((90,), (None,), (None,), (40,))
    assert table.total == 141


@pytest.mark.parametrize("counts", [[], [[6]], [[1, 2], [0, 3]]])
def test_fewer_than_seven_people_are_no_table(counts):
    assert protect(counts) is None


def test_seven_people_of_whom_each_row_has_one_are_no_table():
    """Whoever reads that seven rows have somebody each knows all of them."""
    assert protect([[1] for _ in range(7)], least_in_row=1) is None
    assert protect([[1] for _ in range(7)]) is not None
