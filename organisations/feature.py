"""What `organisations` adds to the app."""

from app.kernel.feature import Feature, NavigationItem
from app.kernel.i18n import lazy_gettext as _l
from organisations.accounts import views
from organisations.demo import load_demo
from organisations.municipalities import views as municipality_views
from organisations.people import views as people_views
from organisations.permissions import MANAGE_ORGANISATIONS
from organisations.registration.feature import PART as REGISTRATION
from organisations.roster.feature import PART as ROSTER

FEATURE = Feature(
    name="organisations",
    blueprints=(
        views.blueprint,
        views.language_blueprint,
        municipality_views.blueprint,
        people_views.blueprint,
        *ROSTER.blueprints,
        *REGISTRATION.blueprints,
    ),
    permissions=(MANAGE_ORGANISATIONS, *ROSTER.permissions, *REGISTRATION.permissions),
    navigation=(
        NavigationItem(_l("Kommunen"), "municipalities.index", 70, MANAGE_ORGANISATIONS),
        NavigationItem(_l("Personen"), "people.index", 80, MANAGE_ORGANISATIONS),
        *ROSTER.navigation,
        *REGISTRATION.navigation,
    ),
    jobs=(*ROSTER.jobs, *REGISTRATION.jobs),
    panels=REGISTRATION.panels,
    personal_data=(*ROSTER.personal_data, *REGISTRATION.personal_data),
    demo=load_demo,
)
