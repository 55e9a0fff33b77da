"""What can be refused at the desk."""

from app.kernel.errors import DomainError, Forbidden, explain_constraint
from app.kernel.i18n import lazy_gettext as _l


class ChangedMeanwhile(DomainError):
    """Somebody else has saved, submitted or decided since the page was opened."""

    MESSAGE = _l("Inzwischen hat jemand anderes etwas geändert. Gespeichert wurde nichts.")


class OwnArticle(Forbidden):
    """Whoever wrote any of it, or said yes to it for the municipality, does not publish it."""

    MESSAGE = _l(
        "Sie haben an diesem Beitrag mitgewirkt. Veröffentlichen kann ihn nur jemand anderes."
    )


for _constraint in (
    "uq_article_versions_article_id_number",
    "uq_article_versions_one_open",
    "uq_article_versions_one_published",
):
    explain_constraint(_constraint, ChangedMeanwhile.MESSAGE, error=ChangedMeanwhile)
explain_constraint("ck_article_versions_by_a_second_person", OwnArticle.MESSAGE, error=OwnArticle)
