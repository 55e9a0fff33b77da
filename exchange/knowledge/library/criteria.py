"""What somebody looks for among articles. Pure."""

from dataclasses import dataclass, fields, replace


@dataclass(frozen=True)
class Criteria:
    """What somebody looks for. Empty means that it does not matter."""

    q: str = ""
    situation: str = ""
    competency: str = ""
    tag: str = ""
    kind: str = ""
    size: str = ""

    @property
    def given(self) -> dict[str, str]:
        """What matters, by name."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in values.items() if value}

    def without(self, name: str) -> "Criteria":
        """The same, but for this."""
        return replace(self, **{name: ""})
