"""The base of every form: CSRF, trimmed text, messages in the person's language."""

from typing import Any

from flask import Flask
from flask_wtf import CSRFProtect, FlaskForm
from wtforms import IntegerField, PasswordField, StringField

from app.kernel.errors import DomainError
from app.kernel.i18n import lazy_gettext as _l

csrf = CSRFProtect()

NUMBER_FAULT = _l("Bitte geben Sie eine ganze Zahl ein.")


def init_forms(app: Flask) -> None:
    """Check the CSRF token of every request that writes, form object or not."""
    app.config["WTF_CSRF_TIME_LIMIT"] = None  # as long as the session it belongs to
    csrf.init_app(app)


def _trim(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


class Form(FlaskForm):
    """A form whose text fields are trimmed and which can show a domain error where it belongs."""

    class Meta(FlaskForm.Meta):
        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            kind = unbound_field.field_class
            if issubclass(kind, StringField) and not issubclass(kind, PasswordField):
                given = unbound_field.kwargs.get("filters", ())
                options.setdefault("filters", [_trim, *given])
            return unbound_field.bind(form=form, **options)

    def show(self, error: DomainError) -> None:
        """Put `error` at its field, or above the form where it names none of the form's fields."""
        field = self._fields.get(error.field or "")
        if field is None:
            self.form_errors.append(error.message)
        else:
            field.errors = [*field.errors, error.message]


class WholeNumberField(IntegerField):
    """A whole number that says in our words what is wrong with it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(NUMBER_FAULT) from error
