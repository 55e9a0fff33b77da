"""What all certificates of a cohort have in common: read once, however many there are."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from flask import current_app

from app.kernel.i18n import programme_zone
from app.kernel.mail_text import absolute_address
from app.kernel.operator_texts import shell_texts
from certificates.designs.queries import find_course_certificates, get_version_for
from certificates.issuing.reasons import Reason, ReasonKind, Refused
from certificates.printing.document import LONGEST, CertificateData, CertificateModule
from certificates.printing.fonts import printable
from certificates.register.codes import grouped_code
from courses.cohorts.models import AttendanceStatus, Cohort, Enrolment
from courses.cohorts.queries import fulfilment
from organisations.models import Person
from organisations.protection.queries import visible_contact


class Frame:
    """How certificates of `cohort` look and what they say, whoever they are for."""

    def __init__(self, cohort: Cohort, signatory: Person, now: datetime) -> None:
        self.version = get_version_for(cohort.course)
        self.design = self.version.appearance
        self.logo = self.version.logo.content if self.version.logo else None
        language = cohort.language
        # Whoever is shown the certificate reads it.
        job_title = visible_contact(signatory, None).job_title
        wishes = find_course_certificates(cohort.course)
        issued_on = now.astimezone(programme_zone()).date()
        months = wishes.valid_months if wishes else None
        self._days = {
            session.id: session.event.starts_at.astimezone(ZoneInfo(session.event.zone)).date()
            for session in cohort.sessions
            if session.takes_place
        }
        self._shared = {
            "course_title": cohort.title.in_language(language),
            "modules": tuple(
                CertificateModule(title=item.title.in_language(language), minutes=item.minutes)
                for item in cohort.version.agenda
            ),
            "issuer": current_app.extensions["komma"].settings.operator_name,
            "signatory": signatory.name,
            "signatory_function": job_title.in_language(language) if job_title else "",
            "issued_on": issued_on,
            "language": language,
            "notice": shell_texts(language).funder_notice,
            "valid_until": issued_on + relativedelta(months=months) if months else None,
        }

    def data_for(
        self, enrolment: Enrolment, name: str, code: str, *, replaces: str
    ) -> CertificateData:
        """What the certificate of one person says; `replaces` is the code of a former one.

        Raises Refused where the name is longer than the paper is wide.
        """
        if len(printable(name)) > LONGEST["holder_name"]:
            raise Refused(Reason(ReasonKind.NAME_TOO_LONG, {"most": LONGEST["holder_name"]}))
        days = {
            self._days[attendance.session_id]
            for attendance in enrolment.attendances
            if AttendanceStatus(attendance.status).was_there and attendance.session_id in self._days
        }
        return CertificateData(
            holder_name=printable(name),
            total_minutes=fulfilment(enrolment).attended_minutes,
            dates=tuple(sorted(days)),
            code=grouped_code(code),
            verify_url=absolute_address("certificate_checks.result", code=code),
            replaces=replaces,
            **self._shared,
        )
