"""The app for gunicorn and for the `flask` command, configured by the environment."""

import os
import sys
from types import TracebackType

from sqlalchemy.exc import OperationalError

from app.config import settings_from_environment
from app.factory import create_app
from app.kernel.errors import ConfigurationError

IS_COMMAND = os.environ.get("FLASK_RUN_FROM_CLI") == "true"


def _explain(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Say in one line what the operator can mend; anything else is a fault of ours."""
    if isinstance(error, ConfigurationError):
        print(error, file=sys.stderr)  # noqa: T201
    elif isinstance(error, OperationalError):
        reason = str(error.orig).strip().partition("\n")[0]
        print(f"DATABASE_URL: the database does not answer: {reason}", file=sys.stderr)  # noqa: T201
    else:
        sys.__excepthook__(kind, error, trace)


if IS_COMMAND:
    sys.excepthook = _explain

try:
    _settings = settings_from_environment()
    # The shell's commands on files need no secret; whatever serves requests does.
    if not IS_COMMAND:
        _settings.require_serving()
    app = create_app(_settings)
    if not IS_COMMAND:
        app.extensions["komma"].vault.require_all_keys()
except ConfigurationError as error:
    sys.exit(str(error))
