"""A new cohort as somebody wished for it: what an address gives, as the form shows it first."""

from collections.abc import Mapping
from typing import Any

from courses.cohorts.forms import MOST_SEATS


def fill_in_wishes(form: Any, given: Mapping[str, str]) -> None:
    """Put municipality, place and number of seats into a form that has not been sent yet."""
    if form.is_submitted():
        return
    if any(given.get("municipality") == choice.value for choice in form.municipality.choices):
        form.municipality.data = given["municipality"]
    if given.get("place"):
        form.place.data = given["place"][:200]
    seats = given.get("capacity", "")
    if seats.isdecimal() and len(seats) < 4 and 1 <= int(seats) <= MOST_SEATS:
        form.capacity.data = int(seats)
