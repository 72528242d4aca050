"""Articles fetched, and what the reader has done with them: read, heard, kept, stopped where."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from docbao.errors import ItemNotFound
from docbao.i18n import Phrase
from docbao.model import Article
from docbao.store.entries import Position
from docbao.store.rows import article_from_json, article_to_json, to_us
from docbao.store.search_index import index_article
from docbao.store.shelf import Shelf

_AT_ONCE: Final = 500
"""Well under the 999 values a statement of any SQLite takes."""


class Reading(Shelf):
    """Articles by id, and the state of each; an article met alone has state too."""

    def save_article(self, article: Article) -> None:
        """Keep `article` in place of an earlier text of it; its words can be searched for.

        Articles without an entry (met alone) are kept but not found by search.
        """
        content = article_to_json(article)
        now = to_us(self._clock())
        with self._database.write() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO article VALUES (?, ?, ?, ?, ?)",
                (article.id, article.url, article.feed, now, content),
            )
            if self._full_text:
                index_article(connection, article.id)

    def article(self, article_id: str) -> Article:
        """The article of that id.

        Raises:
            ItemNotFound: It was not fetched yet.
        """
        with self._database.read() as connection:
            row = connection.execute(
                "SELECT content FROM article WHERE id = ?", (article_id,)
            ).fetchone()
        if row is None:
            raise ItemNotFound(
                Phrase(
                    vi="Chưa có bài {id} trong thư viện", en="The library has no article {id} yet"
                ).fill(id=article_id),
                hint=Phrase(
                    vi="Mở bài bằng địa chỉ của nó để tải về.",
                    en="Open it by its address to fetch it.",
                ),
            )
        return article_from_json(article_id, row[0])

    def articles(self, ids: Iterable[str]) -> dict[str, Article]:
        """Those of these articles that are known, by id; quicker than one by one."""
        wanted = list(ids)
        found: dict[str, Article] = {}
        with self._database.read() as connection:
            for at in range(0, len(wanted), _AT_ONCE):
                some = wanted[at : at + _AT_ONCE]
                marks = ",".join("?" * len(some))
                rows = connection.execute(
                    f"SELECT id, content FROM article WHERE id IN ({marks})",  # noqa: S608 - marks
                    some,
                )
                found.update((id_, article_from_json(id_, content)) for id_, content in rows)
        return found

    def mark_read(self, ids: Iterable[str], *, read: bool = True) -> None:
        """Mark articles read, or unread again (which also forgets that they were heard)."""
        now = to_us(self._clock())
        with self._database.write() as connection:
            for article_id in ids:
                connection.execute(
                    """INSERT INTO reading (article, read) VALUES (?1, ?2) ON CONFLICT (article)
                       DO UPDATE SET read = ?2, heard = CASE WHEN ?2 IS NULL THEN NULL ELSE heard
                       END""",
                    (article_id, now if read else None),
                )
                connection.execute(
                    "UPDATE entry SET unread = ? WHERE id = ?", (not read, article_id)
                )

    def mark_heard(self, article_id: str) -> None:
        """The article was heard to its end: it counts as read, and begins anew next time."""
        now = to_us(self._clock())
        with self._database.write() as connection:
            connection.execute(
                """INSERT INTO reading (article, read, heard) VALUES (?1, ?2, ?2)
                   ON CONFLICT (article) DO UPDATE
                   SET read = coalesce(read, ?2), heard = ?2, utterance = NULL, time_ms = NULL""",
                (article_id, now),
            )
            connection.execute("UPDATE entry SET unread = 0 WHERE id = ?", (article_id,))
            connection.execute("UPDATE recording SET used = ? WHERE article = ?", (now, article_id))

    def save_position(self, article_id: str, utterance_index: int, time_ms: int) -> None:
        """Remember where the reader is; cheap enough for each sentence, and safe in a crash.

        Args:
            article_id: `Article.id`.
            utterance_index: Number of the sentence, from 0, over title, lead and blocks as
                written: a place that stays when the voice changes.
            time_ms: From the start of that sentence.
        """
        with self._database.write() as connection:
            connection.execute(
                """INSERT INTO reading (article, utterance, time_ms) VALUES (?1, ?2, ?3)
                   ON CONFLICT (article) DO UPDATE SET utterance = ?2, time_ms = ?3""",
                (article_id, utterance_index, time_ms),
            )

    def position(self, article_id: str) -> Position | None:
        """Where the reader stopped; `None` when not begun, or heard to its end."""
        with self._database.read() as connection:
            row = connection.execute(
                "SELECT utterance, time_ms FROM reading WHERE article = ?", (article_id,)
            ).fetchone()
        return None if row is None or row[0] is None else Position(*row)

    def keep(self, article_id: str, *, kept: bool = True) -> None:
        """Keep an article: its recordings, made already or later, are never evicted."""
        with self._database.write() as connection:
            connection.execute(
                """INSERT INTO reading (article, kept) VALUES (?1, ?2)
                   ON CONFLICT (article) DO UPDATE SET kept = ?2""",
                (article_id, kept),
            )
            connection.execute(
                "UPDATE recording SET kept = ? WHERE article = ?", (kept, article_id)
            )
