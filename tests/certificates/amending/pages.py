"""What those who correct and revoke do, as requests."""

import re


def address(certificate, of=""):
    return f"/manage/certificates/{certificate.public_id}{of}"


def hidden(page: str, name: str) -> str:
    """The value of a hidden field, as the page was shown."""
    return re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)[1]


def replace(client, certificate):
    """Look at what would change and agree to it."""
    page = client.get(address(certificate, "/replacement"))
    mark = hidden(page.text, "mark")
    return client.post(address(certificate, "/replacement"), data={"mark": mark})


def revoke(client, certificate, reason="Falscher Kurs", seen="valid"):
    return client.post(address(certificate, "/revocation"), data={"reason": reason, "seen": seen})
