"""Censuses: nothing shows a time but by the reader's clock, save what is the programme's."""

import re
from pathlib import Path

from app.config import PROJECT_ROOT
from app.kernel.i18n import PACKAGES_WITH_TEXTS

#: Rules and documents of the programme, and demo data. Everything else goes by a person's clock.
BY_THE_PROGRAMMES_CLOCK = {
    "assessments/administrations/course_views.py",
    "assessments/administrations/notice.py",
    "assessments/administrations/services.py",
    "assessments/waves/forms.py",
    "assessments/waves/jobs.py",
    "assessments/waves/panels.py",
    "assessments/waves/services.py",
    "app/kernel/i18n.py",
    "app/kernel/nightly.py",
    "app/kernel/retention.py",
    "app/pages/audit/forms.py",
    "app/pages/audit/services.py",
    "app/pages/overview/demo.py",
    "app/pages/overview/jobs.py",
    "app/pages/overview/reporting.py",
    "certificates/badges/views.py",
    "certificates/checking/views.py",
    "certificates/issuing/drafts.py",
    "certificates/issuing/frames.py",
    "courses/cohort_waves/demo.py",
    "courses/cohort_waves/presenting.py",
    "courses/cohort_waves/queries.py",
    "courses/cohorts/demo.py",
    "courses/cohorts/planning/clashes.py",
    "courses/cohorts/planning/forms.py",
    "courses/cohorts/planning/series_forms.py",
    "courses/cohorts/planning/views.py",
    "courses/desk/hours/statement.py",
    "courses/desk/hours/views.py",
    "courses/group_levels/forms.py",
    "courses/group_levels/jobs.py",
    "courses/progress.py",
    "courses/reports/rosters.py",
    "courses/reports/services.py",
    "courses/reports/views.py",
    "courses/team_paths/analysis_forms.py",
    "courses/team_paths/demo.py",
    "courses/team_paths/jobs.py",
    "courses/team_paths/offers.py",
    "courses/team_paths/requesting.py",
    "exchange/alliances/demo.py",
    "exchange/peer_consultations/demo.py",
    "exchange/peer_consultations/groups/dating.py",
    "exchange/peer_consultations/groups/jobs.py",
    "exchange/peer_consultations/sessions/services.py",
    "exchange/knowledge/digest/services.py",
    "exchange/meetings/demo.py",
    "exchange/meetings/retention.py",
    "exchange/procedures/cases/jobs.py",
    "exchange/procedures/cases/services.py",
    "exchange/procedures/demo.py",
    "exchange/procedures/figures/jobs.py",
    "exchange/procedures/figures/services.py",
    "organisations/entitlements/quotas.py",
    "organisations/own_account/forms.py",
    "organisations/people/forms.py",
    "organisations/protection/services.py",
    "organisations/substitutes/forms.py",
    "organisations/substitutes/services.py",
    "scheduling/coaching/demo.py",
    "scheduling/coaching/hours_statement.py",
    "scheduling/coaching/hours_statement_views.py",
    "scheduling/coaching/people_counts.py",
    "scheduling/feeds/content.py",
    "scheduling/feeds/wording.py",
}

#: A time that is printed or put into a sentence as it is.
BARE_TIME = re.compile(
    r"\{\{-?\s*[\w.]+_at\s*-?\}\}|\w=[\w.]+_(?:at|until)\s*[,)]|strftime|astimezone"
)


def files(*patterns: str) -> list[Path]:
    return [
        path
        for package in PACKAGES_WITH_TEXTS
        for pattern in patterns
        for path in (PROJECT_ROOT / package).rglob(pattern)
    ]


def test_only_rules_and_documents_go_by_the_programmes_clock():
    users = {
        str(path.relative_to(PROJECT_ROOT))
        for path in files("*.py")
        if "programme_zone" in path.read_text(encoding="utf-8")
    }
    assert users == BY_THE_PROGRAMMES_CLOCK


def test_no_template_shows_a_time_without_a_clock():
    templates = files("*.html", "*.txt")
    assert len(templates) > 100
    found = {
        f"{path.relative_to(PROJECT_ROOT)}: {match}"
        for path in templates
        for match in BARE_TIME.findall(path.read_text(encoding="utf-8"))
    }
    assert not found


def test_the_census_finds_bare_times():
    for text in ("{{ event.starts_at }}", "{{- entry.created_at -}}", "_(x, when=b.change_until)"):
        assert BARE_TIME.search(text), text
    assert not BARE_TIME.search("{{ event.starts_at|local_time }} {{ time=b.at|local_date }}")
