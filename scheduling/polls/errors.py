"""What can go wrong when people look for a date, in the words that they read."""

from app.kernel.errors import DomainError, Forbidden, explain_constraint
from app.kernel.i18n import Message, ngettext
from app.kernel.i18n import lazy_gettext as _l


class PollIsOver(DomainError):
    """The date is chosen, or nobody looks for one any more."""

    MESSAGE = _l("Diese Umfrage ist beendet. Antworten und Vorschläge bleiben, wie sie sind.")

    def __init__(self, message: Message = MESSAGE, *, field: str | None = None) -> None:
        super().__init__(message, field=field)


class AnsweringIsOver(DomainError):
    """The deadline for answers has passed."""

    def __init__(self) -> None:
        super().__init__(
            _l(
                "Die Frist für Antworten ist vorbei. Wer eingeladen hat, kann sie noch einmal "
                "verlängern."
            )
        )


class PollAlreadyOpen(DomainError):
    """For one thing one date is looked for at a time."""

    MESSAGE = _l("Für diesen Termin läuft schon eine Umfrage.")


class NotOrganiser(Forbidden):
    """Whoever looks for the date chooses it, and nobody else."""

    def __init__(self) -> None:
        super().__init__(_l("Das kann nur, wer zu dieser Umfrage eingeladen hat."))


class ProposalIsGone(DomainError):
    """The proposal was withdrawn meanwhile."""

    def __init__(self) -> None:
        super().__init__(
            _l("Ein Vorschlag wurde inzwischen zurückgezogen. Bitte sehen Sie noch einmal nach.")
        )


class LastProposal(DomainError):
    """A poll without proposals asks nothing."""

    def __init__(self) -> None:
        super().__init__(
            _l(
                "Das ist der letzte Vorschlag. Schlagen Sie erst eine andere Zeit vor, oder "
                "beenden Sie die Umfrage."
            )
        )


class ProposalIsOver(DomainError):
    """What has begun can no longer be proposed or chosen."""

    def __init__(self) -> None:
        super().__init__(_l("Dieser Termin liegt nicht in der Zukunft."), field="proposals")


class ProposalTooFar(DomainError):
    """Nobody knows that long before whether they can come; it is a slip of the pen."""

    def __init__(self) -> None:
        super().__init__(
            _l("Bitte schlagen Sie nur Zeiten innerhalb eines Jahres vor."), field="proposals"
        )


class ProposedTwice(DomainError):
    """There is such a proposal already."""

    MESSAGE = _l("Diese Zeit ist schon vorgeschlagen.")


class NoProposals(DomainError):
    def __init__(self) -> None:
        super().__init__(_l("Bitte schlagen Sie mindestens eine Zeit vor."), field="proposals")


class TooManyProposals(DomainError):
    def __init__(self, most: int) -> None:
        super().__init__(
            ngettext(
                "Bitte schlagen Sie höchstens %(num)s Zeit vor.",
                "Bitte schlagen Sie höchstens %(num)s Zeiten vor.",
                most,
            ),
            field="proposals",
        )


class DeadlineTooLate(DomainError):
    """Answers that come after the first proposed time come too late."""

    def __init__(self, *, field: str = "closes_at") -> None:
        super().__init__(
            _l("Die Frist muss vor dem ersten vorgeschlagenen Termin enden."), field=field
        )


class DeadlineIsOver(DomainError):
    def __init__(self) -> None:
        super().__init__(_l("Die Frist muss in der Zukunft liegen."), field="closes_at")


explain_constraint("date_poll_answers_are_final", PollIsOver.MESSAGE, error=PollIsOver)
explain_constraint("date_poll_choice_is_final", PollIsOver.MESSAGE, error=PollIsOver)
explain_constraint("uq_date_poll_proposals_chosen", PollIsOver.MESSAGE, error=PollIsOver)
explain_constraint("uq_date_polls_open", PollAlreadyOpen.MESSAGE, error=PollAlreadyOpen)
explain_constraint(
    "uq_date_poll_proposals_poll_id_starts_at",
    ProposedTwice.MESSAGE,
    field="proposals",
    error=ProposedTwice,
)
