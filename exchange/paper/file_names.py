"""What a file is called, in letters that every system knows. Pure."""

from courses.catalogue.slugs import free_slug

_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


def file_name(title: str, ending: str, *, mark: str = "") -> str:
    """The title as a name, after `mark`, such as `entwurf-`."""
    return f"{mark}{free_slug(title.casefold().translate(_SPELT_OUT), ())}.{ending}"
