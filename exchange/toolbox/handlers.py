"""What the toolbox does when something happens below: topics bring their aids along."""

from exchange.toolbox.content_loading import update_aids
from organisations.topics.events import TopicsLoaded


def load_aids_of_topics(event: TopicsLoaded) -> None:
    """Load the shipped aids into a database that has just been given its topics."""
    update_aids(event.at)


HANDLERS = ((TopicsLoaded, load_aids_of_topics),)
