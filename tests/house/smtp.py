"""pytest plugin: a real mail server on a free port that keeps what it receives."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass(frozen=True)
class ReceivedMail:
    """A message as the server got it: the envelope's addresses and the parsed content."""

    sender: str
    recipients: tuple[str, ...]
    message: EmailMessage

    @property
    def subject(self) -> str:
        """The subject, decoded."""
        return str(self.message["Subject"])

    @property
    def text(self) -> str:
        """The plain-text body, decoded, with plain line ends; empty when there is none."""
        body = self.message.get_body(("plain",))
        return body.get_content().replace("\r\n", "\n") if body else ""


@dataclass
class MailServer:
    """What tests hold: the address to send to, what has arrived, and a way to refuse."""

    port: int = 0
    mails: list[ReceivedMail] = field(default_factory=list)
    #: While set, the answer to every message, which is then not kept ("451 try again later").
    refusal: str | None = None
    arrived: threading.Condition = field(default_factory=threading.Condition)

    @property
    def url(self) -> str:
        """The value for `MAIL_URL`."""
        return f"smtp://127.0.0.1:{self.port}"

    def wait_for(self, count: int, *, seconds: float = 5) -> list[ReceivedMail]:
        """Wait until at least `count` mails have arrived; return all. AssertionError if not."""
        with self.arrived:
            done = self.arrived.wait_for(lambda: len(self.mails) >= count, seconds)
            assert done, f"{len(self.mails)} of {count} mails arrived within {seconds} s"
            return list(self.mails)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take a message in, as aiosmtpd calls it, and return the answer to the sender."""
        if self.refusal:
            return self.refusal
        message = message_from_bytes(envelope.original_content or b"", policy=policy.default)
        mail = ReceivedMail(envelope.mail_from or "", tuple(envelope.rcpt_tos), message)
        with self.arrived:
            self.mails.append(mail)
            self.arrived.notify_all()
        return "250 OK"


class _FreePortController(Controller):
    """aiosmtpd's server in a thread, on a port that the system chooses."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    """A mail server of this test's own; `mail_server.url` is the value for `MAIL_URL`."""
    mailbox = MailServer()
    controller = _FreePortController(mailbox, hostname="127.0.0.1", port=0)
    controller.start()
    mailbox.port = controller.port
    yield mailbox
    controller.stop()
