"""Ways to make certificates that cost nothing, in any process: they begin with few imports."""

import os
import signal
from pathlib import Path

from certificates.issuing.production import Order
from certificates.printing.fonts import UncoveredCharacters
from certificates.signing.material import SigningMaterial

UNPRINTABLE = "Ada 明"
#: A file that says where the process that makes is to die; once, then it is gone.
DEATH = "KOMMA_TEST_DEATH"
#: Whoever has this name kills each process that makes their certificate.
DEADLY = "Deadly"


def make_quickly(order: Order, _material: SigningMaterial) -> bytes:
    """Few bytes instead of a drawn and signed file, with the code in them."""
    if UNPRINTABLE in order.data.holder_name:
        raise UncoveredCharacters(("明",))
    return b"%PDF " + order.data.code.encode()


def make_and_die(order: Order, material: SigningMaterial) -> bytes:
    """As `make_quickly`, but the process is killed: once, or for who is deadly each time."""
    mark = Path(os.environ[DEATH])
    if DEADLY in order.data.holder_name:
        os.kill(os.getpid(), signal.SIGKILL)
    if "017" in order.data.holder_name and mark.exists():
        mark.unlink()
        os.kill(os.getpid(), signal.SIGKILL)
    return make_quickly(order, material)
