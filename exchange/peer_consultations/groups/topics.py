"""What a consultation can be about: a competency or a situation, by one key."""

from dataclasses import dataclass

from app.kernel.i18n import localised
from organisations.topics.queries import list_competencies, list_situations

COMPETENCY, SITUATION = "competency", "situation"


@dataclass(frozen=True)
class Topic:
    """`key` names the kind as well: competencies and situations may share theirs."""

    key: str
    name: str

    @property
    def is_situation(self) -> bool:
        return self.key.startswith(f"{SITUATION}:")


def list_topics() -> list[Topic]:
    """All topics in the language of the moment, situations first."""
    return [
        *(Topic(f"{SITUATION}:{one.key}", localised(one.text)) for one in list_situations()),
        *(Topic(f"{COMPETENCY}:{one.key}", localised(one.name)) for one in list_competencies()),
    ]


def topic_names() -> dict[str, str]:
    """The names by key. A topic that is gone has none."""
    return {topic.key: topic.name for topic in list_topics()}
