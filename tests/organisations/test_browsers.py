"""What a browser is called, from its User-Agent."""

import pytest

from organisations.accounts.browsers import recognise

MOZILLA = "Mozilla/5.0 "


@pytest.mark.parametrize(
    ("user_agent", "name", "system"),
    [
        ("(Android 14; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0", "Firefox", "Android"),
        ("(Windows NT 10.0; Win64; x64) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge", "Windows"),
        ("(X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36", "Chrome", "Linux"),
        ("(Macintosh; Intel Mac OS X 10_15) Version/18.0 Safari/605.1", "Safari", "Mac"),
        ("(iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18 Safari/604", "Safari", "iPhone"),
        ("(iPhone; CPU iPhone OS 18_0 like Mac OS X) CriOS/140 Safari/604", "Chrome", "iPhone"),
        ("(Linux; Android 14) SamsungBrowser/28 Chrome/130", "Samsung Internet", "Android"),
        ("(Windows NT 10.0) Chrome/140 Safari/537 OPR/120", "Opera", "Windows"),
        ("something else", "", ""),
    ],
)  # fmt: skip
def test_family_and_system_are_told(user_agent, name, system):
    assert recognise(MOZILLA + user_agent) == (name, system)


def test_no_user_agent_is_unknown():
    assert recognise("") == ("", "")
