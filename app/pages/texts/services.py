"""Commands of the programme office on texts, logo and gender form. Nothing is ever overwritten."""

from datetime import datetime

from app.kernel import audit
from app.kernel.db import conflicts_explained, db
from app.kernel.errors import DomainError, explain_constraint
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.inclusive import GenderForm
from app.kernel.operator_texts import GENDER_FORM, ONE_FOR_ALL, OperatorLogo, OperatorText
from app.kernel.pictures import LARGEST_PICTURE, media_type_of
from app.pages.texts import queries
from organisations.models import Person


class ChangedMeanwhile(DomainError):
    """Somebody else has saved since the page was opened."""

    MESSAGE = _l("Inzwischen hat jemand anderes gespeichert. Gespeichert wurde nichts.")


class UnusablePicture(DomainError):
    """The file is not a picture that the footer can show."""


explain_constraint(
    "uq_operator_texts_key_language_version", ChangedMeanwhile.MESSAGE, error=ChangedMeanwhile
)
explain_constraint("uq_operator_logos_version", ChangedMeanwhile.MESSAGE, error=ChangedMeanwhile)


def save_text(
    *, key: str, language: str, body: str, based_on: int, actor: Person, now: datetime
) -> OperatorText | None:
    """Have `body` count from now on; None where it says what the newest version says.

    `based_on` is the version that `actor` had before them. Raises ChangedMeanwhile where it is not
    the newest any more; of two at once, the constraint lets one through. Raises NotFound.
    """
    newest = queries.get_current_text(key, language)
    if based_on > newest.version:
        raise ChangedMeanwhile(ChangedMeanwhile.MESSAGE)
    if based_on == newest.version and body == newest.body.strip():
        return None
    text = _add_version(key, language, body, based_on, actor, now)
    audit.record(
        "text.changed",
        text,
        actor=actor,
        now=now,
        text=key,
        language=language,
        version=text.version,
    )
    return text


def restore_text(
    *, key: str, language: str, version: int, based_on: int, actor: Person, now: datetime
) -> OperatorText | None:
    """Have an old version count again, as a new one. Raises like `save_text`."""
    old = queries.get_version(key, language, version)
    return save_text(
        key=key, language=language, body=old.body.strip(), based_on=based_on, actor=actor, now=now
    )


def choose_gender_form(
    *, form: GenderForm, based_on: int, actor: Person, now: datetime
) -> OperatorText | None:
    """Have texts that hold both forms show this; None where they do. Raises ChangedMeanwhile."""
    chosen, version = queries.get_gender_form()
    if based_on > version:
        raise ChangedMeanwhile(ChangedMeanwhile.MESSAGE)
    if based_on == version and form == chosen:
        return None
    text = _add_version(GENDER_FORM, ONE_FOR_ALL, form.value, based_on, actor, now)
    audit.record("gender_form.changed", text, actor=actor, now=now, form=form.value)
    return text


def replace_logo(
    *, content: bytes, alt_de: str, alt_en: str, actor: Person, now: datetime
) -> OperatorLogo:
    """Show this picture in the footer from now on.

    Raises UnusablePicture at `picture` where it is too large or none that browsers show,
    ChangedMeanwhile where somebody else uploads one at the same moment.
    """
    if len(content) > LARGEST_PICTURE:
        raise UnusablePicture(_l("Das Bild ist größer als 500 KB."), field="picture")
    media_type = media_type_of(content)
    if media_type is None:
        raise UnusablePicture(
            _l("Das ist kein Bild im Format PNG, JPEG oder WebP."), field="picture"
        )
    logo = _add_logo(content, media_type, alt_de, alt_en, actor, now)
    audit.record("logo.changed", logo, actor=actor, now=now, version=logo.version)
    return logo


def remove_logo(*, actor: Person, now: datetime) -> OperatorLogo:
    """Show no logo from now on, not the one of the settings either. Raises ChangedMeanwhile."""
    logo = _add_logo(None, "", "", "", actor, now)
    audit.record("logo.removed", logo, actor=actor, now=now, version=logo.version)
    return logo


def _add_version(
    key: str, language: str, body: str, based_on: int, actor: Person, now: datetime
) -> OperatorText:
    text = OperatorText(
        key=key,
        language=language,
        version=based_on + 1,
        body=body,
        author_public_id=actor.public_id,
        created_at=now,
    )
    with conflicts_explained():
        db.session.add(text)
    return text


def _add_logo(
    content: bytes | None, media_type: str, alt_de: str, alt_en: str, actor: Person, now: datetime
) -> OperatorLogo:
    newest = queries.find_newest_logo()
    logo = OperatorLogo(
        version=newest.version + 1 if newest else 1,
        content=content,
        media_type=media_type,
        alt_de=alt_de,
        alt_en=alt_en,
        author_public_id=actor.public_id,
        created_at=now,
    )
    with conflicts_explained():
        db.session.add(logo)
    return logo
