"""Set KommA up in this folder: `python3 tools/setup.py run` or `python3 tools/setup.py test`.

Standard library only, since it runs before anything is installed. Every step keeps a stamp of what
it was made from under `.venv/stamps/`; a step whose stamp still fits is not run again, and a step
that broke half-way has no stamp and is redone. With everything in place nothing is asked of the
network.
"""

import sys

# Before any import that an older Python could not even parse, and in words that it understands.
if sys.version_info < (3, 11):
    sys.exit(
        "KommA needs Python 3.11 or newer, but {} is Python {}.{}. "
        "If there is a newer one, name it: make setup PYTHON=python3.12".format(
            sys.executable, sys.version_info[0], sys.version_info[1]
        )
    )

import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools.setup_steps import (
    SetupError,
    compile_translations,
    copy_vendor_assets,
    exclusive_setup,
    install_chromium,
    install_node_modules,
    install_packages,
    install_postgresql,
    make_environment,
)

STEPS = {
    "run": (
        make_environment,
        lambda: install_packages("runtime"),
        install_node_modules,
        copy_vendor_assets,
        compile_translations,
    ),
    "test": (
        make_environment,
        lambda: install_packages("test"),
        install_node_modules,
        copy_vendor_assets,
        compile_translations,
        install_postgresql,
        install_chromium,
    ),
}


def main() -> int:
    """Run the steps of the purpose named on the command line; exit status 1 if one fails."""
    purpose = sys.argv[1] if len(sys.argv) > 1 else "test"
    if purpose not in STEPS or len(sys.argv) > 2:
        print(f"usage: {sys.argv[0]} [{'|'.join(STEPS)}]", file=sys.stderr)
        return 2
    began = time.monotonic()
    try:
        with exclusive_setup():
            changed = [step() for step in STEPS[purpose]]
    except SetupError as error:
        print(f"setup: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("setup: stopped; what was half done is redone next time", file=sys.stderr)
        return 130
    if any(changed):
        print(f"setup: ready to {purpose} after {time.monotonic() - began:.0f} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
