"""Whether the clock tells who has an account: each form sent for known and unknown addresses.

`python -m benchmarks.ways_in` prints medians. The real app on SQLite, argon2 as in production.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade

from app.config import Settings, new_secret_key
from app.factory import create_app
from app.kernel.db import db
from app.kernel.vault import new_wrapping_key, read_wrapping_keys
from organisations.accounts.services import create_account, hash_password
from organisations.models import Person

ROUNDS = 30
KNOWN, UNKNOWN = "known{}@example.org", "unknown{}@example.org"
FORMS = {
    "Sign in with a wrong password": "/login",
    "Ask for a new password": "/login/forgotten",
    "Ask for a link": "/login/link",
}


def main() -> int:
    """Print the median for known and unknown addresses of each form, and how far they differ."""
    with tempfile.TemporaryDirectory(prefix="komma-ways-in-") as folder:
        app = _app(Path(folder))
        for name, path in FORMS.items():
            known, unknown = _medians(app, path)
            print(f"{name:<32} known {known:8.2f} ms   unknown {unknown:8.2f} ms")
    return 0


def _medians(app: Flask, path: str) -> tuple[float, float]:
    """In turns, each with an address and a network of its own, so that no limit is reached."""
    times: dict[str, list[float]] = {KNOWN: [], UNKNOWN: []}
    _send(app.test_client(), path, "first@example.org", 0)  # whoever comes first waits longer
    for number in range(ROUNDS):
        for address in (KNOWN, UNKNOWN) if number % 2 else (UNKNOWN, KNOWN):
            taken = _send(app.test_client(), path, address.format(number), number)
            times[address].append(taken)
    return statistics.median(times[KNOWN]), statistics.median(times[UNKNOWN])


def _send(client: FlaskClient, path: str, email: str, number: int) -> float:
    page = client.get(path).text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    data = {"csrf_token": token, "email": email, "password": "a wrong password"}
    began = time.perf_counter()
    answer = client.post(path, data=data, environ_base={"REMOTE_ADDR": f"192.0.2.{number}"})
    taken = time.perf_counter() - began
    if answer.status_code not in {303, 422}:
        raise RuntimeError(f"{path} answered {answer.status_code}")
    return taken * 1000


def _app(folder: Path) -> Flask:
    app = create_app(
        Settings(
            mode="demo",
            instance_folder=folder,
            database_url=f"sqlite:///{folder / 'komma.sqlite3'}",
            jobs_url=f"sqlite:///{folder / 'jobs.sqlite3'}",
            keys_url=f"sqlite:///{folder / 'keys.sqlite3'}",
            secret_key=new_secret_key(),
            vault_keys=read_wrapping_keys(new_wrapping_key()),
        )
    )
    with app.app_context():
        upgrade()
        password_hash = hash_password("Regen auf dem Blechdach")
        for number in range(ROUNDS):
            person = Person(given_name="Kim", family_name="Beispiel", language="de")
            create_account(person=person, email=KNOWN.format(number), password_hash=password_hash)
        db.session.commit()
    return app


if __name__ == "__main__":
    sys.exit(main())
