"""One span of time for everything that a fetch waits for."""

import time


class Deadline:
    """Ends `seconds` after it was made, whatever is waited for in between."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """The seconds that are left. Raises TimeoutError where there are none."""
        seconds = self._end - time.monotonic()
        if seconds <= 0:
            raise TimeoutError("the time is over")
        return seconds
