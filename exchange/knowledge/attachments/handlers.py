"""What happens to files when articles are published or given up."""

from exchange.knowledge.articles.events import ArticleDiscarded, ArticlePublished
from exchange.knowledge.attachments.keeping import delete_unused_files, keep_files


def article_published(event: ArticlePublished) -> None:
    """The files of the version stay as long as it does; what none has any more goes."""
    keep_files(event.article_id, event.files)
    delete_unused_files(event.article_id)


def article_discarded(event: ArticleDiscarded) -> None:
    """Files that only the discarded version had go with it."""
    delete_unused_files(event.article_id)


HANDLERS = ((ArticlePublished, article_published), (ArticleDiscarded, article_discarded))
