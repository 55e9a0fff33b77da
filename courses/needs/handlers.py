"""Where there are competencies, there is something to ask about them."""

from courses.needs.items.content_loading import load_items
from organisations.topics.events import TopicsLoaded


def load_items_of_topics(event: TopicsLoaded) -> None:
    """Load the shipped items together with the competencies that they belong to."""
    load_items(event.at)


HANDLERS = ((TopicsLoaded, load_items_of_topics),)
