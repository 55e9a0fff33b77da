"""Notes when a sign-in session was last used, without ever being in the way of a page."""

from datetime import datetime, timedelta

from sqlalchemy import update

from app.kernel.notes import write_unless_busy
from organisations.accounts.models import SignInSession

NOTE_EVERY = timedelta(minutes=5)


def note_use(session: SignInSession, *, now: datetime) -> None:
    """Note that `session` is in use at `now`, at most every few minutes. Commits.

    Where the database is busy the use goes unnoted: the next page will tell.
    """
    if now - session.last_used_at < NOTE_EVERY:
        return
    write_unless_busy(
        update(SignInSession)
        .where(SignInSession.id == session.id, SignInSession.last_used_at < now)
        .values(last_used_at=now)
        .execution_options(synchronize_session=False)
    )
