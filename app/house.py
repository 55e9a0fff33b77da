"""What one app is made of besides Flask: settings, clock, bus, features, jobs, vault."""

from dataclasses import dataclass, field

from app.config import Settings
from app.kernel.bus import Bus
from app.kernel.clock import Clock
from app.kernel.feature import Feature
from app.kernel.jobs import Jobs
from app.kernel.vault import Vault


@dataclass
class House:
    """Kept at `app.extensions["komma"]`."""

    settings: Settings
    clock: Clock
    jobs: Jobs
    vault: Vault
    bus: Bus = field(default_factory=Bus)
    features: list[Feature] = field(default_factory=list)
