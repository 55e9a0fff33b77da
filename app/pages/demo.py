"""The demo: loads every feature's invented data, and shows the mails it would have sent."""

import click
from flask import Blueprint, current_app, render_template
from flask.cli import with_appcontext
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.kernel import clock
from app.kernel.db import db
from app.kernel.errors import NotFound
from app.kernel.outbox import OutboxMessage
from app.kernel.permissions import public
from app.pages.component_form import ComponentForm
from app.pages.component_samples import sample_chart, sample_timetable
from organisations.accounts.models import Account
from organisations.demo import DEMO_PASSWORD
from organisations.queries import count_people

MOST_MAILS = 100

blueprint = Blueprint("demo", __name__, url_prefix="/demo")


@blueprint.before_request
def _only_in_demo() -> None:
    if not current_app.extensions["komma"].settings.demo:
        raise NotFound


@blueprint.get("/mails")
@public
def mails() -> ResponseReturnValue:
    newest = db.session.scalars(
        select(OutboxMessage)
        .order_by(OutboxMessage.created_at.desc(), OutboxMessage.id.desc())
        .limit(MOST_MAILS)
    ).all()
    return render_template("pages/demo_mails.html", mails=newest)


@blueprint.get("/components")
@public
def components() -> ResponseReturnValue:
    """Every component of the house on one page."""
    return render_template(
        "styleguide.html",
        form=ComponentForm(),
        chart=sample_chart(),
        entries=sample_timetable(clock.now()),
    )


@click.group("demo")
def demo_commands() -> None:
    """Load invented data to try KommA with."""


@demo_commands.command("load")
@click.option("--if-empty", is_flag=True, help="Do nothing where there are people already.")
@with_appcontext
def load(if_empty: bool) -> None:
    """Fill an empty database with the demo programme."""
    people = count_people()
    if people and if_empty:
        return
    if people:
        raise click.ClickException(
            f"the database holds {people} people; the demo only loads into an empty one"
        )
    house, now = current_app.extensions["komma"], clock.now()
    house.vault.require_all_keys()  # before minutes of work
    for feature in house.features:
        if feature.demo:
            feature.demo(now)
    db.session.commit()
    click.echo(f"Loaded the demo with {count_people()} people.")


@demo_commands.command("accounts")
@with_appcontext
def accounts() -> None:
    """Print the demo accounts and their password."""
    emails = db.session.scalars(select(Account.email).order_by(Account.id)).all()
    click.echo(f"{', '.join(emails)}\nPassword of all: {DEMO_PASSWORD}")
