"""What a person may call an item: a number of the last list, an id or its beginning, a URL."""

from __future__ import annotations

import contextlib
import re
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from docbao.errors import ItemNotFound
from docbao.i18n import Phrase
from docbao.store.shelf import Shelf

_ID: Final = re.compile(r"[0-9a-f]{4,16}\Z")
"""An entry's id, or enough of its beginning not to be met by chance."""
_NUMBER: Final = re.compile(r"[0-9]{1,9}\Z")


class Items(Shelf):
    """The last list shown, and the way from a name to an entry."""

    def remember_list(self, ids: Sequence[str], *, first_number: int = 1) -> None:
        """Let numbers mean these entries from now on.

        Args:
            ids: Entry ids in the order shown.
            first_number: Number of the first; more than 1 goes on with the list before.
        """
        with self._database.write() as connection:
            connection.execute("DELETE FROM listed WHERE number >= ?", (first_number,))
            if first_number <= 1:
                connection.execute("DELETE FROM listed")
            connection.executemany(
                "INSERT INTO listed VALUES (?, ?)", enumerate(ids, start=first_number)
            )

    def resolve(self, item: str) -> str:
        """The id of the entry or article that `item` names.

        Args:
            item: A number of the last list, an id, the beginning of one (4 digits or more)
                that no other shares, or an address.

        Raises:
            ItemNotFound: Nothing, or more than one thing, answers to it.
        """
        name = item.strip()
        with self._database.read() as connection:
            if "://" in name:
                found = _by_address(connection, name)
                if found is None:
                    raise _not_here(name)
                return found
            if _NUMBER.match(name):
                row = connection.execute(
                    "SELECT id FROM listed WHERE number = ?", (int(name),)
                ).fetchone()
                if row is not None:
                    return str(row[0])
            ids = _by_beginning(connection, name.lower())
            if len(ids) == 1:
                return ids[0]
            if ids:
                raise _more_than_one(name, ids)
            (length,) = connection.execute("SELECT count(*) FROM listed").fetchone()
        raise _nothing(name, length)


def _by_address(connection: sqlite3.Connection, url: str) -> str | None:
    whole, _, _ = url.partition("#")
    row = connection.execute(
        """SELECT id FROM (
             SELECT id, 0 AS place, sort FROM entry WHERE link IN (?1, ?2)
             UNION ALL SELECT id, 1, saved FROM article WHERE url IN (?1, ?2)
           ) ORDER BY place, sort DESC LIMIT 1""",
        (url, whole),
    ).fetchone()
    return None if row is None else str(row[0])


def _by_beginning(connection: sqlite3.Connection, name: str) -> list[str]:
    if not _ID.match(name):
        return []
    # "g" follows every hex digit: all ids that begin with the name lie between the two.
    rows = connection.execute(
        """SELECT id FROM entry WHERE id >= ?1 AND id < ?1 || 'g'
           UNION SELECT id FROM article WHERE id >= ?1 AND id < ?1 || 'g' LIMIT 6""",
        (name,),
    ).fetchall()
    ids = [str(row[0]) for row in rows]
    return [name] if name in ids else ids


def look_at_list(path: Path, *, most: int) -> tuple[tuple[int, str], ...]:
    """What the first `most` numbers of the last list mean, with their titles.

    For a shell that asks while a person types: reads only, waits for nobody, mends nothing, and
    gives nothing where there is nothing to be had.
    """
    if not path.is_file():
        return ()
    try:
        with contextlib.closing(
            sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=0)
        ) as connection:
            rows = connection.execute(
                """SELECT number, coalesce(
                     (SELECT title FROM entry WHERE entry.id = listed.id LIMIT 1), '')
                   FROM listed ORDER BY number LIMIT ?""",
                (most,),
            ).fetchall()
    except sqlite3.Error:
        return ()
    return tuple((int(number), str(title)) for number, title in rows)


_LIST: Final = Phrase(
    vi="Xem số của từng tin bằng `docbao list`.", en="See the numbers with `docbao list`."
)


def _not_here(url: str) -> ItemNotFound:
    return ItemNotFound(
        Phrase(
            vi="Thư viện không có bài ở địa chỉ {url}", en="The library has nothing from {url}"
        ).fill(url=url),
        hint=_LIST,
    )


def _more_than_one(name: str, ids: list[str]) -> ItemNotFound:
    return ItemNotFound(
        Phrase(
            vi="Nhiều bài có mã bắt đầu bằng {name}", en="More than one item begins with {name}"
        ).fill(name=name),
        hint=Phrase(vi="Viết dài hơn: {ids}.", en="Write more of it: {ids}.").fill(
            ids=", ".join(ids)
        ),
    )


def _nothing(name: str, length: int) -> ItemNotFound:
    message = Phrase(vi="Không có tin nào là “{name}”", en="There is no item “{name}”")
    hint = _LIST
    if _NUMBER.match(name) and length:
        hint = Phrase(
            vi="Danh sách vừa xem có {length} tin; chọn số từ 1 đến {length}.",
            en="The last list has {length} items; choose a number from 1 to {length}.",
        ).fill(length=length)
    return ItemNotFound(message.fill(name=name), hint=hint)
