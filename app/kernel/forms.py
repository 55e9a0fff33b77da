"""The base of every form: CSRF, trimmed plain text, messages in the person's language."""

from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import Any

from flask import Flask, request
from flask_wtf import CSRFProtect, FlaskForm
from flask_wtf.csrf import CSRFError
from wtforms import Field, FieldList, IntegerField, PasswordField, StringField, TextAreaField
from wtforms.validators import Length

from app.kernel.errors import DomainError
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.plain_input import plain_line, plain_lines, without_unseen

csrf = CSRFProtect()

NUMBER_FAULT = _l("Bitte geben Sie eine ganze Zahl ein.")

#: Far more than anybody types into one line, and into several. What is longer is not looked at.
LONGEST_LINE, LONGEST_TEXT = 10_000, 100_000


def init_forms(app: Flask) -> None:
    """Check the CSRF token of every request that writes, form object or not."""
    app.config["WTF_CSRF_TIME_LIMIT"] = None  # as long as the session it belongs to
    # Pages with a secret address send no referrer, and some authorities' proxies drop all of them.
    # What browsers say of a request's origin instead survives both.
    app.config["WTF_CSRF_SSL_STRICT"] = False
    app.before_request(_refuse_other_sites)
    csrf.init_app(app)


def _refuse_other_sites() -> None:
    """Besides the token: what another site sends is refused (W3C Fetch Metadata §2.3)."""
    writes = request.method in {"POST", "PUT", "PATCH", "DELETE"}
    if writes and request.headers.get("Sec-Fetch-Site") in {"cross-site", "same-site"}:
        raise CSRFError


def _trim(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def _one_plain_line(value: Any) -> Any:
    return plain_line(value) if isinstance(value, str) else value


def _plain_lines(value: Any) -> Any:
    return plain_lines(value) if isinstance(value, str) else value


class Form(FlaskForm):
    """A form whose text fields are trimmed and plain and which shows a domain error at its field.

    A field of one line takes no line break, however it was sent.
    """

    class Meta(FlaskForm.Meta):
        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            kind = unbound_field.field_class
            if issubclass(kind, StringField) and not issubclass(kind, PasswordField):
                given = unbound_field.kwargs.get("filters", ())
                plain = _plain_lines if issubclass(kind, TextAreaField) else _one_plain_line
                options.setdefault("filters", [_trim, plain, *given])
            return unbound_field.bind(form=form, **options)

    def process(self, *args: Any, **kwargs: Any) -> None:
        """Read what was sent. What was refused for unseen characters is shown again without."""
        super().process(*args, **kwargs)
        for field in _single_fields(self):
            if field.process_errors and isinstance(field.data, str):
                field.data = without_unseen(field.data)

    def validate(self, extra_validators: Any = None) -> bool:
        """Check every field, unless one is so long that checking it would keep others waiting.

        How long some checks take grows with the square of the length: that of mail addresses takes
        a third of a minute for a million characters.
        """
        excessive = [field for field in self if _is_excessive(field)]
        for field in excessive:
            field.errors = [_l("Bitte höchstens %(most)s Zeichen.", most=_longest(field))]
        return not excessive and super().validate(extra_validators)

    def show(self, error: DomainError) -> None:
        """Put `error` at its field, or above the form where it names none of the form's fields."""
        field = self._fields.get(error.field or "")
        if field is None:
            self.form_errors.append(error.message)
        else:
            field.errors = [*field.errors, error.message]


def _single_fields(fields: Iterable[Field]) -> Iterator[Field]:
    """Every field, those of lists included."""
    for field in fields:
        yield field
        if isinstance(field, FieldList):
            yield from _single_fields(field)


def _is_excessive(field: Field) -> bool:
    most = LONGEST_TEXT if isinstance(field, TextAreaField) else LONGEST_LINE
    return any(len(text) > most for text in field.raw_data or () if isinstance(text, str))


def _longest(field: Field) -> int:
    """How long the field says itself that it may be, else what no field is longer than."""
    own = [check.max for check in field.validators if isinstance(check, Length) and check.max > 0]
    return min(own, default=LONGEST_TEXT if isinstance(field, TextAreaField) else LONGEST_LINE)


def read_upload(field: Field) -> bytes:
    """The bytes that were sent for `field`; none where no file was. A large one lies in a file of
    the server's, which ends with this.
    """
    if field.name not in request.files:
        return b""
    with closing(field.data) as uploaded:
        return uploaded.read()


class WholeNumberField(IntegerField):
    """A whole number that says in our words what is wrong with it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(NUMBER_FAULT) from error
