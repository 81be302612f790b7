"""Text that exists in English and in Chinese."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = ("en", "zh")


@dataclass(frozen=True)
class Bilingual:
    """The same text in both languages; where one is empty, the other stands in for it."""

    en: str = ""
    zh: str = ""

    def to(self, language: Language) -> str:
        """The text in `language`, or else in the other one."""
        return (self.zh or self.en) if language == "zh" else (self.en or self.zh)
