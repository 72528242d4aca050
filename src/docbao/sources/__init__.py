"""From an address to an article: fetching, feeds, extraction, dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docbao.sources.extract import extract_text

__all__ = ["extract_text"]


def __getattr__(name: str) -> object:
    # Late, because extraction brings lxml and trafilatura, and most runs extract nothing.
    if name == "extract_text":
        from docbao.sources.extract import extract_text  # noqa: PLC0415 - see above

        return extract_text
    raise AttributeError(name)
