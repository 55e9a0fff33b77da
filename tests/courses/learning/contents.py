"""Contents of learning units for tests, as they are stored."""

from typing import Any


def both(text: str) -> dict[str, str]:
    """A text in both languages."""
    return {"de": text, "en": f"{text} (en)"}


def option(text: str, *, right: bool = False) -> dict[str, Any]:
    return {"text": both(text), "feedback": both(f"Zu {text}"), "right": right}


def quiz(**changes: Any) -> dict[str, Any]:
    """A quiz with a question of each kind, passed with three quarters."""
    return {
        "pass_percent": 75,
        "questions": [
            {
                "kind": "single",
                "question": both("Was zuerst?"),
                "options": [option("Der Mensch", right=True), option("Das Formular")],
            },
            {
                "kind": "multiple",
                "question": both("Was hilft?"),
                "options": [
                    option("Wasser", right=True),
                    option("Ruhe", right=True),
                    option("Ausfragen"),
                ],
            },
            {
                "kind": "ordering",
                "question": both("In welcher Reihenfolge?"),
                "items": [
                    {"text": both(text), "feedback": both(f"Zu {text}")}
                    for text in ("Anhalten", "Benennen", "Weitergehen")
                ],
            },
            {
                "kind": "matching",
                "question": both("Was gehört zusammen?"),
                "pairs": [
                    {"text": both(left), "partner": both(right), "feedback": both(f"Zu {left}")}
                    for left, right in (("AGG", "Beschwerde"), ("StGB", "Antrag"))
                ],
            },
        ],
    } | changes


def choice(text: str, leads_to: str) -> dict[str, Any]:
    return {"text": both(text), "consequence": both(f"Nach {text}."), "leads_to": leads_to}


def scenario() -> dict[str, Any]:
    """A hall that can be calmed, by a detour that can be walked in circles, or left."""
    return {
        "start": "hall",
        "nodes": {
            "hall": {
                "situation": both("Der Saal ist laut."),
                "choices": [choice("Unterbrechen", "pause"), choice("Überhören", "louder")],
            },
            "pause": {
                "situation": both("Es ist Pause."),
                "choices": [choice("Weitermachen", "calm"), choice("Zurück in den Saal", "hall")],
            },
            "calm": {"situation": both("Es ist ruhig."), "debrief": both("Gut gelöst.")},
            "louder": {"situation": both("Es wird lauter."), "debrief": both("Besser früher.")},
        },
    }


def reflection() -> dict[str, Any]:
    return {"question": both("Was sagen Sie beim nächsten Mal?")}


def linked_video() -> dict[str, Any]:
    return {
        "address": "https://videos.example.org/watch?v=1",
        "provider": "Beispielvideos",
        "transcript": both("Ein Mensch spricht."),
    }


def own_video() -> dict[str, Any]:
    return {
        "file": both_files("film.webm"),
        "captions": both_files("film.vtt"),
        "transcript": both("Ein Mensch spricht."),
    }


def download() -> dict[str, Any]:
    return {"file": both_files("plan.odt"), "description": both("Ein Plan zum Ausfüllen.")}


def both_files(name: str) -> dict[str, str]:
    return {"de": name, "en": name}
