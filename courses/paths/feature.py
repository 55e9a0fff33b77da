"""What training paths add to `courses`."""

from app.kernel.feature import Feature, NavigationItem
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.matrix import LEARN
from courses.paths import choice_views, cli, demo, views
from courses.paths.handlers import HANDLERS
from courses.paths.personal_data import CHOICES, PATHS

PART = Feature(
    name="courses.paths",
    blueprints=(views.blueprint, choice_views.blueprint),
    cli=(cli.paths,),
    navigation=(NavigationItem(_l("Lernpfad"), "paths.show", 20, LEARN),),
    handlers=HANDLERS,
    personal_data=(CHOICES, PATHS),
    demo=demo.load_demo,
)
