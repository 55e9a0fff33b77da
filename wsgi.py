"""The app for gunicorn and for the `flask` command, configured by the environment."""

import os
import sys

from app.config import settings_from_environment
from app.factory import create_app
from app.kernel.errors import ConfigurationError

try:
    _settings = settings_from_environment()
    # The shell's commands on files need no secret; whatever serves requests does.
    if os.environ.get("FLASK_RUN_FROM_CLI") != "true":
        _settings.require_serving()
    app = create_app(_settings)
except ConfigurationError as error:
    sys.exit(str(error))
