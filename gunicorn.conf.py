"""Settings of the web server; gunicorn reads this file by itself.

`HOST` and `PORT` say where it listens, `WEB_CONCURRENCY` (gunicorn's own variable) how many worker
processes there are.
"""

import os
import sys
from pathlib import Path

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4

# A request that takes longer than this is broken; one under way at the end may finish.
timeout = 60
graceful_timeout = 10

# Heartbeats of the workers go to memory where there is some, so that a slow disk stops nobody.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108

# Addresses of people do not belong into logs: the app writes its own, without them.
accesslog = None
loglevel = "warning"

# Nobody steers the server at run time, so nothing needs to listen for that.
control_socket_disable = True


def on_starting(_server: object) -> None:
    """Stop at once, with one line, where a setting cannot be used.

    Workers that find out for themselves would be started again and again.
    """
    from contextlib import closing

    from app.config import settings_from_environment
    from app.kernel.errors import ConfigurationError
    from app.kernel.vault import Vault

    try:
        settings = settings_from_environment()
        settings.require_serving()
        with closing(Vault(settings.keys_url, settings.vault_keys)) as vault:
            vault.require_all_keys()
    except ConfigurationError as error:
        sys.exit(str(error))
