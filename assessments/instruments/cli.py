"""`flask instruments …`: questionnaires on files."""

from fractions import Fraction
from functools import cache

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from app.kernel import clock
from app.kernel.db import db
from app.kernel.documents import (
    DocumentCommand,
    DocumentError,
    Field,
    parse_json,
    read_bytes,
    run_on_files,
)
from app.kernel.yaml_documents import exact_number
from assessments.instruments import queries, services
from assessments.instruments.definition import LARGEST_DEFINITION, read_instrument
from assessments.instruments.scoring import change_of, read_answers, score_answers

# A negative number is no option.
NEGATIVE_NUMBERS = {"ignore_unknown_options": True}


@click.group("instruments")
def instruments() -> None:
    """Score questionnaires and judge changes."""


@instruments.command("score", cls=DocumentCommand)
@click.argument("instrument", metavar="INSTRUMENT.yaml")
@click.argument("answers", nargs=-1, required=True, metavar="ANSWERS.json…")
def score_command(instrument: str, answers: tuple[str, ...]) -> None:
    """Print the scores of the answers in each ANSWERS.json (- is standard input)."""
    read_once = cache(
        lambda: read_bytes(instrument, most=LARGEST_DEFINITION)
    )  # it may be standard input

    def scores(content: bytes) -> object:
        definition = read_instrument(read_once())
        results = score_answers(definition, read_answers(parse_json(content), definition))
        return {"scores": {key: result.as_document() for key, result in results.items()}}

    run_on_files(answers, scores)


@instruments.command("change", cls=DocumentCommand, context_settings=NEGATIVE_NUMBERS)
@click.argument("instrument", metavar="INSTRUMENT.yaml")
@click.argument("score")
@click.argument("before")
@click.argument("after")
def change_command(instrument: str, score: str, before: str, after: str) -> None:
    """Print whether SCORE changed reliably from BEFORE to AFTER."""

    def change(content: bytes) -> object:
        known = read_instrument(content).scores_by_key
        if score not in known:
            raise DocumentError("SCORE", f"must be one of {', '.join(known)}")
        numbers = _number("BEFORE", before), _number("AFTER", after)
        return change_of(known[score], *numbers).as_document()

    run_on_files((instrument,), change, most=LARGEST_DEFINITION)


@instruments.command("import", cls=DocumentCommand)
@click.argument("files", nargs=-1, required=True, metavar="INSTRUMENT.yaml…")
@with_appcontext
def import_command(files: tuple[str, ...]) -> None:
    """Add the definition in each INSTRUMENT.yaml, for the programme office to offer.

    A version stays as it is: changed contents need a new version. Each file counts by itself.
    """
    run_on_files(files, _import, most=LARGEST_DEFINITION)


@instruments.command("check", cls=DocumentCommand)
@click.argument("files", nargs=-1, required=True, metavar="INSTRUMENT.yaml…")
def check_command(files: tuple[str, ...]) -> None:
    """Print for each INSTRUMENT.yaml that its definition is good, or what is wrong with it.

    A good one may still be incomplete: then it says which texts are missing.
    """

    def check(content: bytes) -> object:
        instrument = read_instrument(content)
        missing = [field.place for field in instrument.missing]
        return {
            "key": instrument.key,
            "version": instrument.version,
            "items": len(instrument.items),
            "ok": True,
            "complete": not missing,
            **({"missing": missing} if missing else {}),
        }

    run_on_files(files, check, most=LARGEST_DEFINITION)


def _import(content: bytes) -> object:
    try:
        instrument, added = services.import_instrument(content=content, now=clock.now())
        offered = queries.find_offered(instrument.key) is not None
        db.session.commit()
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise DocumentError(
            "database", f"cannot be used ({reason}); has `flask db upgrade` been run?"
        ) from None
    finally:
        db.session.rollback()
    return {
        "key": instrument.key,
        "version": instrument.version,
        "outcome": "imported" if added else "unchanged",
        "offered": offered,
    }


def _number(place: str, text: str) -> Fraction:
    return Fraction(exact_number(Field(text, place)))
