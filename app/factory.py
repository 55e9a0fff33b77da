"""Builds the app: settings in, a Flask app with every feature out."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from app.config import PROJECT_ROOT, Settings, settings_from_environment
from app.features import FEATURES
from app.house import House
from app.kernel import feature as features
from app.kernel import logging as request_log
from app.kernel.clock import Clock, SystemClock
from app.kernel.db import init_db
from app.kernel.forms import init_forms
from app.kernel.headers import init_headers
from app.kernel.i18n import init_i18n
from app.kernel.jobs import Jobs
from app.kernel.operator_texts import init_operator_texts
from app.kernel.permissions import init_permissions
from app.kernel.plain_input import init_plain_input
from app.kernel.static_files import init_static_files
from app.kernel.vault import Vault
from app.pages.errors import init_error_pages

MOST_BYTES_PER_REQUEST = 10 * 1024 * 1024


def create_app(settings: Settings | None = None, *, clock: Clock | None = None) -> Flask:
    """A new app for `settings` (default: the environment's) that reads time from `clock`.

    Raises ConfigurationError if a setting cannot be used.
    """
    settings = settings or settings_from_environment()
    app = Flask("app", instance_path=str(settings.instance_folder), static_folder=None)
    app.extensions["komma"] = House(
        settings=settings,
        clock=clock or SystemClock(),
        jobs=Jobs(settings.jobs_url),
        vault=Vault(settings.keys_url, settings.vault_keys),
    )
    app.config.update(
        SECRET_KEY=settings.secret_key or None,
        TESTING=settings.mode == "test",
        SESSION_COOKIE_NAME="__Host-komma" if settings.secure_cookies else "komma",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=MOST_BYTES_PER_REQUEST,
        MAX_FORM_MEMORY_SIZE=1024 * 1024,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["settings"] = settings
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)
    request_log.init_logging(app)
    init_plain_input(app)
    init_db(app, settings.database_url, str(PROJECT_ROOT / "migrations"))
    init_i18n(app, PROJECT_ROOT)
    init_forms(app)
    init_operator_texts(app)
    init_static_files(app)
    init_permissions(app)
    init_headers(app)
    init_error_pages(app)
    features.init_shell(app)
    for feature in FEATURES:
        features.register(app, feature)
    return app
