"""Why nothing could be read of a calendar from outside. Pure; the wording is the pages'."""

from enum import StrEnum


class Problem(StrEnum):
    """What became of the newest attempt, where it brought nothing.

    The names of `scheduling.fetching.fetching.Problem`, and what can be wrong besides.
    """

    UNREACHABLE = "unreachable"
    FORBIDDEN_ADDRESS = "forbidden_address"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    TOO_LARGE = "too_large"
    REFUSED = "refused"
    GONE = "gone"
    BUSY = "busy"
    SERVER_FAULT = "server_fault"
    #: Something was fetched, but it is no calendar: a page to sign in, perhaps.
    NO_CALENDAR = "no_calendar"
    #: A calendar without times where we know some to come: servers answer so when access has ended.
    EMPTY = "empty"
    #: It takes too much time, memory or room.
    TOO_LONG_TO_READ = "too_long_to_read"
    #: The key of its address is gone, so nobody can tell any more where to ask.
    ADDRESS_LOST = "address_lost"
