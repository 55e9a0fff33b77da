"""What operators and their machines ask for."""

import base64
import os
import socket
import subprocess
from contextlib import closing

import pytest
from flask import url_for
from sqlalchemy import text

from app.config import Settings, settings_from_environment
from app.kernel.db import db
from app.kernel.errors import ConfigurationError
from app.kernel.headers import CONTENT_SECURITY_POLICY
from app.kernel.jobs import record_heartbeat
from app.kernel.static_files import fingerprint
from app.kernel.vault import Vault, WrappingKey
from tests.assessments.administrations.factories import finish
from tests.house.databases import build_app
from tools.locations import ENVIRONMENT, ROOT


def test_ready_once_the_worker_has_a_pulse(client, clock):
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert set(answer.json["problems"]) == {"jobs"}
    record_heartbeat(now=clock.now())
    assert client.get("/readyz").status_code == 200
    clock.advance(seconds=61)
    assert client.get("/readyz").status_code == 503


def test_not_ready_before_the_migrations_have_run(client, clock):
    record_heartbeat(now=clock.now())
    db.session.execute(text("UPDATE alembic_version SET version_num = 'before'"))
    assert set(client.get("/readyz").json["problems"]) == {"migrations"}


def test_every_answer_keeps_to_itself(client):
    headers = client.get("/").headers
    assert headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"


STATIC = ("css/komma.css", "vendor/kern/kern.min.css", "js/shell.js", "img/komma.svg")


@pytest.mark.parametrize("path", STATIC)
def test_anyone_gets_stylesheets_and_fonts_and_keeps_them(app, client, path):
    with app.test_request_context():
        address = url_for("static", filename=path)
    with client.get(address) as answer:  # closes the file that it streams
        assert answer.status_code == 200
        assert answer.cache_control.immutable
        assert answer.cache_control.max_age == 365 * 24 * 60 * 60
        assert not answer.cache_control.no_cache
        assert "Cookie" not in answer.vary, "another session is no other stylesheet"


def test_a_file_of_another_version_is_asked_for_each_time(client):
    with client.get("/static/before/css/komma.css") as answer:
        assert answer.status_code == 200
        assert answer.cache_control.no_cache
        assert not answer.cache_control.immutable


def test_another_content_has_another_address(tmp_path):
    folders = [tmp_path / name for name in ("one", "same", "other", "moved")]
    for folder, name, content in zip(
        folders, ("a.css", "a.css", "a.css", "b.css"), ("x", "x", "y", "x"), strict=True
    ):
        folder.mkdir()
        (folder / name).write_text(content)
    one, same, other, moved = map(fingerprint, folders)
    assert one == same
    assert len({one, other, moved}) == 3


def test_security_contact_and_robots(client):
    security = client.get("/.well-known/security.txt")
    assert security.mimetype == "text/plain"
    assert "Contact: mailto:" in security.text
    assert "Expires: 2027-05-22T00:00:00Z" in security.text
    assert "Disallow: /" in client.get("/robots.txt").text


@pytest.mark.parametrize("path", ["/imprint", "/privacy", "/accessibility", "/help"])
@pytest.mark.parametrize("language", ["de", "en"])
def test_legal_pages_need_no_account(client, path, language):
    client.get(f"/language/{language}")
    page = client.get(path)
    assert page.status_code == 200
    assert f'lang="{language}"' in page.text
    assert "{{" not in page.text


def test_the_demo_pages_exist_in_the_demo_only(client):
    assert client.get("/demo/mails").status_code == 404
    assert client.get("/demo/components").status_code == 404


KEY = WrappingKey(b"k" * 32)
SAFE = {
    "SECRET_KEY": "x" * 40,
    "VAULT_KEY": base64.b64encode(b"k" * 32).decode(),
    "BASE_URL": "https://komma.example",
    "MAIL_URL": "smtp://mail",
}


@pytest.mark.parametrize("missing", SAFE)
def test_production_does_not_serve_without_what_keeps_it_safe(missing):
    environment = {name: value for name, value in SAFE.items() if name != missing}
    with pytest.raises(ConfigurationError, match=f"^{missing}: ") as refused:
        settings_from_environment(environment).require_serving()
    assert "\n" not in str(refused.value)


STARTS = {
    "web": ["gunicorn", "wsgi:app"],
    "worker": ["flask", "jobs", "work"],
    "job": ["flask", "jobs", "run", "kernel.traces"],
    "demo": ["python", "-m", "tools.run"],
}


