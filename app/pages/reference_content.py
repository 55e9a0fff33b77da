"""Loads what KommA ships for every installation: topics and the course catalogue."""

import click
from flask.cli import with_appcontext

from app.kernel import clock
from app.kernel.db import db
from app.kernel.documents import DocumentError
from courses.catalogue.content_loading import Outcome, load_courses, update_courses
from courses.catalogue.queries import list_courses
from organisations.topics.content_loading import load_topics, update_target_levels
from organisations.topics.queries import list_competencies


@click.group("content")
def content_commands() -> None:
    """Load the topics and courses that KommA ships."""


@content_commands.command("load")
@with_appcontext
def load() -> None:
    """Add competencies, situations, target profiles and courses to a database without them."""
    if list_competencies():
        raise click.ClickException("the database holds topics already; nothing was changed")
    load_topics()
    try:
        load_courses()
    except DocumentError as fault:
        raise click.ClickException(str(fault)) from fault
    db.session.commit()
    click.echo(f"Loaded {len(list_competencies())} competencies and {len(list_courses())} courses.")


@content_commands.command("update")
@with_appcontext
def update() -> None:
    """Bring courses and recommended targets up to what KommA ships now; what was changed in the
    browser is kept.
    """
    outcomes = update_courses(clock.now())
    targets = update_target_levels()
    db.session.commit()
    for slug, outcome in outcomes.items():
        if outcome != Outcome.UNCHANGED:
            click.echo(f"{slug}: {outcome}")
    kept = sum(outcome == Outcome.KEPT for outcome in outcomes.values())
    click.echo(
        f"{kept} of {len(outcomes)} courses were kept, since somebody has written them here."
    )
    if targets:
        click.echo(f"{targets} recommended targets were brought up to date.")
