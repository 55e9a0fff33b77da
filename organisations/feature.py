"""What `organisations` adds to the app."""

from app.kernel.feature import Feature, NavigationItem, Panel, PersonalData
from app.kernel.i18n import lazy_gettext as _l
from organisations.accounts import views
from organisations.demo import load_demo
from organisations.municipalities import views as municipality_views
from organisations.people import views as people_views
from organisations.permissions import MANAGE_ORGANISATIONS
from organisations.protection import panels as protection_panels
from organisations.protection import personal_data as protection_data
from organisations.protection import views as protection_views

FEATURE = Feature(
    name="organisations",
    blueprints=(
        views.blueprint,
        views.language_blueprint,
        municipality_views.blueprint,
        people_views.blueprint,
        protection_views.blueprint,
    ),
    permissions=(MANAGE_ORGANISATIONS,),
    navigation=(
        NavigationItem(_l("Kommunen"), "municipalities.index", 70, MANAGE_ORGANISATIONS),
        NavigationItem(_l("Personen"), "people.index", 80, MANAGE_ORGANISATIONS),
    ),
    panels=(Panel("account", protection_panels.render_account),),
    personal_data=(
        PersonalData(
            name="protection",
            export=protection_data.export_of,
            erase=protection_data.erase,
            retention=_l("Schutz Ihrer Kontaktdaten: bis Sie ihn aufheben."),
        ),
    ),
    demo=load_demo,
)
