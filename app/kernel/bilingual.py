"""A content text in both languages. Pure, so that pure cores can carry texts."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Bilingual:
    """One content text in both languages."""

    de: str
    en: str

    def __post_init__(self) -> None:
        if not self.de.strip() or not self.en.strip():
            raise ValueError("a bilingual text needs both languages")

    def in_language(self, language: str) -> str:
        return self.en if language == "en" else self.de
