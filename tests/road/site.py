"""The site that tests walk through: its address, its clock, its jobs and its words."""

from dataclasses import dataclass

from flask import Flask

from app.kernel.i18n import force_locale, gettext
from app.kernel.jobs import job_names, run_job
from tests.house.clock import FrozenClock


@dataclass(frozen=True)
class Site:
    """The demo as it is served at `base_url` by `app`."""

    base_url: str
    app: Flask

    @property
    def clock(self) -> FrozenClock:
        """The clock that everybody on the site reads."""
        return self.app.extensions["komma"].clock

    def run_jobs(self) -> None:
        """Do at once what the job worker would do within a minute."""
        with self.app.app_context():
            for name in job_names():
                run_job(name)

    def kind_of(self, path: str) -> str:
        """What is shown at `path`, whatever the object: the name of its route."""
        return self.app.url_map.bind("").match(path)[0]

    def words(self, german: str, language: str, **values: object) -> str:
        """Return what the site says for a German text in a language."""
        with self.app.test_request_context(), force_locale(language):
            return gettext(german, **values)
