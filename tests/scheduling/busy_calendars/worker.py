"""Refreshes in processes of their own, on the database of an app under test."""

import base64
import os
import subprocess
import sys

from flask import Flask

from app.config import PROJECT_ROOT, Settings
from scheduling.busy_calendars.services import REFRESH_JOB


def environment_of(app: Flask, *, allowed: str, **more: str) -> dict[str, str]:
    """The environment of a process with the settings of `app`, which may ask `allowed`."""
    settings: Settings = app.extensions["komma"].settings
    return os.environ | {
        "KOMMA_MODE": "test",
        "INSTANCE_FOLDER": str(settings.instance_folder),
        "DATABASE_URL": settings.database_url,
        "KEYS_URL": settings.keys_url,
        "JOBS_URL": "memory:",
        "SECRET_KEY": settings.secret_key,
        "VAULT_KEY": base64.b64encode(settings.vault_keys[0].secret).decode(),
        "CALENDAR_ALLOWED_HOSTS": allowed,
        **more,
    }


def start_refresh(app: Flask, *, allowed: str, **options: object) -> subprocess.Popen[bytes]:
    """One sweep of everything that is due, which may ask `allowed` (host:port)."""
    return subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "wsgi", "jobs", "run", REFRESH_JOB],
        cwd=PROJECT_ROOT,
        env=environment_of(app, allowed=allowed),
        **options,  # type: ignore[call-overload]
    )
