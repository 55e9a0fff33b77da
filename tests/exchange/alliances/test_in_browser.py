"""One road through an alliance in a real browser, and the sheet that is hung up."""

from tests.house.axe import axe_findings  # noqa: F401
