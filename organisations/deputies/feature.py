"""What deputies add to `organisations`."""

from app.kernel.feature import Feature, Panel
from organisations.deputies import panels, personal_data, views
from organisations.deputies.handlers import HANDLERS
from organisations.deputies.retention import KEPT_DEPUTYSHIPS

PART = Feature(
    name="organisations.deputies",
    blueprints=(views.blueprint,),
    handlers=HANDLERS,
    panels=(Panel("account", panels.render_account),),
    personal_data=(personal_data.DEPUTYSHIPS,),
    retention_rules=(KEPT_DEPUTYSHIPS,),
)
