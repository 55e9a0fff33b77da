"""What `strategies` adds to `exchange`. Its pages are reached from those of alliances."""

from app.kernel.feature import Feature, Job, Panel
from exchange.strategies import editing_views, views
from exchange.strategies.demo import load_demo
from exchange.strategies.jobs import REMINDING_JOB, remind
from exchange.strategies.notification_kinds import KINDS
from exchange.strategies.panels import strategies_of, strategy_figures
from exchange.strategies.personal_data import WRITTEN_STRATEGIES
from exchange.strategies.progress import STRATEGIES as STANDING
from exchange.strategies.search_area import STRATEGIES

PART = Feature(
    name="exchange.strategies",
    blueprints=(views.blueprint, views.programme, editing_views.blueprint),
    jobs=(Job(REMINDING_JOB, remind),),
    panels=(Panel("alliance", strategies_of), Panel("alliances", strategy_figures)),
    notification_kinds=KINDS,
    personal_data=(WRITTEN_STRATEGIES,),
    search=(STRATEGIES,),
    progress=(STANDING,),
    demo=load_demo,
)
