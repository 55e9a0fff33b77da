"""What is kept of a person's account and ways of signing in, and of how they read."""

from typing import Any

from sqlalchemy import delete, select

from app.kernel import clock
from app.kernel.db import db
from app.kernel.feature import PersonalData
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.key_erasing import erase_with_commit
from app.kernel.vault import current_vault
from organisations.accounts.models import Account, SignInSession
from organisations.accounts.retention import KEPT_SESSIONS
from organisations.mail_links.models import MailLink, MailLinkRequest
from organisations.models import Person
from organisations.second_factor.models import RecoveryCode
from organisations.second_factor.queries import count_recovery_codes, find_second_factor


def export_of(person_id: int) -> dict[str, Any]:
    """Sessions and second factor, in words that can be written as JSON, without any secret."""
    account = _account_of(person_id)
    if account is None:
        return {"sessions": [], "second_factor_since": None, "recovery_codes_left": 0}
    sessions = db.session.scalars(
        select(SignInSession)
        .where(SignInSession.account_id == account.id)
        .order_by(SignInSession.id)
    )
    since = account.second_factor_since
    return {
        "sessions": [_session(session) for session in sessions],
        "second_factor_since": since.isoformat() if since else None,
        "recovery_codes_left": count_recovery_codes(account),
    }


def erase(person_id: int) -> None:
    """End sessions and links, and forget the second factor; the account itself is not touched."""
    account = _account_of(person_id)
    if account is None:
        return
    if factor := find_second_factor(account):
        current_vault().erase(factor.vault_subject, now=clock.now())
        db.session.delete(factor)
    account.second_factor_since = None
    for model in (SignInSession, MailLink, RecoveryCode):
        db.session.execute(delete(model).where(model.account_id == account.id))
    db.session.execute(delete(MailLinkRequest).where(MailLinkRequest.email == account.email))
    db.session.flush()


def export_settings(person_id: int) -> dict[str, Any]:
    """The language of mails and the zone of times, None for the programme's."""
    person = db.session.get_one(Person, person_id)
    return {"language": person.language, "time_zone": person.time_zone}


def erase_settings(person_id: int) -> None:
    """Forget the zone; a language everybody has."""
    db.session.get_one(Person, person_id).time_zone = None
    db.session.flush()


def export_key(_person_id: int) -> None:
    """Nothing: the key is never shown to anybody."""


def erase_key(person_id: int) -> None:
    """Erase the key that all sealed texts of the person open with, once this is committed.

    Comes last of all: whoever keeps such texts may have to open them to find what to delete.
    """
    person = db.session.get_one(Person, person_id)
    erase_with_commit(person.vault_subject, now=clock.now())


def export_account(person_id: int) -> dict[str, Any]:
    """Who the person is to KommA: name, address, where they work, their roles."""
    person, account = db.session.get_one(Person, person_id), _account_of(person_id)
    return {
        "given_name": person.given_name,
        "family_name": person.family_name,
        "email": account.email if account else None,
        "function": person.function,
        "job_title": person.job_title.de if person.job_title else None,
        "municipality": person.municipality_name,
        "team": person.team.name.de if person.team else None,
        "roles": sorted(account.roles) if account else [],
    }


def keep_account(_person_id: int) -> None:
    """Nothing by itself: the others need the account to find what is theirs, so it goes last."""


def _account_of(person_id: int) -> Account | None:
    return db.session.scalar(select(Account).where(Account.person_id == person_id))


def _session(session: SignInSession) -> dict[str, Any]:
    return {
        "browser": session.browser,
        "system": session.system,
        "created_at": session.created_at.isoformat(),
        "last_used_at": session.last_used_at.isoformat(),
        "expires_at": session.expires_at.isoformat(),
    }


ACCOUNT = PersonalData(
    name="account",
    label=_l("Konto: Name, E-Mail-Adresse, Funktion, Tätigkeit, Kommune, Team und Rollen"),
    purpose=_l("Wissen, wer teilnimmt und wer was darf"),
    export=export_account,
    erase=keep_account,
    retention=_l("Bis das Konto gelöscht wird."),
)

SIGN_IN = PersonalData(
    name="sign_in",
    label=_l("Wie Sie sich anmelden"),
    purpose=_l("Konten vor Fremden schützen"),
    export=export_of,
    erase=erase,
    retention=_l(
        "Laufende Anmeldungen: bis sie enden, danach höchstens %(sign_ins)s. Links per Mail: "
        "höchstens eine Stunde. Zweiter Faktor: bis Sie ihn abschalten.",
        sign_ins=KEPT_SESSIONS.shown,
    ),
    sealed=_l("Schlüssel des zweiten Faktors"),
)

SETTINGS = PersonalData(
    name="settings",
    label=_l("Sprache und Zeitzone"),
    purpose=_l("Texte und Zeiten so zeigen, wie Sie sie lesen"),
    export=export_settings,
    erase=erase_settings,
    retention=_l("Solange Sie ein Konto haben."),
)

VAULT_KEY = PersonalData(
    name="vault_key",
    label=_l("Ihr Schlüssel"),
    purpose=_l("Verschlüsseln, was nur Sie lesen sollen"),
    export=export_key,
    erase=erase_key,
    retention=_l("Solange Sie ein Konto haben, in Sicherungskopien höchstens 30 Tage länger."),
)
