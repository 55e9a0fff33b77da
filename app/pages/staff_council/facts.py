"""What the sheet is made of: the rules by which KommA works, read where they are kept."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app

from app.kernel.feature import PersonalData
from app.kernel.i18n import gettext as _
from app.kernel.matrix import MATRIX
from app.kernel.permissions import Permission
from app.pages.permission_matrix import REACHES
from organisations.wording import ROLES


@dataclass(frozen=True)
class Right:
    """A permission in words, and who has it: role and how far it reaches."""

    label: str
    who: Sequence[str]


def list_personal_data() -> list[PersonalData]:
    """All that the features hold about people, lowest layer first."""
    features = current_app.extensions["komma"].features
    return [data for feature in features for data in feature.personal_data]


def list_rights() -> list[Right]:
    """The permission matrix, in the order in which people read it."""
    return [Right(str(permission.label), who_may(permission)) for permission in MATRIX]


def who_may(permission: Permission) -> list[str]:
    """The roles that have `permission`, each with how far it reaches."""
    return [
        _("%(role)s (%(reach)s)", role=ROLES[role], reach=REACHES[permission.reach[role]])
        for role in ROLES
        if role in permission.reach
    ]
