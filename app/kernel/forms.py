"""The base of every form: CSRF, trimmed text, messages in the person's language."""

from typing import Any

from flask import Flask
from flask_wtf import CSRFProtect, FlaskForm
from wtforms import PasswordField, StringField

from app.kernel.errors import DomainError

csrf = CSRFProtect()


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
