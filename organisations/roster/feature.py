"""What lists of people add to `organisations`."""

from app.kernel.feature import Feature, Job, NavigationGroup, NavigationItem
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.matrix import IMPORT_ROSTER
from organisations.roster import views
from organisations.roster.jobs import FORGET_JOB, forget_old
from organisations.roster.personal_data import UPLOADS

PART = Feature(
    name="organisations.roster",
    blueprints=(views.blueprint,),
    navigation=(
        NavigationItem(
            _l("Personallisten"), "roster.index", 82, IMPORT_ROSTER, group=NavigationGroup.PEOPLE
        ),
    ),
    jobs=(Job(FORGET_JOB, forget_old),),
    personal_data=(UPLOADS,),
)
