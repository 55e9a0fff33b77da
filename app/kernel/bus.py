"""Events from below reach reactions above: handlers write rows in the same transaction, no I/O."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from flask import current_app

Handler = Callable[[Any], None]


class Bus:
    """Which handlers listen to which event type. One per app, filled when it is built."""

    def __init__(self) -> None:
        self._handlers: dict[type, list[Handler]] = defaultdict(list)

    def subscribe(self, event_type: type, handler: Handler) -> None:
        self._handlers[event_type].append(handler)

    def publish(self, event: object) -> None:
        """Call every handler in the order of registration; an exception stops and propagates."""
        for handler in self._handlers[type(event)]:
            handler(event)


def publish(event: object) -> None:
    """Announce `event` on the current app's bus, inside the transaction of what caused it."""
    current_app.extensions["komma"].bus.publish(event)
