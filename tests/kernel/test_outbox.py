"""The outbox: rows first, then mails; none lost, none for nothing, none twice."""

from collections import Counter
from datetime import timedelta
from threading import Barrier, Thread

import pytest
import structlog

from app.kernel import outbox
from app.kernel.db import db
from app.kernel.errors import ConfigurationError
from app.kernel.outbox import CLAIM_FOR, FIRST_RETRY, OutboxMessage, deliver_due, smtp_sender
from app.kernel.retention import delete_due
from tests.house.clock import START
from tests.house.databases import build_app

MINUTE = timedelta(minutes=1)


class Killed(BaseException):
    """The process ends here, without any of our code after it."""


def write(subject="Neuigkeit in KommA", recipient="ada@example.org", now=START) -> OutboxMessage:
    message = outbox.enqueue(recipient=recipient, subject=subject, body="Guten Tag\n", now=now)
    db.session.commit()
    return message


def kill(_mail) -> None:
    raise Killed


def test_a_mail_arrives_as_it_was_written(app, mail_server):
    message = outbox.enqueue(
        recipient="ada@example.org",
        subject="Grüße –\n 你好",
        body="Schöne Grüße,\n\n" + "sehr lange Zeile " * 20 + "\n.\nEnde 🕊\n",
        now=START,
    )
    db.session.commit()
    assert deliver_due(START + MINUTE, smtp_sender(mail_server.url)) == 1
    [mail] = mail_server.wait_for(1)
    assert (mail.sender, mail.recipients) == ("komma@example.org", ("ada@example.org",))
    assert mail.subject == "Grüße – 你好"
    assert mail.text == message.body
    assert mail.message["From"] == "KommA <komma@example.org>"
    assert mail.message["Message-ID"] == f"<{message.public_id}@localhost>"
    assert mail.message["Date"].datetime == START
    assert mail.message["Auto-Submitted"] == "auto-generated"
    assert message.sent_at == START + MINUTE


def test_what_goes_over_the_wire_is_plain_ascii(app, mail_server):
    """Not every relay takes eight bits, and none need be asked."""
    write(subject="Grüße")
    sent = []
    deliver_due(START, sent.append)
    assert sent[0].as_bytes().isascii()


def test_a_mail_is_sent_once(app, mail_server):
    write()
    send = smtp_sender(mail_server.url)
    assert [deliver_due(START + n * MINUTE, send) for n in range(3)] == [1, 0, 0]
    assert len(mail_server.mails) == 1


def test_what_waits_longest_goes_first(app):
    for subject, age in (("new", 1), ("old", 3), ("middle", 2)):
        write(subject, now=START - age * MINUTE)
    sent = []
    assert deliver_due(START, lambda mail: sent.append(mail["Subject"])) == 3
    assert sent == ["old", "middle", "new"]


def test_a_rollback_sends_nothing(app, mail_server):
    outbox.enqueue(recipient="ada@example.org", subject="x", body="x", now=START)
    db.session.flush()
    db.session.rollback()
    assert deliver_due(START, smtp_sender(mail_server.url)) == 0


def test_a_refusing_server_is_asked_again_later_and_ever_more_rarely(app, mail_server):
    message = write()
    mail_server.refusal = "451 try again later"
    send = smtp_sender(mail_server.url)
    now, waits = START, []
    for _ in range(4):
        assert deliver_due(now, send) == 0
        assert deliver_due(message.due_at - timedelta(seconds=1), send) == 0, "not too early"
        waits.append(message.due_at - now)
        now = message.due_at
    assert waits == [FIRST_RETRY * factor for factor in (1, 2, 4, 8)]
    mail_server.refusal = None
    assert deliver_due(now, send) == 1
    assert message.sent_at == now


