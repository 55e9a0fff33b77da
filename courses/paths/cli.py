"""`flask paths …`: the planner on files."""

import math

import click

from app.kernel.documents import DocumentCommand, parse_json, run_on_files
from courses.paths.planner import plan_path
from courses.paths.problem import read_problem


@click.group("paths")
def paths() -> None:
    """Plan training paths."""


def _time_limit(_context: click.Context, _parameter: click.Parameter, seconds: float) -> float:
    if math.isnan(seconds) or seconds <= 0:
        raise click.BadParameter("must be a positive number of seconds")
    return seconds


@paths.command("plan", cls=DocumentCommand)
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option(
    "--seconds",
    type=float,
    default=5.0,
    show_default=True,
    callback=_time_limit,
    help="Time limit of each solve.",
)
def plan_command(files: tuple[str, ...], seconds: float) -> None:
    """Print the best path found for the problem in each FILE (JSON; - is standard input)."""
    run_on_files(
        files,
        lambda content: plan_path(read_problem(parse_json(content)), seconds=seconds).as_document(),
    )
