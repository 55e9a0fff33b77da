"""The page of a published article, as several routes show it."""

from flask import render_template

from app.kernel import clock
from exchange.knowledge.articles.models import ArticleVersion
from exchange.knowledge.articles.queries import desk_of
from exchange.knowledge.bylines import find_shown_names
from exchange.knowledge.comments.models import ArticleComment
from exchange.knowledge.comments.queries import list_hidden_of, list_threads, may_be_changed
from exchange.knowledge.desk.presenting import shown
from exchange.knowledge.library.forms import CommentForm
from exchange.knowledge.marks.queries import count_marks, has_marked
from organisations.accounts.current import current_account, current_person


def article_page(
    version: ArticleVersion, form: CommentForm, *, answered: ArticleComment | None = None
) -> str:
    """The article with what is said about it. `answered` is the comment that `form` answers."""
    article, person, now = version.article, current_person(), clock.now()
    threads = list_threads(article)
    comments = [one for thread in threads for one in (thread.comment, *thread.replies)]
    signed = find_shown_names({one.author_public_id for one in comments if one.signed})
    desk = desk_of(current_account())
    return render_template(
        "knowledge/article.html",
        form=form,
        answered=answered,
        threads=threads,
        comment_names=signed,
        number_of_comments=sum(one.is_shown for one in comments),
        own=person.public_id,
        changeable={one.public_id for one in comments if may_be_changed(one, now)},
        hidden=list_hidden_of(article, person),
        marks=count_marks([article.id]).get(article.id, 0),
        marked=has_marked(article, person),
        writes=article.municipality_id in desk.writes,
        **shown(version),
    )
