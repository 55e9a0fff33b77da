"""What a browser is called, told from its User-Agent: the family and the system, no more. Pure."""

from typing import NamedTuple


class Browser(NamedTuple):
    """A browser's family and the system it runs on, each empty where unknown."""

    name: str = ""
    system: str = ""


UNKNOWN = Browser()

# Each family also names those that it descends from, so the younger ones are asked for first.
_NAMES = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def recognise(user_agent: str) -> Browser:
    """The browser that calls itself `user_agent`. Version and device are not looked at."""
    return Browser(_first(_NAMES, user_agent), _first(_SYSTEMS, user_agent))


def _first(words: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for word, name in words if word in user_agent), "")
