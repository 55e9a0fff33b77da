"""What can be allowed around cohorts."""

from app.kernel.i18n import lazy_gettext as _l
from app.kernel.permissions import Permission, Role

ENROL = Permission(
    name="enrol",
    label=_l("Sich zu Kursen anmelden"),
    roles=frozenset({Role.TRAINEE, Role.TEAM_LEAD, Role.COORDINATOR}),
)
RUN_COHORTS = Permission(
    name="run_cohorts",
    label=_l("Durchgänge leiten: Teilnehmende sehen, Anwesenheit erfassen, Plätze ändern"),
    roles=frozenset({Role.TRAINER, Role.PROGRAMME_OFFICE}),
)
