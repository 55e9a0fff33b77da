"""Forms refuse what is far too long before they look at it, and show nothing unseen again."""

import pytest
from flask import Flask
from wtforms import FieldList, StringField, TextAreaField
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


class Letters(Form):
    text = TextAreaField()
    names = FieldList(StringField(), min_entries=1)


def test_what_is_shown_again_has_no_unseen_characters(sqlite_app):
    """Some of them would not be allowed in the page itself."""
    sent = {"text": "Guten\nTag\x01\x85", "names-0": "Ada\x00\x7f", "names-1": "Toni"}
    with sqlite_app.test_request_context(method="POST", data=sent):
        form = Letters(meta={"csrf": False})
        assert not form.validate()
        assert form.text.data == "Guten\nTag"
        assert [entry.data for entry in form.names] == ["Ada", "Toni"]
        assert "unsichtbare Zeichen" in str(form.text.errors[0])
        assert form.names.errors
        assert not form.names[1].errors
