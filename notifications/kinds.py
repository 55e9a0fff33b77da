"""Kinds of mail, declared by packages in their feature, and what a person may choose of each."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app

from app.kernel.i18n import Message
from notifications.wishes import Area, Timing, Wishes


@dataclass(frozen=True)
class NotificationKind:
    """Mails about one thing, by their templates (`<package>/<name>`).

    A kind that may not wait is told at once: it brings a date into a calendar, or tells that one
    is off. A kind that may not be off tells what a person would otherwise come in vain for.
    """

    key: str
    label: Message
    area: Area
    templates: tuple[str, ...]
    may_wait: bool = False
    may_be_off: bool = False
    usual: Timing = Timing.AT_ONCE

    @property
    def choices(self) -> tuple[Timing, ...]:
        """What a person may choose; a single one means that there is nothing to choose."""
        return (
            Timing.AT_ONCE,
            *((Timing.DAILY,) if self.may_wait else ()),
            *((Timing.NEVER,) if self.may_be_off else ()),
        )

    def timing_for(self, wishes: Wishes) -> Timing:
        """What the person chose, as far as it may be chosen still."""
        chosen = wishes.timings.get(self.key, self.usual)
        return Timing(chosen) if chosen in self.choices else self.usual


def list_kinds() -> Sequence[NotificationKind]:
    """Every kind that a feature of this app declares, lowest layer first."""
    features = current_app.extensions["komma"].features
    return [kind for feature in features for kind in feature.notification_kinds]


def kind_of(template: str) -> NotificationKind:
    """The kind that `template` belongs to. Raises ValueError where none declares it."""
    for kind in list_kinds():
        if template in kind.templates:
            return kind
    raise ValueError(f"no kind of mail declares the template {template}")
