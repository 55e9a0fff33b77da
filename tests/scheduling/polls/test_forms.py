"""The fields that an owner's page shows to open a poll."""

from datetime import timedelta

import pytest
from flask import render_template_string

from app.kernel.forms import Form
from scheduling.polls.forms import ProposalFields
from tests.house.databases import on_sqlite_only

pytestmark = on_sqlite_only

TYPED = {
    "times-0-day": "2026-10-24",
    "times-0-start": "09:00",
    "times-1-day": "",
    "times-1-start": "",
    "times-2-day": "2026-10-26",
    "times-2-start": "",
    "times-3-day": "",
    "times-3-start": "",
    "minutes": "60",
    "closes_at": "2026-10-20",
    "closes_time": "18:00",
}


class DateForm(ProposalFields, Form):
    class Meta(Form.Meta):
        csrf = False


@pytest.fixture
def typed(app):
    """What becomes of a sent form, and its page."""

    def send(**changes):
        with app.test_request_context("/", method="POST", data=TYPED | changes):
            form = DateForm()
            dates = form.proposed("Europe/Berlin") if form.validate() else None
            page = render_template_string(
                "{% import 'date_polls/parts.html' as parts with context %}"
                "{{ parts.proposal_fields(form) }}{{ parts.more_rows(form) }}",
                form=form,
            )
            return dates, page

    return send


def test_the_same_time_on_several_days_is_so_on_the_wall(typed):
    """The clocks change between the two days; the second row takes the time of the first."""
    dates, _page = typed()
    assert [one.isoformat() for one in dates.times] == [
        "2026-10-24T07:00:00+00:00",
        "2026-10-26T08:00:00+00:00",
    ]
    assert dates.duration == timedelta(hours=1)
    assert dates.closes_at.isoformat() == "2026-10-20T16:00:00+00:00"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"times-0-start": ""}, "Bitte geben Sie eine Uhrzeit ein."),
        ({"times-2-day": "", "times-2-start": "10:00"}, "Bitte geben Sie einen Tag ein."),
        ({"closes_at": ""}, "Bitte geben Sie einen Tag ein."),
        ({"minutes": "17"}, "kern-error"),
        ({"closes_at": "2027-03-28", "closes_time": "02:30"}, "Die Uhr wird umgestellt"),
    ],
)
def test_what_is_missing_is_said_at_its_field(typed, changes, message):
    dates, page = typed(**changes)
    assert dates is None
    assert message in page


def test_there_are_rows_at_first_and_more_to_ask_for(typed):
    _dates, page = typed()
    assert page.count('type="date"') == 5, "four rows and the deadline"
    assert 'name="add_row"' in page
