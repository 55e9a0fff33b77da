"""`flask certificates designs …`: designs as files, from a test installation to the real one."""

import json
from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from app.kernel import clock
from app.kernel.db import db
from app.kernel.documents import DocumentCommand, DocumentError, parse_json, run_on_files
from app.kernel.errors import DomainError
from certificates.designs import queries, services
from certificates.designs.models import LONGEST_NAME
from certificates.printing.design import Design, InvalidDesign
from certificates.printing.laying_out import RenderingFailed
from certificates.printing.trial import check_design

LARGEST_FILE = 100_000


@click.group("designs")
def designs_commands() -> None:
    """Check designs of certificates, take them along as JSON files."""


@designs_commands.command("check", cls=DocumentCommand)
@click.argument("files", nargs=-1, required=True, metavar="FILE.json…")
def check_command(files: tuple[str, ...]) -> None:
    """Print for each FILE.json that its design can be printed, or what is wrong and where."""

    def check(content: bytes) -> object:
        design = _read(content)
        return {"style": design.style, "blocks": list(design.blocks), "ok": True}

    run_on_files(files, check, most=LARGEST_FILE)


@designs_commands.command("export", cls=DocumentCommand)
@click.argument("name")
@with_appcontext
def export_command(name: str) -> None:
    """Print the newest version of the design NAME as JSON, without its logo."""
    design = queries.find_design_by_name(name)
    if design is None:
        click.echo(str(DocumentError("NAME", "there is no design of this name")), err=True)
        click.get_current_context().exit(2)
    version = queries.get_newest_version(design)
    click.echo(json.dumps(version.content, ensure_ascii=False, indent=2).encode())


@designs_commands.command("import", cls=DocumentCommand)
@click.argument("file", metavar="FILE.json")
@click.option("--name", help="What it is called here; else as the file is, without its ending.")
@with_appcontext
def import_command(file: str, name: str | None) -> None:
    """Add the design in FILE.json, as a new version where there is one of its name.

    A logo that the design has here stays.
    """
    run_on_files(
        (file,), lambda content: _import(content, name or Path(file).stem), most=LARGEST_FILE
    )


def _read(content: bytes) -> Design:
    try:
        design = Design.from_json(parse_json(content).value)
        check_design(design, logo=None)
    except InvalidDesign as fault:
        what = str(fault.fault) + (f" ({fault.detail})" if fault.detail else "")
        raise DocumentError(fault.place, what) from None
    except RenderingFailed as fault:
        raise DocumentError("design", f"cannot be printed ({fault})") from None
    return design


def _import(content: bytes, name: str) -> object:
    if not name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
        raise DocumentError("NAME", f"must be one line of at most {LONGEST_NAME} characters")
    design = _read(content)
    try:
        saved, changed = services.import_design(
            name=name.strip(), content=design, actor=None, now=clock.now()
        )
        number = queries.get_newest_version(saved).number
        db.session.commit()
    except DomainError:
        raise DocumentError("design", "has just been saved by somebody; try again") from None
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise DocumentError("database", f"cannot be used ({reason})") from None
    finally:
        db.session.rollback()
    return {"name": name.strip(), "version": number, "changed": changed}
