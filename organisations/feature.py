"""What `organisations` adds to the app."""

from app.kernel.feature import Feature, Job, NavigationItem
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.matrix import MANAGE_ORGANISATIONS
from organisations.accounts import views
from organisations.demo import load_demo
from organisations.deputies.feature import PART as DEPUTIES
from organisations.municipalities import views as municipality_views
from organisations.people import views as people_views
from organisations.roles.services import end_expired_roles

FEATURE = Feature(
    name="organisations",
    blueprints=(
        views.blueprint,
        views.language_blueprint,
        municipality_views.blueprint,
        people_views.blueprint,
        *DEPUTIES.blueprints,
    ),
    navigation=(
        NavigationItem(_l("Kommunen"), "municipalities.index", 70, MANAGE_ORGANISATIONS),
        NavigationItem(_l("Personen"), "people.index", 80, MANAGE_ORGANISATIONS),
    ),
    jobs=(Job("organisations.end_expired_roles", end_expired_roles),),
    handlers=DEPUTIES.handlers,
    panels=DEPUTIES.panels,
    personal_data=DEPUTIES.personal_data,
    demo=load_demo,
)
