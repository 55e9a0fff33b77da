"""Demo data: a path for everyone who has completed their needs analysis."""

from datetime import datetime

from courses.needs.demo import ANALYSES
from courses.needs.queries import find_completed_analysis
from courses.paths.queries import read_basis
from courses.paths.services import keep_plan, make_plan
from organisations.accounts.queries import get_account_by_email


def load_demo(now: datetime) -> None:
    """Plan the paths. Needs the invented analyses, the courses and their cohorts."""
    for invented in ANALYSES:
        person = get_account_by_email(f"{invented.account}@example.org").person
        analysis = find_completed_analysis(person)
        if analysis is not None:
            basis = read_basis(person, analysis, budget_minutes=analysis.budget_minutes, now=now)
            keep_plan(person=person, analysis=analysis, plan=make_plan(basis), basis=basis)
