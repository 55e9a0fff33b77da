"""What `peer_consultations` adds to `exchange`."""

from app.kernel.feature import Feature, Job, NavigationGroup, NavigationItem, Panel
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.matrix import CONSULT_PEERS, READ_PEER_FIGURES
from exchange.peer_consultations.demo import load_demo
from exchange.peer_consultations.groups import case_views, figures_views, poll_views
from exchange.peer_consultations.groups import views as groups
from exchange.peer_consultations.groups.jobs import DELETING_JOB, delete_old
from exchange.peer_consultations.groups.retention import KEPT_CONSULTATIONS
from exchange.peer_consultations.handlers import HANDLERS
from exchange.peer_consultations.notification_kinds import KINDS
from exchange.peer_consultations.panels import consultation_of_event, consultation_of_poll, waiting
from exchange.peer_consultations.peers import views as peers
from exchange.peer_consultations.personal_data import CONSULTATIONS
from exchange.peer_consultations.progress import PEER_CONSULTATION
from exchange.peer_consultations.reflection import views as reflection
from exchange.peer_consultations.reflection.jobs import ASKING_JOB, ask_for_reflections
from exchange.peer_consultations.sessions import views as sessions

PART = Feature(
    name="exchange.peer_consultations",
    blueprints=(
        groups.blueprint,
        case_views.blueprint,
        poll_views.blueprint,
        peers.blueprint,
        sessions.blueprint,
        reflection.blueprint,
        figures_views.blueprint,
    ),
    navigation=(
        NavigationItem(
            _l("Kollegiale Beratung"),
            "peer_consultations.index",
            50,
            CONSULT_PEERS,
            group=NavigationGroup.EXCHANGE,
        ),
        NavigationItem(
            _l("Kollegiale Beratung"),
            "peer_figures.show",
            87,
            READ_PEER_FIGURES,
            group=NavigationGroup.FIGURES,
        ),
    ),
    jobs=(Job(DELETING_JOB, delete_old), Job(ASKING_JOB, ask_for_reflections)),
    handlers=HANDLERS,
    panels=(
        Panel("dashboard", waiting),
        Panel("event_page", consultation_of_event),
        Panel("date_poll", consultation_of_poll),
    ),
    notification_kinds=KINDS,
    progress=(PEER_CONSULTATION,),
    personal_data=(CONSULTATIONS,),
    retention_rules=(KEPT_CONSULTATIONS,),
    demo=load_demo,
)
