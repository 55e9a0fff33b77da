"""Days and durations as they are said in either language."""

from datetime import date, timedelta

import pytest

from certificates.printing.wording import dates_in_words, duration_in_words, short_duration

IN_A_ROW = tuple(date(2026, 3, 30) + timedelta(days=count) for count in range(3))


@pytest.mark.parametrize(
    ("dates", "german", "english"),
    [
        ((date(2026, 3, 3),), "am 3. März 2026", "on 3 March 2026"),
        (
            (date(2026, 3, 3), date(2026, 3, 4)),
            "am 3. und 4. März 2026",
            "on 3 and 4 March 2026",
        ),
        (
            (date(2026, 3, 3), date(2026, 3, 10), date(2026, 3, 17)),
            "am 3., 10. und 17. März 2026",
            "on 3, 10 and 17 March 2026",
        ),
        (
            (date(2026, 12, 30), date(2027, 1, 6)),
            "am 30. Dezember 2026 und 6. Januar 2027",
            "on 30 December 2026 and 6 January 2027",
        ),
        (
            tuple(date(2026, 3, day) for day in (2, 3, 4)),
            "vom 2. bis 4. März 2026",
            "from 2 to 4 March 2026",
        ),
        (
            IN_A_ROW,
            "vom 30. März 2026 bis 1. April 2026",
            "from 30 March 2026 to 1 April 2026",
        ),
        (
            tuple(date(2026, month, 3) for month in range(1, 7)),
            "an 6 Tagen vom 3. Januar 2026 bis 3. Juni 2026",
            "on 6 days from 3 January 2026 to 3 June 2026",
        ),
    ],
)
def test_dates(dates, german, english):
    assert dates_in_words(dates, "de") == german
    assert dates_in_words(dates, "en") == english


@pytest.mark.parametrize(
    ("minutes", "german", "english", "short"),
    [
        (1, "1 Minute", "1 minute", "1 Min."),
        (45, "45 Minuten", "45 minutes", "45 Min."),
        (60, "1 Stunde", "1 hour", "1 Std."),
        (390, "6 Stunden 30 Minuten", "6 hours 30 minutes", "6 Std. 30 Min."),
    ],
)
def test_durations(minutes, german, english, short):
    assert duration_in_words(minutes, "de") == german
    assert duration_in_words(minutes, "en") == english
    assert short_duration(minutes, "de") == short
