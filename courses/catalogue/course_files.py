"""Where the files of learning units lie: those that KommA ships, and the operator's own."""

from pathlib import Path

from flask import current_app

from courses.units.media import ending_of

SHIPPED = Path(__file__).parent / "content" / "files"
OWN = "course-files"


def find_course_file(name: str) -> Path | None:
    """The file of that name; the operator's own goes before one that KommA ships."""
    if not ending_of(name):  # no name of a file, perhaps a way out of the folder
        return None
    own = current_app.extensions["komma"].settings.instance_folder / OWN
    return next((folder / name for folder in (own, SHIPPED) if (folder / name).is_file()), None)
