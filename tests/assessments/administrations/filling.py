"""How tests go through a self-assessment."""

from collections.abc import Mapping

from assessments.instruments.definition import Instrument
from assessments.instruments.shelf import resilience_check
from tests.house.client import PageCheckingClient

NOTE = "Woche mit der Bürgerversammlung"

OWN = resilience_check()


def begin(client: PageCheckingClient, *, key: str = OWN.key, layout: str = "all") -> str:
    """Begin, or go on with, a self-assessment; the address of its draft."""
    begun = client.post(f"/assessments/begin/{key}", data={"layout": layout})
    assert begun.status_code == 303
    return "/".join(begun.location.split("/")[:4])


def answer(
    client: PageCheckingClient, draft: str, answers: Mapping[int, str], page: str = "", **more: str
):
    """Send answers by the number of the question, from the page of one question or of all."""
    data = {f"item_{number}": point for number, point in answers.items()}
    return client.post(f"{draft}/questions{page}", data=data | more)


def alike(point: str, instrument: Instrument = OWN, most: int | None = None) -> dict[int, str]:
    """The same answer to all questions, or to the first ones."""
    return dict.fromkeys(range(1, (most or len(instrument.items)) + 1), point)


def take(client: PageCheckingClient, point: str = "4", note: str = NOTE, **more: str):
    """Take KommA's own from the beginning to the end; leads to the result."""
    draft = begin(client)
    answer(client, draft, alike(point))
    return client.post(f"{draft}/finish", data={"note": note} | more)
