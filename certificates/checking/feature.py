"""What checking adds to `certificates`."""

from app.kernel.feature import Feature
from certificates.checking import views
from certificates.checking.cli import verify_command

PART = Feature(name="certificates.checking", blueprints=(views.blueprint,), cli=(verify_command,))
