"""Where things lie that the set-up makes and others use. Standard library only."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
STAMPS = ENVIRONMENT / "stamps"
REQUIREMENTS = ROOT / "requirements"
NODE_MODULES = ROOT / "node_modules"
VENDOR_ASSETS = ROOT / "app" / "static" / "vendor"

#: Fallbacks for machines without the real thing, each in a folder of its own beside the packages.
NODE_FALLBACK = ENVIRONMENT / "node"
POSTGRESQL_FALLBACK = ENVIRONMENT / "postgresql"
BROWSER_FALLBACK = ENVIRONMENT / "browsers"
