"""The two languages people meet docbao in: Vietnamese first, English complete beside it.

Every string a person reads or hears is a `Phrase`: both wordings stand side by side at the
place where they are used, so neither can fall behind unnoticed (a test walks the package and
looks for strings that are not phrases). The language is chosen once, by the face that talks
to the person; nothing below a face reads it.
"""

from __future__ import annotations

import os
from typing import Final, Literal

from docbao.values import dataclass, field

Language = Literal["vi", "en"]
"""BCP 47 language of an interface, a text or a voice, as far as docbao tells them apart."""

LANGUAGES: Final[tuple[Language, ...]] = ("vi", "en")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Something said to a person, in both languages, with its blanks filled in late.

    `Phrase(vi="Có {count} mục", en="{count} items").fill(count=3)`; `str()` gives it in the
    language of the interface.
    """

    vi: str
    """Vietnamese wording; blanks as in `str.format`."""

    en: str
    """English wording with the same blanks."""

    values: tuple[tuple[str, object], ...] = field(default=())
    """What goes into the blanks; a value may be a `Phrase` itself."""

    def fill(self, **values: object) -> Phrase:
        """The same phrase with these blanks filled."""
        return Phrase(self.vi, self.en, (*self.values, *values.items()))

    def in_language(self, language: Language) -> str:
        """The wording in `language`, blanks filled."""
        wording = self.vi if language == "vi" else self.en
        if not self.values:
            return wording
        return wording.format(
            **{
                name: value.in_language(language) if isinstance(value, Phrase) else value
                for name, value in self.values
            }
        )

    def __str__(self) -> str:
        return self.in_language(interface_language())


_chosen: Language | None = None


def choose_language(language: Language | None) -> None:
    """Fix the language of the interface; `None` goes back to what the environment says."""
    global _chosen  # noqa: PLW0603 - one process talks to one person
    _chosen = language


def interface_language() -> Language:
    """The language chosen, else that of `DOCBAO_LANG`, else of the locale, else Vietnamese.

    A locale that names neither language (`C`, `POSIX`, none at all) says nothing about the
    reader, and docbao's readers are Vietnamese; any other named locale gets English.
    """
    if _chosen is not None:
        return _chosen
    for name in ("DOCBAO_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        code = value.replace("-", "_").split("_")[0].split(".")[0].lower()
        if code == "vi":
            return "vi"
        if code and code not in ("c", "posix"):
            return "en"
    return "vi"
