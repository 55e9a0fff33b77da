"""What articles announce."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class ArticleChangedForReaders:
    """What everybody reads of an article is another, or nothing any more."""

    article_id: int
    at: datetime


@dataclass(frozen=True)
class ArticleDiscarded:
    """A version that was never published is given up, perhaps with its article."""

    article_id: int


@dataclass(frozen=True)
class ArticlePublished:
    """A version of an article is published: what belongs to it stays."""

    article_id: int
    files: tuple[str, ...]
