"""Files that belong to articles. A version names those that are its own, see `ArticleVersion`."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.base import Identified
from app.kernel.db import Model
from app.kernel.ddl import Trigger, declare_trigger

LONGEST_LABEL = 120


class ArticleFile(Identified, Model):
    """A file of an article. It never changes; once a version with it is published, it stays
    (`kept`), since that version stays.
    """

    __tablename__ = "article_files"
    __table_args__ = (CheckConstraint("size >= 1", name="size"),)

    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), index=True)
    label: Mapped[str] = mapped_column(String(LONGEST_LABEL))
    filename: Mapped[str] = mapped_column(String(120))
    media_type: Mapped[str] = mapped_column(String(80))
    size: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    kept: Mapped[bool] = mapped_column(default=False)
    added_at: Mapped[datetime]


for _name, _timing, _condition in (
    (
        "article_files_are_final",
        "BEFORE UPDATE OF article_id, label, filename, media_type, size, content",
        "",
    ),
    ("published_files_stay_kept", "BEFORE UPDATE OF kept", "OLD.kept AND NOT NEW.kept"),
    ("published_files_stay", "BEFORE DELETE", "OLD.kept"),
    ("published_files_are_not_emptied", "BEFORE TRUNCATE", ""),
):
    declare_trigger(Trigger(_name, "article_files", _timing, _name, _condition))
