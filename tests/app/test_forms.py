"""A census of all forms: what must be filled in is not filled in by spaces."""

from collections.abc import Iterator

from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired

from app.kernel.forms import Form


def all_forms(base: type[Form] = Form) -> Iterator[type[Form]]:
    for form in base.__subclasses__():
        yield form
        yield from all_forms(form)


def text_fields(form: type[Form]) -> Iterator[tuple[str, tuple[object, ...]]]:
    """The fields of a form that are typed and trimmed, with their validators."""
    for name in dir(form):
        field = getattr(form, name)
        kind = getattr(field, "field_class", None)
        if kind and issubclass(kind, StringField) and not issubclass(kind, PasswordField):
            yield name, field.kwargs.get("validators", ())


def test_no_text_that_must_be_given_is_given_by_spaces(app):
    """InputRequired looks at what was sent, before it is trimmed; DataRequired at what is left."""
    seen = {
        f"{form.__module__}.{form.__qualname__}.{name}": validators
        for form in all_forms()
        for name, validators in text_fields(form)
    }
    assert "organisations.people.forms.PersonForm.given_name" in seen
    assert [
        name
        for name, validators in seen.items()
        if any(isinstance(validator, InputRequired) for validator in validators)
    ] == []
