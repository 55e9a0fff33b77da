"""Mail domains as people type them. Pure."""

import re

import idna

#: Whoever has an address there works for nobody in particular.
PUBLIC_PROVIDERS = frozenset({
    "1und1.de", "aol.com", "aol.de", "arcor.de", "email.de", "ewetel.net", "freemail.de",
    "freenet.de", "gmail.com", "gmx.at", "gmx.ch", "gmx.com", "gmx.de", "gmx.eu", "gmx.net",
    "googlemail.com", "hotmail.com", "hotmail.de", "icloud.com", "kabelmail.de", "live.com",
    "live.de", "mac.com", "magenta.de", "mail.com", "mail.de", "mail.ru", "mailbox.org", "me.com",
    "msn.com", "netcologne.de", "o2mail.de", "o2online.de", "online.de", "onlinehome.de",
    "osnanet.de", "outlook.com", "outlook.de", "pm.me", "posteo.de", "posteo.net", "proton.me",
    "protonmail.com", "rocketmail.com", "t-online.de", "tuta.com", "tuta.io", "tutanota.com",
    "tutanota.de", "unitybox.de", "versanet.de", "vodafone.de", "vodafonemail.de", "web.de",
    "yahoo.com", "yahoo.de", "yandex.com", "yandex.ru", "ymail.com", "zoho.com",
})  # fmt: skip
_DOMAIN = re.compile(
    r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]*[a-z][a-z0-9-]*"
)


def split_domains(text: str) -> tuple[str, ...]:
    """What stands between commas, semicolons and spaces, each once and without an @ before it."""
    return tuple(
        dict.fromkeys(word.removeprefix("@") for word in re.split(r"[\s,;]+", text) if word)
    )


def ascii_domain(text: str) -> str:
    """`Rathaus-Köln.de` → `xn--rathaus-kln-xfb.de` (RFC 5891); empty where it is no domain."""
    try:
        domain = idna.encode(text, uts46=True).decode().lower()
    except idna.IDNAError:
        return ""
    return domain if _DOMAIN.fullmatch(domain) else ""


def domain_of(address: str) -> str:
    """The domain of a mail address, in ASCII."""
    return ascii_domain(address.rpartition("@")[2])
