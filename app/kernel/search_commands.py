"""`flask search …`: look after the full-text index."""

import click
from flask import current_app
from flask.cli import with_appcontext

from app.kernel.db import db
from app.kernel.full_text import drop_other_areas, rebuild_area


@click.group("search")
def search_commands() -> None:
    """Look after what the full-text search finds."""


@search_commands.command("rebuild")
@with_appcontext
def rebuild() -> None:
    """Make the full-text index anew from what there is; nobody searches in vain meanwhile."""
    areas = {
        area.name: area.entries
        for feature in current_app.extensions["komma"].features
        for area in feature.search
        if area.entries
    }
    for name, entries in areas.items():
        click.echo(f"{name}: {rebuild_area(name, entries())}")
    drop_other_areas(areas)
    db.session.commit()
