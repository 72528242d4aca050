"""The categories podcast directories sort shows by.

Source: Apple Podcasts, "Podcasts categories", as in use since 2019; other directories follow it.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Final

from docbao.clean import fold
from docbao.errors import PublishError
from docbao.i18n import Phrase

CATEGORIES: Final[Mapping[str, tuple[str, ...]]] = {
    "Arts": ("Books", "Design", "Fashion & Beauty", "Food", "Performing Arts", "Visual Arts"),
    "Business": (
        *("Careers", "Entrepreneurship", "Investing", "Management", "Marketing"),
        "Non-Profit",
    ),
    "Comedy": ("Comedy Interviews", "Improv", "Stand-Up"),
    "Education": ("Courses", "How To", "Language Learning", "Self-Improvement"),
    "Fiction": ("Comedy Fiction", "Drama", "Science Fiction"),
    "Government": (),
    "Health & Fitness": (
        *("Alternative Health", "Fitness", "Medicine", "Mental Health", "Nutrition"),
        "Sexuality",
    ),
    "History": (),
    "Kids & Family": ("Education for Kids", "Parenting", "Pets & Animals", "Stories for Kids"),
    "Leisure": (
        *("Animation & Manga", "Automotive", "Aviation", "Crafts", "Games", "Hobbies"),
        *("Home & Garden", "Video Games"),
    ),
    "Music": ("Music Commentary", "Music History", "Music Interviews"),
    "News": (
        *("Business News", "Daily News", "Entertainment News", "News Commentary", "Politics"),
        *("Sports News", "Tech News"),
    ),
    "Religion & Spirituality": (
        *("Buddhism", "Christianity", "Hinduism", "Islam", "Judaism", "Religion"),
        "Spirituality",
    ),
    "Science": (
        *("Astronomy", "Chemistry", "Earth Sciences", "Life Sciences", "Mathematics"),
        *("Natural Sciences", "Nature", "Physics", "Social Sciences"),
    ),
    "Society & Culture": (
        *("Documentary", "Personal Journals", "Philosophy", "Places & Travel", "Relationships"),
    ),
    "Sports": (
        *("Baseball", "Basketball", "Cricket", "Fantasy Sports", "Football", "Golf", "Hockey"),
        *("Rugby", "Running", "Soccer", "Swimming", "Tennis", "Volleyball", "Wilderness"),
        "Wrestling",
    ),
    "Technology": (),
    "True Crime": (),
    "TV & Film": ("After Shows", "Film History", "Film Interviews", "Film Reviews", "TV Reviews"),
}


def find_category(text: str) -> tuple[str, str]:
    """The category and subcategory (or "") meant by `News` or `News > Daily News`.

    Raises:
        PublishError: There is none of that name; the hint names the nearest.
    """
    first, _, second = (part.strip() for part in text.partition(">"))
    top = _same(first, CATEGORIES)
    if top is not None and not second:
        return top, ""
    sub = _same(second, CATEGORIES[top]) if top is not None else None
    if top is not None and sub is not None:
        return top, sub
    known = [*CATEGORIES, *(f"{c} > {s}" for c, subs in CATEGORIES.items() for s in subs)]
    near = difflib.get_close_matches(text.strip(), known, n=3, cutoff=0.4) or ["News"]
    raise PublishError(
        Phrase(
            vi="không có chuyên mục podcast nào tên “{name}”",
            en="there is no podcast category “{name}”",
        ).fill(name=text),
        hint=Phrase(vi="Chọn một trong: {names}.", en="Choose one of: {names}.").fill(
            names=", ".join(near)
        ),
    )


def _same(name: str, names: Mapping[str, tuple[str, ...]] | tuple[str, ...]) -> str | None:
    wanted = fold(name).replace(" and ", " & ")
    return next((known for known in names if fold(known) == wanted), None)
