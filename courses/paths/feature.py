"""What training paths add to `courses`."""

from app.kernel.feature import Feature, NavigationItem
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.matrix import LEARN
from courses.paths import cli, demo, removing_views, views
from courses.paths.handlers import HANDLERS
from courses.paths.personal_data import PATHS

PART = Feature(
    name="courses.paths",
    blueprints=(views.blueprint, removing_views.blueprint),
    cli=(cli.paths,),
    navigation=(NavigationItem(_l("Lernpfad"), "paths.show", 20, LEARN),),
    handlers=HANDLERS,
    personal_data=(PATHS,),
    demo=demo.load_demo,
)
