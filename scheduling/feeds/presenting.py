"""How the list of subscriptions words what each of them holds."""

from dataclasses import dataclass

from app.kernel.i18n import gettext as _
from app.kernel.i18n import localised
from notifications.wishes import Wishes
from scheduling.feeds.choices import Contents, Detail
from scheduling.feeds.models import CalendarFeed
from scheduling.queries import EventGroup


@dataclass(frozen=True)
class FeedWords:
    """The words for feeds of one person, in the language of the moment."""

    wishes: Wishes
    groups: list[EventGroup]

    def contents_of(self, feed: CalendarFeed) -> str:
        """Which events `feed` holds; a group that is over has no name any more."""
        if feed.contents == Contents.GROUP:
            titles = [
                localised(group.title) for group in self.groups if group.key == feed.group_key
            ]
            return titles[0] if titles else _("Ein Durchgang, der vorbei ist")
        words = {
            Contents.ALL: _("Alle"),
            Contents.TRAININGS: _("Trainings"),
            Contents.COACHING: _("Coaching"),
            Contents.COACH: _("Coaching und Arbeitszeiten"),
            Contents.FREE_BUSY: _("Frei oder belegt"),
        }
        return words[Contents(feed.contents)]

    def detail_of(self, feed: CalendarFeed) -> str:
        """What stands in entries of trainings."""
        if feed.detail == Detail.BUSY or feed.contents == Contents.FREE_BUSY:
            return _("„%(title)s“", title=_("Beschäftigt"))
        if feed.detail == Detail.APPOINTMENT or self.wishes.discreet_everything:
            return _("„%(title)s“", title=self.wishes.calendar_word or _("KommA-Termin"))
        return _("Thema und Ort")
