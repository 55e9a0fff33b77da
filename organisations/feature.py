"""What `organisations` adds to the app."""

from app.kernel.feature import Feature, Job, NavigationGroup, NavigationItem, Panel, PersonalData
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.matrix import (
    MANAGE_ORGANISATIONS,
    MANAGE_PEOPLE,
    READ_ENTITLEMENTS,
    SET_ENTITLEMENTS,
)
from organisations.accounts import views
from organisations.accounts.current import find_current_person
from organisations.accounts.retention import KEPT_SESSIONS
from organisations.demo import load_demo
from organisations.deputies.feature import PART as DEPUTIES
from organisations.entitlements import views as entitlement_views
from organisations.entitlements.current import load_withheld_benefits
from organisations.mail_links import views as mail_link_views
from organisations.mail_links.jobs import JOBS
from organisations.municipalities import views as municipality_views
from organisations.municipalities.search_area import MUNICIPALITIES
from organisations.own_account import views as own_account_views
from organisations.own_account.personal_data import ACCOUNT, SETTINGS, SIGN_IN, VAULT_KEY
from organisations.people import views as people_views
from organisations.people.search_area import PEOPLE
from organisations.progress import ARRIVAL
from organisations.protection import panels as protection_panels
from organisations.protection import personal_data as protection_data
from organisations.protection import views as protection_views
from organisations.registration.feature import PART as REGISTRATION
from organisations.roles.services import end_expired_roles
from organisations.roster.feature import PART as ROSTER
from organisations.second_factor import views as second_factor_views
from organisations.second_factor.handlers import HANDLERS
from organisations.substitutes.feature import PART as SUBSTITUTES
from organisations.teams.feature import PART as TEAMS
from organisations.topics.feature import PART as TOPICS

FEATURE = Feature(
    name="organisations",
    blueprints=(
        views.blueprint,
        views.language_blueprint,
        municipality_views.blueprint,
        people_views.blueprint,
        mail_link_views.blueprint,
        second_factor_views.blueprint,
        own_account_views.blueprint,
        *ROSTER.blueprints,
        *REGISTRATION.blueprints,
        *DEPUTIES.blueprints,
        *SUBSTITUTES.blueprints,
        *TEAMS.blueprints,
        *TOPICS.blueprints,
        entitlement_views.blueprint,
        protection_views.blueprint,
    ),
    jobs=(
        Job("organisations.end_expired_roles", end_expired_roles),
        *JOBS,
        *ROSTER.jobs,
        *REGISTRATION.jobs,
    ),
    handlers=(*HANDLERS, *DEPUTIES.handlers),
    retention_rules=(
        KEPT_SESSIONS,
        *REGISTRATION.retention_rules,
        *DEPUTIES.retention_rules,
    ),
    personal_data=(
        ACCOUNT,
        SIGN_IN,
        SETTINGS,
        *ROSTER.personal_data,
        *REGISTRATION.personal_data,
        *DEPUTIES.personal_data,
        PersonalData(
            name="protection",
            label=_l("Schutz der Kontaktdaten"),
            purpose=_l("Menschen schützen, die bedroht werden"),
            export=protection_data.export_of,
            erase=protection_data.erase,
            retention=_l("Bis Sie ihn aufheben."),
        ),
        VAULT_KEY,  # the last of all
    ),
    navigation=(
        NavigationItem(
            _l("Kommunen"),
            "municipalities.index",
            70,
            MANAGE_ORGANISATIONS,
            group=NavigationGroup.PEOPLE,
        ),
        NavigationItem(
            _l("Personen"), "people.index", 80, MANAGE_PEOPLE, group=NavigationGroup.PEOPLE
        ),
        *ROSTER.navigation,
        *REGISTRATION.navigation,
        NavigationItem(
            _l("Leistungen"),
            "entitlements.show",
            85,
            SET_ENTITLEMENTS,
            group=NavigationGroup.FIGURES,
        ),
        NavigationItem(
            _l("Unsere Leistungen"),
            "entitlements.own",
            85,
            READ_ENTITLEMENTS,
            group=NavigationGroup.FIGURES,
        ),
        *TOPICS.navigation,
    ),
    panels=(
        Panel("account", protection_panels.render_account),
        *REGISTRATION.panels,
        *DEPUTIES.panels,
    ),
    search=(PEOPLE, MUNICIPALITIES),
    progress=(ARRIVAL,),
    demo=load_demo,
    withheld_benefits=load_withheld_benefits,
    viewer=find_current_person,
)
