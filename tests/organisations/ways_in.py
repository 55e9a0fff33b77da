"""What tests of the ways in do again and again: forms, mails, codes."""

import re

import pyotp
from sqlalchemy import select

from app.kernel.db import db
from app.kernel.jobs import run_job
from app.kernel.outbox import OutboxMessage
from organisations.mail_links.services import JOB_NAME
from organisations.second_factor.services import begin_set_up, find_new_secret, turn_on
from tests.organisations.factories import PASSWORD


def sign_in(client, email, password=PASSWORD, **options):
    """Send the sign-in form; `options` are the client's."""
    return client.post("/login", data={"email": email, "password": password}, **options)


def is_in(client):
    """Whether the browser is signed in."""
    return client.get("/account").status_code == 200


def mailed_path(purpose):
    """Have the job send what was asked for; returns the path of the newest link."""
    run_job(JOB_NAME)
    body = newest_mail().body
    return re.search(rf"http://localhost(/login/{purpose}/\S+)", body).group(1)


def newest_mail():
    return db.session.scalars(
        select(OutboxMessage).order_by(OutboxMessage.id.desc()).limit(1)
    ).one()


def count_mails():
    return db.session.query(OutboxMessage).count()


def code_of(secret, now):
    """What an app shows at `now`."""
    return pyotp.TOTP(secret).at(now)


def with_second_factor(account, now):
    """Give `account` a second factor; returns its secret and the codes for paper."""
    begin_set_up(account=account, now=now)
    secret = find_new_secret(account)
    codes = turn_on(account=account, code=code_of(secret, now), now=now)
    db.session.flush()
    return secret, codes
