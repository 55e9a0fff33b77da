"""Files on their way out: kept on the reader's computer, never shown as a page of this site."""

from flask import Response

from exchange.knowledge.attachments.models import ArticleFile


def as_download(file: ArticleFile) -> Response:
    """The file as an attachment under our own name for it; no browser guesses what is in it."""
    response = Response(file.content, mimetype=file.media_type)
    response.headers.set("Content-Disposition", "attachment", filename=file.filename)
    response.headers.set("Content-Security-Policy", "sandbox; default-src 'none'")
    return response
