"""What `organisations` adds to the app."""

from app.kernel.feature import Feature, Job, NavigationItem
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.matrix import MANAGE_ORGANISATIONS, READ_ENTITLEMENTS, SET_ENTITLEMENTS
from organisations.accounts import views
from organisations.demo import load_demo
from organisations.entitlements import views as entitlement_views
from organisations.entitlements.current import load_withheld_benefits
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
        entitlement_views.blueprint,
    ),
    navigation=(
        NavigationItem(_l("Kommunen"), "municipalities.index", 70, MANAGE_ORGANISATIONS),
        NavigationItem(_l("Personen"), "people.index", 80, MANAGE_ORGANISATIONS),
        NavigationItem(_l("Leistungen"), "entitlements.show", 85, SET_ENTITLEMENTS),
        NavigationItem(_l("Unsere Leistungen"), "entitlements.own", 85, READ_ENTITLEMENTS),
    ),
    jobs=(Job("organisations.end_expired_roles", end_expired_roles),),
    demo=load_demo,
    withheld_benefits=load_withheld_benefits,
)