def start(command, environment):
    """A real process until it ends by itself, and the lines that it said."""
    done = subprocess.run(
        [ENVIRONMENT / "bin" / command[0], *command[1:]],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PORT": "1"} | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout == ""
    return done.returncode, done.stderr.strip().splitlines()


@pytest.mark.parametrize("started", ["web", "worker"])
@pytest.mark.parametrize("vault_key", [None, "short"])
def test_web_and_worker_stop_at_once_with_one_line(started, vault_key, tmp_path):
    environment = SAFE | {"INSTANCE_FOLDER": str(tmp_path), "VAULT_KEY": vault_key or ""}
    status, [line] = start(STARTS[started], environment)
    assert status == 1
    assert line.removeprefix("Error: ").startswith("VAULT_KEY: must be ")


@pytest.mark.parametrize("started", STARTS)
def test_nothing_starts_beside_keys_that_another_vault_key_wraps(started, tmp_path):
    """And nothing is written: the former VAULT_KEY opens everything again."""
    keys = tmp_path / "keys.sqlite3"
    with closing(Vault(f"sqlite:///{keys}", (WrappingKey(b"o" * 32),))) as vault:
        vault.seal("person:a", "answers", b"text")
    before = keys.read_bytes()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    environment = SAFE | {"INSTANCE_FOLDER": str(tmp_path), "PORT": port}
    status, [line] = start(STARTS[started], environment)
    assert status == 1
    assert "VAULT_KEY: the key " in line
    assert line.endswith(", still in use, is missing")
    assert keys.read_bytes() == before


def test_the_demo_makes_no_key_beside_others_that_were_wrapped_with_a_lost_one(tmp_path):
    known = {"KOMMA_MODE": "demo", "INSTANCE_FOLDER": str(tmp_path)}
    (tmp_path / "keys.sqlite3").touch()
    with pytest.raises(ConfigurationError, match=r"^VAULT_KEY: must be set: .* of another one$"):
        settings_from_environment(known)
    assert not (tmp_path / "vault_key").exists()


def test_an_empty_key_store_beside_sealed_data_is_told_of(app, personas, tmp_path):
    finish(personas.owner.person)
    runner, house = app.test_cli_runner(), app.extensions["komma"]
    assert runner.invoke(args=["vault", "check"]).output == ""
    kept, house.vault = house.vault, Vault(f"sqlite:///{tmp_path / 'new.sqlite3'}", (KEY,))
    try:
        checked = runner.invoke(args=["vault", "check"])
        assert checked.exit_code == 1
        assert checked.output == (
            "Error: KEYS_URL: the key store is empty, but the database holds sealed data\n"
        )
    finally:
        house.vault.close()
        house.vault = kept


def test_a_command_says_in_one_line_that_the_database_does_not_answer(tmp_path):
    nobody = f"postgresql://nobody@/nothing?host={tmp_path}"
    environment = {"PATH": os.environ["PATH"], "KOMMA_MODE": "demo", "DATABASE_URL": nobody}
    done = subprocess.run(
        [ENVIRONMENT / "bin" / "flask", "content", "load"],
        cwd=ROOT,
        env=environment | {"INSTANCE_FOLDER": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    [line] = done.stderr.splitlines()
    assert line.startswith("DATABASE_URL: the database does not answer: ")


def test_the_folder_of_a_new_database_is_made(tmp_path):
    folder = tmp_path / "not" / "there"
    app = build_app(f"sqlite:///{folder}/komma.sqlite3", tmp_path)
    with app.app_context():
        assert db.session.scalar(text("SELECT 1")) == 1
    assert folder.is_dir()


def test_production_serves_with_it_over_https_only_cookies():
    settings = settings_from_environment(SAFE)
    settings.require_serving()
    assert settings.secure_cookies
    for secret in ("x" * 40, SAFE["VAULT_KEY"], "k" * 32):
        assert secret not in repr(settings)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("KOMMA_MODE", "party"),
        ("TIME_ZONE", "Berlin"),
        ("DATABASE_URL", "mysql://x"),
        ("KEYS_URL", "mysql://x"),
        ("VAULT_KEY", "short"),
        ("VAULT_KEY", f"{SAFE['VAULT_KEY']},ÄÖÜ"),
        ("TRUSTED_PROXIES", "-1"),
        ("CALENDAR_ALLOWED_HOSTS", "cloud.intern, https://cloud.intern"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(variable, value):
    with pytest.raises(ConfigurationError, match=f"^{variable}: "):
        settings_from_environment({variable: value})


def test_keys_and_what_they_open_are_kept_apart():
    same = {"DATABASE_URL": "postgres://u@h/d", "KEYS_URL": "postgresql://u@h/d"}
    with pytest.raises(ConfigurationError, match=r"^KEYS_URL: must not be the database"):
        settings_from_environment(same)


def test_usual_forms_of_the_database_address_are_understood(tmp_path):
    known = {"INSTANCE_FOLDER": str(tmp_path)}
    assert settings_from_environment(known).database_url == f"sqlite:///{tmp_path}/komma.sqlite3"
    for scheme in ("postgres", "postgresql", "postgresql+psycopg"):
        given = settings_from_environment(known | {"DATABASE_URL": f"{scheme}://u@h/d"})
        assert given.database_url == "postgresql+psycopg://u@h/d"


def test_the_demo_makes_its_secret_once(tmp_path):
    environment = {"KOMMA_MODE": "demo", "INSTANCE_FOLDER": str(tmp_path)}
    first: Settings = settings_from_environment(environment)
    assert len(first.secret_key) >= 32
    assert settings_from_environment(environment).secret_key == first.secret_key
    assert len(first.vault_keys) == 1
    assert settings_from_environment(environment).vault_keys == first.vault_keys
