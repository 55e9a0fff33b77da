"""What a person decides here and packages above may react to, inside the same transaction."""

from dataclasses import dataclass


@dataclass(frozen=True)
class TrainingsDiscretionChanged:
    """A person has decided that calendars tell the topic of trainings, or no longer do."""

    person_id: int
    discreet: bool