def test_a_mail_that_is_refused_for_days_is_given_up_and_forgotten(app):
    message = write()

    def refuse(_mail) -> None:
        raise ConnectionRefusedError

    now = START
    while message.given_up_at is None:
        assert now < START + timedelta(days=7)
        deliver_due(now, refuse)
        now = max(now, message.due_at)
    assert message.attempts == outbox.MOST_ATTEMPTS
    sent = []
    assert deliver_due(now + timedelta(days=1), sent.append) == 0
    delete_due(now + timedelta(days=31))
    assert db.session.query(OutboxMessage).count() == 0
    assert sent == []


@pytest.mark.parametrize("recipient", ["ada@example.org\r\nBcc: all@example.org", ""])
def test_one_impossible_mail_holds_up_no_other(app, mail_server, recipient):
    write("impossible", recipient=recipient)
    write("possible", now=START + MINUTE)
    with structlog.testing.capture_logs() as logs:
        assert deliver_due(START + MINUTE, smtp_sender(mail_server.url)) == 1
    assert [mail.subject for mail in mail_server.wait_for(1)] == ["possible"]
    assert [entry["event"] for entry in logs] == ["mail_not_sent"]
    assert "example.org" not in str(logs), "no address in the log"


def test_a_server_that_is_away_is_no_failure_of_the_job(app):
    message = write()
    assert deliver_due(START, smtp_sender("smtp://127.0.0.1:9")) == 0
    assert (message.attempts, message.due_at) == (1, START + FIRST_RETRY)


def test_what_a_killed_process_had_claimed_is_sent_after_its_time(app, mail_server):
    message = write()
    with pytest.raises(Killed):
        deliver_due(START, kill)
    db.session.rollback()
    send = smtp_sender(mail_server.url)
    assert deliver_due(START + CLAIM_FOR - timedelta(seconds=1), send) == 0, "perhaps it lives"
    assert deliver_due(START + CLAIM_FOR, send) == 1
    assert message.attempts == 2
    assert len(mail_server.mails) == 1


def test_two_workers_at_once_send_every_mail_once(committing_app, mail_server):
    subjects = [f"mail {number}" for number in range(20)]
    with committing_app.app_context():
        for subject in subjects:
            outbox.enqueue(recipient="ada@example.org", subject=subject, body="x", now=START)
        db.session.commit()
    together, counts = Barrier(2, timeout=60), []
    send = smtp_sender(mail_server.url)

    def work() -> None:
        together.wait()
        with committing_app.app_context():
            counts.append(deliver_due(START, send))

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(counts) == len(subjects)
    assert Counter(mail.subject for mail in mail_server.mails) == Counter(subjects)


def test_no_transaction_is_open_while_the_mail_server_thinks(committing_app):
    with committing_app.app_context():
        write()
        pool, in_use = db.engine.pool, []
        deliver_due(START, lambda _mail: in_use.append(pool.checkedout()))
    assert in_use == [0]


def test_without_a_mail_server_mails_wait_where_the_demo_shows_them(app):
    message = write()
    assert deliver_due(START) == 0
    assert (message.attempts, message.claimed_until) == (0, None)


def test_the_server_of_the_settings_is_used(mail_server, sqlite_template, tmp_path):
    own = tmp_path / "own.sqlite3"
    own.write_bytes(sqlite_template.read_bytes())
    app = build_app(f"sqlite:///{own}", tmp_path, mail_url=mail_server.url)
    with app.app_context():
        write()
        assert deliver_due(START) == 1
        db.session.remove()
        db.engine.dispose()
    assert len(mail_server.wait_for(1)) == 1


def test_sent_mails_are_forgotten_after_a_month(app):
    write()
    sent = []
    deliver_due(START, sent.append)
    delete_due(START + timedelta(days=29))
    assert db.session.query(OutboxMessage).count() == 1
    delete_due(START + timedelta(days=31))
    assert db.session.query(OutboxMessage).count() == 0
    assert len(sent) == 1


@pytest.mark.parametrize("address", ["localhost:25", "imap://localhost", "smtp://", ""])
def test_an_address_of_no_mail_server_is_refused_by_its_setting(address):
    with pytest.raises(ConfigurationError, match="MAIL_URL"):
        smtp_sender(address)
