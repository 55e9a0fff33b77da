"""What registration adds to `organisations`."""

from app.kernel.feature import Feature, Job, NavigationGroup, NavigationItem, Panel
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.matrix import DECIDE_REGISTRATIONS
from organisations.registration import manage_views, views
from organisations.registration.jobs import FORGET_JOB, answer_all, forget_old
from organisations.registration.panels import render_way_in
from organisations.registration.personal_data import REGISTRATIONS
from organisations.registration.services import ANSWER_JOB

PART = Feature(
    name="organisations.registration",
    blueprints=(views.blueprint, manage_views.blueprint),
    navigation=(
        NavigationItem(
            _l("Registrierungen"),
            "manage_registrations.index",
            84,
            DECIDE_REGISTRATIONS,
            group=NavigationGroup.PEOPLE,
        ),
    ),
    jobs=(Job(ANSWER_JOB, answer_all), Job(FORGET_JOB, forget_old)),
    panels=(Panel("sign_in", render_way_in),),
    personal_data=(REGISTRATIONS,),
)
