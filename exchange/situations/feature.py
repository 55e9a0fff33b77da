"""What `situations` adds to `exchange`.

Parts beside it show on the page of a situation what they have for it, by a panel at the place
`situation_page`, which is given the `situation`.
"""

from app.kernel.feature import Feature
from exchange.situations import views
from exchange.situations.panels import PANELS

PART = Feature(name="exchange.situations", blueprints=(views.blueprint,), panels=PANELS)
