"""What deputies add to `organisations`."""

from app.kernel.feature import Feature, Panel
from organisations.deputies import panels, personal_data, views
from organisations.deputies.handlers import HANDLERS

PART = Feature(
    name="organisations.deputies",
    blueprints=(views.blueprint,),
    handlers=HANDLERS,
    panels=(Panel("account", panels.render_account),),
    personal_data=(personal_data.DEPUTYSHIPS,),
)
