"""The real worker: a calendar whose server keeps silent keeps no mail waiting."""

import signal
from datetime import UTC, datetime
from threading import Event

from app.kernel import outbox
from app.kernel.db import db
from scheduling.busy_calendars.models import BusyCalendar
from tests.house.databases import build_app, on_sqlite_only
from tests.house.serving import PATIENCE
from tests.kernel.test_worker import running_worker
from tests.organisations.factories import make_person
from tests.scheduling.busy_calendars.factories import TUESDAY_AT_TEN, file_of, subscribe_at
from tests.scheduling.busy_calendars.worker import environment_of
from tests.scheduling.fetching.hostile import Visit, answer


@on_sqlite_only
def test_a_slow_server_keeps_no_mail_waiting_and_what_is_in_hand_is_finished(
    opened, committing_app, server, mail_server, tmp_path
):
    asked, mail_is_there = Event(), Event()

    def hesitate(visit: Visit) -> None:
        asked.set()
        assert mail_is_there.wait(PATIENCE)
        visit.send(answer(body=file_of(TUESDAY_AT_TEN)))

    server.answers["/slow"] = hesitate
    jobs_url = f"sqlite:///{tmp_path / 'jobs.sqlite3'}"
    database_url = committing_app.extensions["komma"].settings.database_url
    app = opened(build_app(database_url, tmp_path, jobs_url=jobs_url))
    environment = environment_of(
        app, allowed=f"127.0.0.1:{server.port}", JOBS_URL=jobs_url, MAIL_URL=mail_server.url
    )
    with app.app_context(), running_worker(environment) as worker:
        calendar_id = subscribe_at(server, make_person(), "/slow").id
        db.session.commit()
        assert asked.wait(PATIENCE)
        outbox.enqueue(
            recipient="ada@example.org", subject="Hallo", body="Text", now=datetime.now(UTC)
        )
        db.session.commit()
        mail_server.wait_for(1, seconds=PATIENCE)
        worker.send_signal(signal.SIGTERM)
        mail_is_there.set()
        _, said = worker.communicate(timeout=PATIENCE)
        assert worker.returncode == 0, said
        calendar = db.session.get_one(BusyCalendar, calendar_id)
        assert calendar.tried_at is not None
        assert calendar.taken_until is None, "what was in hand was finished"
        db.session.remove()
        db.engine.dispose()
