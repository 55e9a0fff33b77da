"""Forms refuse what is far too long before they look at it."""

import pytest
from flask import Flask
from wtforms import StringField, TextAreaField
from wtforms.validators import Email, Length

from app.kernel.forms import LONGEST_LINE, LONGEST_TEXT, Form


class Letter(Form):
    sender = StringField(validators=[Email(), Length(max=320)])
    text = TextAreaField()


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the check of mail addresses was given."""
    given: list[str] = []
    check = Email.__call__

    def watched(self: Email, form: Form, field: StringField) -> None:
        given.append(field.data)
        check(self, form, field)

    monkeypatch.setattr(Email, "__call__", watched)
    return given


def errors_of(app: Flask, **data: str) -> dict[str, list[str]]:
    with app.test_request_context(method="POST", data=data):
        form = Letter(meta={"csrf": False})
        assert form.validate() == (not form.errors)
        return {name: [str(error) for error in errors] for name, errors in form.errors.items()}


def test_a_line_that_is_far_too_long_is_not_looked_at(sqlite_app, looked_at):
    errors = errors_of(sqlite_app, sender="a" * (LONGEST_LINE + 1))
    assert errors == {"sender": ["Bitte höchstens 320 Zeichen."]}
    assert not looked_at


def test_a_text_may_be_longer_than_a_line(sqlite_app, looked_at):
    sender = "mara@example.org"
    assert not errors_of(sqlite_app, sender=sender, text="a" * LONGEST_TEXT)
    assert looked_at == [sender]
    errors = errors_of(sqlite_app, sender=sender, text="a" * (LONGEST_TEXT + 1))
    assert errors == {"text": [f"Bitte höchstens {LONGEST_TEXT} Zeichen."]}


def test_everything_else_is_checked_as_before(sqlite_app, looked_at):
    assert "sender" in errors_of(sqlite_app, sender="no address")
    assert looked_at == ["no address"]
