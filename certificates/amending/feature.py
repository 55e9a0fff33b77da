"""What correcting and revoking adds to `certificates`."""

from app.kernel.feature import Feature, Panel
from certificates.amending import panels, views
from certificates.amending.demo import load_demo

PART = Feature(
    name="certificates.amending",
    blueprints=(views.blueprint,),
    panels=(Panel("roster_row", panels.render_roster_row),),
    demo=load_demo,
)
