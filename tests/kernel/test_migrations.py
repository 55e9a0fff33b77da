"""Migrations build what the models and the declarations in ddl say, on both databases."""

from pathlib import Path

from alembic.script import ScriptDirectory
from flask_migrate import check, downgrade, upgrade

from app.config import PROJECT_ROOT
from app.kernel import ddl
from app.kernel.db import db

MIGRATIONS = PROJECT_ROOT / "migrations"


def test_there_is_one_head_and_the_committed_file_names_it():
    # Two people who add a migration at once get a conflict in this file, not two heads.
    heads = ScriptDirectory(str(MIGRATIONS)).get_heads()
    assert heads == [Path(MIGRATIONS / "HEAD").read_text().strip()]


def test_models_and_migrations_agree(committing_app):
    with committing_app.app_context():
        check()  # exits with status 1 when a migration is missing


def test_the_database_holds_exactly_the_declared_triggers_and_exclusions(committing_app):
    with committing_app.app_context(), db.engine.connect() as connection:
        declared = ddl.declared(connection.dialect.name)
        assert declared
        assert ddl.live(connection) == declared


def test_declarations_are_applied_again_without_harm(committing_app):
    with committing_app.app_context(), db.engine.begin() as connection:
        before = ddl.live(connection)
        ddl.apply_declarations(connection)
        assert ddl.live(connection) == before


def test_migrations_can_be_taken_back_and_applied_again(committing_app):
    with committing_app.app_context():
        db.engine.dispose()
        downgrade(revision="base")
        upgrade()
        check()
