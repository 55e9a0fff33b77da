"""Invented things for the page that shows every component. Nothing of it is stored."""

from datetime import datetime, timedelta
from typing import Any

from app.kernel.charts import LevelChart, LevelRow, level_chart


def sample_chart() -> LevelChart:
    """A chart with every case: gap, reached, above the target, not rated, long label."""
    return level_chart(
        (
            LevelRow("Rassismus und Hass erkennen", 1, 3),
            LevelRow("Recht und Fürsorgepflicht", 0, 2),
            LevelRow("Mitarbeitende und sich selbst schützen", 3, 3),
            LevelRow("Klärungsverfahren und Meldewege in der Verwaltung", 4, 2),
            LevelRow("Eigene Widerstandskraft", None, 3),
        )
    )


def sample_timetable(now: datetime) -> list[dict[str, Any]]:
    """Three entries on two days after `now`, one of them cancelled."""
    start = now.replace(minute=0, second=0, microsecond=0) + timedelta(days=1)
    return [
        {
            "starts_at": start,
            "ends_at": start + timedelta(hours=2),
            "title": "Deeskalation vor Ort, Teil 1",
            "url": "#",
            "place": "Rathaus, Raum 12",
            "badge": {"label": "Angemeldet", "kind": "success"},
            "actions": [{"label": "Abmelden", "url": "#", "describe": "von Deeskalation, Teil 1"}],
        },
        {
            "starts_at": start + timedelta(days=2),
            "ends_at": start + timedelta(days=2, hours=1),
            "title": "Coaching",
            "place": "Video",
            "cancelled": True,
        },
        {
            "starts_at": start + timedelta(days=2, hours=2),
            "ends_at": start + timedelta(days=2, hours=4),
            "title": "Deeskalation vor Ort, Teil 2",
            "note": "Bitte bringen Sie einen Fall mit.",
        },
    ]
