"""Loads what KommA ships for every installation: topics, what belongs to them, and courses."""

import click
from flask.cli import with_appcontext

from app.kernel import clock
from app.kernel.db import db
from app.kernel.documents import DocumentError
from courses.catalogue.content_loading import Outcome, load_courses, update_courses
from courses.catalogue.queries import list_courses
from courses.needs.items.content_loading import update_items
from courses.needs.items.queries import list_item_states
from exchange.alliances.duties.loading import load_duties
from exchange.toolbox.content_loading import update_aids
from exchange.toolbox.queries import list_aids
from organisations.topics.content_loading import load_topics, update_target_levels
from organisations.topics.queries import list_competencies


@click.group("content")
def content_commands() -> None:
    """Load the topics, courses, items of the needs analysis and aids that KommA ships."""


@content_commands.command("load")
@with_appcontext
def load() -> None:
    """Add topics with their items and aids, targets and courses to a database without."""
    if list_competencies():
        raise click.ClickException("the database holds topics already; nothing was changed")
    load_topics()
    try:
        load_courses()
    except DocumentError as fault:
        raise click.ClickException(str(fault)) from fault
    db.session.commit()
    click.echo(
        f"Loaded {len(list_competencies())} competencies, {len(list_courses())} courses, "
        f"{len(list_item_states())} items of the needs analysis and {len(list_aids())} aids."
    )


@content_commands.command("update")
@with_appcontext
def update() -> None:
    """Bring courses, items, aids, recommended targets and duties up to what KommA ships now.

    What was written or changed in the browser is kept.
    """
    now = clock.now()
    updated = {
        "courses": update_courses(now),
        "items": update_items(now),
        "aids": update_aids(now),
    }
    targets, duties = update_target_levels(), load_duties()
    db.session.commit()
    for things, outcomes in updated.items():
        for name, outcome in outcomes.items():
            if outcome != Outcome.UNCHANGED:
                click.echo(f"{name}: {outcome}")
        kept = sum(outcome == Outcome.KEPT for outcome in outcomes.values())
        click.echo(
            f"{kept} of {len(outcomes)} {things} were kept, since somebody has written them here."
        )
    if targets:
        click.echo(f"{targets} recommended targets were brought up to date.")
    if duties:
        click.echo(f"{duties} duties of alliances were brought up to date.")
