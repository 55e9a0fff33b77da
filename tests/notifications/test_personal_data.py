"""The mails to a person can be handed out and forgotten."""

import json
from datetime import timedelta

from app.kernel import outbox
from app.kernel.db import db
from notifications.personal_data import erase, export_of
from tests.house.clock import START
from tests.organisations.factories import make_account


def write_to(account, subject):
    return outbox.enqueue(recipient=account.email, subject=subject, body="Text\n", now=START)


def test_only_the_persons_own_mails_are_handed_out(app):
    ada, bela = make_account(), make_account()
    write_to(ada, "Erste").sent_at = START + timedelta(minutes=1)
    write_to(bela, "Fremde")
    write_to(ada, "Zweite")
    db.session.flush()
    exported = export_of(ada.person_id)
    assert [mail["subject"] for mail in exported] == ["Erste", "Zweite"]
    assert [mail["sent_at"] for mail in exported] == ["2026-11-23T09:01:00+00:00", None]
    json.dumps(exported)


def test_forgetting_one_person_leaves_mails_to_others(app):
    ada, bela = make_account(), make_account()
    write_to(ada, "Erste")
    write_to(bela, "Fremde")
    db.session.flush()
    erase(ada.person_id)
    assert export_of(ada.person_id) == []
    assert [mail["subject"] for mail in export_of(bela.person_id)] == ["Fremde"]
