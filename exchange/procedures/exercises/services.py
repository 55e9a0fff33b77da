"""Start an exercise: a case like any other, marked as invented, and counted nowhere."""

from collections.abc import Collection
from datetime import date, datetime

from app.kernel.i18n import localised
from exchange.procedures.cases.models import Case
from exchange.procedures.cases.services import Incident, start_case
from exchange.procedures.exercises.shelf import Scenario
from exchange.procedures.writing.models import ProcedureVersion
from notifications.services import notify
from organisations.models import Person


def start_exercise(
    *,
    version: ProcedureVersion,
    scenario: Scenario,
    team: Collection[Person],
    happened_on: date,
    delete_on: date,
    actor: Person,
    now: datetime,
) -> Case:
    """Play `scenario` by `version` with everybody in `team`, who are told by mail.

    Raises what `start_case` raises.
    """
    situations = version.situations
    others = [person for person in team if person.id != actor.id]
    case = start_case(
        version=version,
        incident=Incident(
            situation=scenario.situation if scenario.situation in situations else situations[0],
            happened_on=happened_on,
            description=localised(scenario.text),
            scenario=scenario.key,
        ),
        delete_on=delete_on,
        others=others,
        actor=actor,
        now=now,
    )
    for person in others:
        notify(person=person, template="cases/named", now=now, case=case)
    return case
