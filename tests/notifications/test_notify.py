"""Telling a person something by mail."""

from datetime import timedelta
from pathlib import Path

import pytest
from jinja2 import DictLoader

from app.kernel.db import db
from app.kernel.i18n import lazy_gettext
from app.kernel.mail_text import absolute_address, split_mail
from app.kernel.outbox import OutboxMessage, deliver_due, smtp_sender
from notifications.services import notify
from tests.house.clock import START
from tests.house.databases import build_app
from tests.notifications.factories import declared, make_kind, make_wishes
from tests.organisations.factories import make_account, make_person

MAILS = {
    "shop/mail/plain.txt": """\
{% extends "notifications/mail_base.txt" %}
{% block discreet_body %}
Es gibt Neues.
{% endblock %}
{% block body %}
{{ _("Kalender") }}: {{ thing }}
{% if more %}

{{ more }}
{% endif %}

{{ link("calendar.overview") }}
{{ START|local_datetime }}
{% endblock %}
""",
    "shop/mail/subject.txt": """\
{% extends "notifications/mail_base.txt" %}
{% block subject %}Grüße aus Köln – 你好 {{ thing }}{% endblock %}
{% block body %}Text{% endblock %}
""",
    "shop/mail/empty.txt": "Subject: only this\n",
}


@pytest.fixture
def shop(app):
    """A package above that has mails of its own."""
    loader = app.jinja_env.loader
    choices = app.jinja_env.loader
    app.jinja_env.loader = _Both(choices, DictLoader(MAILS))
    app.jinja_env.globals["START"] = START
    with declared(app, make_kind("shop/plain", "shop/subject", "shop/empty")):
        yield app
    app.jinja_env.loader = loader
    del app.jinja_env.globals["START"]
    app.jinja_env.cache.clear()


class _Both(DictLoader):
    """The test's templates before the app's."""

    def __init__(self, usual, added: DictLoader) -> None:
        super().__init__(added.mapping)
        self.usual = usual

    def get_source(self, environment, template):
        if template in self.mapping:
            return super().get_source(environment, template)
        return self.usual.get_source(environment, template)


@pytest.fixture
def ada(shop):
    """Somebody who lets mails say what they are about."""
    return outspoken(given_name="Ada", family_name="Example")


def outspoken(**given):
    person = make_account(**given).person
    make_wishes(person, discreet_trainings=False)
    return person


def outbox() -> list[OutboxMessage]:
    return db.session.query(OutboxMessage).order_by(OutboxMessage.id).all()


def test_a_mail_says_who_sends_it_and_why_and_nothing_in_the_subject(ada):
    notify(person=ada, template="shop/plain", now=START, thing="Äpfel & <Birnen>")
    [message] = outbox()
    assert message.recipient == f"person{ada.id}@example.org"
    assert message.subject == "Neuigkeit in KommA"
    assert message.body == (
        "Guten Tag Ada Example,\n"
        "\n"
        "Kalender: Äpfel & <Birnen>\n"
        "\n"
        "http://localhost/calendar\n"
        "Montag, 23. November 2026, 10:00 Uhr\n"
        "\n"
        "Mit freundlichen Grüßen\n"
        "Programmbüro KommA (Beispiel)\n"
        "\n"
        "-- \n"
        "KommA sendet diese Nachricht automatisch. "
        "Sie erhalten sie, weil Sie dort ein Konto haben.\n"
        "Welche Mails Sie bekommen und was darin steht: http://localhost/account/notifications\n"
        "Ihre Termine und Kalender-Abos: http://localhost/calendar\n"
        "Fragen beantwortet Ihnen: buero@example.org\n"
    )


def test_a_mail_speaks_the_language_of_whom_it_is_for(shop):
    eve = outspoken(language="en")
    with shop.test_request_context(headers={"Accept-Language": "de"}):
        notify(person=eve, template="shop/plain", now=START, thing=lazy_gettext("Name des Abos"))
        assert str(lazy_gettext("Kalender")) == "Kalender", "the request goes on in its own"
    [message] = outbox()
    assert message.subject == "News in KommA"
    assert "Calendar: Name of the subscription\n" in message.body
    assert "Monday, 23 November 2026, 10:00" in message.body
    assert "Sie" not in message.body


def test_paragraphs_that_print_nothing_leave_no_gap(ada):
    notify(person=ada, template="shop/plain", now=START, thing="x", more="")
    notify(person=ada, template="shop/plain", now=START, thing="x", more="Mehr")
    without, with_more = outbox()
    assert "\n\n\n" not in without.body + with_more.body
    assert "x\n\nMehr\n\nhttp" in with_more.body


def test_whoever_has_said_nothing_gets_discreet_mails(shop):
    bela = make_account(given_name="Bela", family_name="Example").person
    notify(person=bela, template="shop/plain", now=START, thing="Geheimnis")
    [message] = outbox()
    assert message.subject == "Nachricht aus KommA"
    assert message.body.startswith("Guten Tag Bela Example,\n\nEs gibt Neues.\n\nMit freundlichen")
    assert "Geheimnis" not in message.body


def test_a_mail_of_no_kind_is_a_mistake_of_ours(app):
    with pytest.raises(ValueError, match="no kind of mail"):
        notify(person=make_account().person, template="shop/plain", now=START)


def test_a_person_without_an_address_is_told_nothing(shop):
    assert notify(person=make_person(), template="shop/plain", now=START, thing="x") is None
    assert outbox() == []


def test_a_name_with_line_breaks_makes_no_headers(ada):
    notify(person=ada, template="shop/subject", now=START, thing="x\r\nBcc: all@example.org")
    [message] = outbox()
    assert message.subject == "Grüße aus Köln – 你好 x Bcc: all@example.org"


def test_a_mail_without_a_body_is_a_mistake_of_ours(shop):
    with pytest.raises(ValueError, match="subject line"):
        notify(person=make_account().person, template="shop/empty", now=START)
    with pytest.raises(ValueError, match="subject line"):
        split_mail("Hello\n\nbody")


def test_a_mail_arrives_as_it_was_written(ada, mail_server):
    notify(person=ada, template="shop/subject", now=START, thing="Straße")
    db.session.commit()
    assert deliver_due(START, smtp_sender(mail_server.url)) == 1
    [mail] = mail_server.wait_for(1)
    assert mail.recipients == (f"person{ada.id}@example.org",)
    assert mail.subject == "Grüße aus Köln – 你好 Straße"
    assert "Mit freundlichen Grüßen" in mail.text
    assert mail.message["Auto-Submitted"] == "auto-generated"
    assert mail.message["Date"].datetime == START


def test_what_is_rolled_back_is_never_sent(ada, mail_server):
    db.session.commit()
    notify(person=ada, template="shop/plain", now=START, thing="x")
    db.session.rollback()
    assert deliver_due(START + timedelta(days=1), smtp_sender(mail_server.url)) == 0
    assert mail_server.mails == []


@pytest.mark.parametrize(
    ("base_url", "address"),
    [
        ("https://komma.example", "https://komma.example/calendar"),
        ("https://example.org/komma", "https://example.org/komma/calendar"),
        ("http://localhost:8123", "http://localhost:8123/calendar"),
    ],
)
def test_addresses_follow_the_base_url_inside_and_outside_of_requests(
    tmp_path: Path, base_url, address
):
    app = build_app("sqlite://", tmp_path, base_url=base_url)
    with app.app_context():
        assert absolute_address("calendar.overview") == address
    with app.test_request_context(base_url="http://another.example"):
        assert absolute_address("calendar.overview") == address
