"""The mail server that tests receive mail with."""

import smtplib
from email.message import EmailMessage

import pytest


def send(port: int) -> None:
    message = EmailMessage()
    message["Subject"] = "Ihre Anmeldung – bestätigt"
    message["From"] = "komma@example.org"
    message["To"] = "person@example.org"
    message.set_content("Grüße aus dem Rathaus\n")
    with smtplib.SMTP("127.0.0.1", port, timeout=5) as client:
        client.send_message(message)


def test_a_mail_arrives_with_envelope_and_decoded_text(mail_server):
    send(mail_server.port)

    (mail,) = mail_server.wait_for(1)
    assert mail.sender == "komma@example.org"
    assert mail.recipients == ("person@example.org",)
    assert mail.subject == "Ihre Anmeldung – bestätigt"
    assert mail.text == "Grüße aus dem Rathaus\n"


def test_a_refused_mail_is_not_kept(mail_server):
    mail_server.refusal = "451 try again later"

    with pytest.raises(smtplib.SMTPDataError, match="try again"):
        send(mail_server.port)

    assert mail_server.mails == []


def test_waiting_for_mail_that_does_not_come_fails(mail_server):
    with pytest.raises(AssertionError, match="0 of 1 mails"):
        mail_server.wait_for(1, seconds=0.05)
