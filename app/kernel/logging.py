"""Structured logs without personal data: the route's pattern, never the address or who asked."""

import logging
import secrets
import sys
import time

import structlog
from flask import Flask, Response, g, request

log = structlog.get_logger("komma.request")


def init_logging(app: Flask) -> None:
    """One JSON line per request on standard error, with an id that the 500 page shows too."""
    if not app.testing:
        _configure()
    app.before_request(_begin)
    app.after_request(_finish)


def _configure() -> None:
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def _begin() -> None:
    g.request_id = secrets.token_hex(8)
    g.began = time.perf_counter()


def _finish(response: Response) -> Response:
    if request.endpoint not in {"static", "operations.healthz", "operations.readyz"}:
        log.info(
            "request",
            id=g.get("request_id", ""),
            method=request.method,
            route=str(request.url_rule or "-"),
            status=response.status_code,
            milliseconds=round((time.perf_counter() - g.get("began", time.perf_counter())) * 1000),
        )
    return response
