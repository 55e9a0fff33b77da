"""How many people a figure is of, at least."""

DEFAULT_K = 7


def current_k() -> int:
    """The k that is promised from today on."""
    return DEFAULT_K
