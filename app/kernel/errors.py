"""What can go wrong in the domain, in words a person can act on, and how constraints map to it."""

from sqlalchemy.exc import IntegrityError

from app.kernel.i18n import Message


class ConfigurationError(Exception):
    """A setting that stops the start. Reads `VARIABLE: what is wrong` in one line."""

    def __init__(self, variable: str, fault: str) -> None:
        super().__init__(f"{variable}: {fault}")


class DomainError(Exception):
    """A refusal with its reason. `message` is shown to the person, at `field` where it has one.

    `status` is the HTTP status of the page that shows it, `title` its heading where the general one
    of that status would mislead.
    """

    status = 422

    def __init__(
        self, message: Message, *, field: str | None = None, title: Message | None = None
    ) -> None:
        super().__init__(str(message))
        self.message = message
        self.field = field
        self.title = title


class NotFound(DomainError):
    """There is no such thing, or not for this person: both look the same from outside."""

    status = 404

    def __init__(self) -> None:
        super().__init__("not found")


class Forbidden(DomainError):
    """The person may see this but not do it."""

    status = 403


class NotIncluded(Forbidden):
    """The person's role allows it, but the membership of their municipality does not include it."""


class TooManyAttempts(DomainError):
    """Asked too often. `retry_after` is the number of seconds to wait."""

    status = 429

    def __init__(self, message: Message, *, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


_CONSTRAINTS: dict[str, tuple[type[DomainError], Message, str | None]] = {}


def explain_constraint(
    name: str,
    message: Message,
    *,
    field: str | None = None,
    error: type[DomainError] = DomainError,
) -> None:
    """Declare what breaking the constraint `name` means for the person. Declared once per name."""
    if name in _CONSTRAINTS:
        raise ValueError(f"constraint {name} is explained twice")
    _CONSTRAINTS[name] = (error, message, field)


def domain_error_from(error: IntegrityError) -> DomainError | None:
    """The domain error that a broken constraint stands for, or None where none is declared.

    PostgreSQL names the constraint; SQLite names a check, and for a unique constraint only its
    columns, so those are looked up in the metadata by table and columns.
    """
    name = broken_constraint(error)
    if name is None or name not in _CONSTRAINTS:
        return None
    kind, message, field = _CONSTRAINTS[name]
    return kind(message, field=field)


def broken_constraint(error: IntegrityError) -> str | None:
    """The name of the constraint that `error` reports, on SQLite and PostgreSQL."""
    diagnostics = getattr(error.orig, "diag", None)
    if diagnostics is not None:
        return diagnostics.constraint_name
    kind, separator, rest = str(error.orig).partition(" constraint failed: ")
    if not separator:
        return kind  # a trigger of ours: its message is its name
    if kind == "UNIQUE":
        return _unique_name({column.strip() for column in rest.split(",")})
    return rest


def _unique_name(columns: set[str]) -> str | None:
    # Imported here because the metadata is only complete once all models are.
    from sqlalchemy import UniqueConstraint

    from app.kernel.base import Base

    for table in Base.metadata.tables.values():
        uniques = [c for c in table.constraints if isinstance(c, UniqueConstraint)]
        for unique in (*uniques, *(index for index in table.indexes if index.unique)):
            if {f"{table.name}.{column.name}" for column in unique.columns} == columns:
                return str(unique.name)
    return None
