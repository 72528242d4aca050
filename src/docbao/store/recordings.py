"""Recordings made: which there are, which were heard, which may go when room is wanted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from docbao.errors import ItemNotFound
from docbao.i18n import Phrase
from docbao.model import Cue, Recording
from docbao.store.rows import cues_from_blob, cues_to_blob, to_us, voice_from_json, voice_to_json
from docbao.store.shelf import Shelf

_LIGHT: Final = (
    "SELECT id, article, path, duration_ms, size_bytes, loudness_lufs, true_peak_dbtp, voice, kept"
    " FROM recording"
)
_WHOLE: Final = _LIGHT.replace("kept FROM", "kept, cues FROM")


def _from_row(row: tuple[Any, ...]) -> Recording:
    id_, article, path, duration_ms, size_bytes, loudness, peak, voice, kept, *rest = row
    cues: tuple[Cue, ...] = cues_from_blob(rest[0]) if rest else ()
    return Recording(
        *(id_, article, path, duration_ms, size_bytes, loudness, peak),
        voice=voice_from_json(voice),
        cues=cues,
        kept=bool(kept),
    )


class Recordings(Shelf):
    """What is known of each file under `audio/`; the files themselves are others' business."""

    def save_recording(self, recording: Recording, *, made: datetime | None = None) -> None:
        """Keep what is known of `recording`, whose file is in its place already.

        It is kept from eviction when it says so, or when its article is kept.

        Args:
            recording: With its cues.
            made: When; now, when not given.
        """
        now = to_us(self._clock())
        with self._database.write() as connection:
            connection.execute(
                """INSERT OR REPLACE INTO recording VALUES (
                     ?1, ?2,
                     coalesce((SELECT feed FROM article WHERE id = ?2),
                       (SELECT feed FROM entry WHERE id = ?2), ''),
                     ?3, ?4, ?5, ?6, ?7, ?8, ?9,
                     ?10 OR coalesce((SELECT kept FROM reading WHERE article = ?2), 0),
                     ?12, ?11)""",
                (
                    recording.id,
                    recording.article,
                    recording.path,
                    recording.duration_ms,
                    recording.size_bytes,
                    recording.loudness_lufs,
                    recording.true_peak_dbtp,
                    voice_to_json(recording.voice),
                    cues_to_blob(recording.cues),
                    recording.kept,
                    now,
                    now if made is None else to_us(made),
                ),
            )

    def recording(self, recording_id: str) -> Recording:
        """The recording of that id, with its cues.

        Raises:
            ItemNotFound: There is none.
        """
        with self._database.read() as connection:
            row = connection.execute(f"{_WHOLE} WHERE id = ?", (recording_id,)).fetchone()
        if row is None:
            raise ItemNotFound(
                Phrase(vi="Không có bản ghi âm {id}", en="There is no recording {id}").fill(
                    id=recording_id
                ),
                hint=Phrase(
                    vi="Tạo lại bằng `docbao audio`.", en="Make it again with `docbao audio`."
                ),
            )
        return _from_row(row)

    def recording_of(self, article_id: str, recording_id: str | None = None) -> Recording | None:
        """What was made of an article already, with its cues; `None` when it must be made.

        Args:
            article_id: `Article.id`, or the id of a programme.
            recording_id: Exactly this rendition; the latest made when not given.
        """
        with self._database.read() as connection:
            row = connection.execute(
                f"{_WHOLE} WHERE article = ? AND (?2 IS NULL OR id = ?2)"
                " ORDER BY made DESC, id LIMIT 1",
                (article_id, recording_id),
            ).fetchone()
        return None if row is None else _from_row(row)

    def recordings(
        self,
        *,
        article: str | None = None,
        feed: str | None = None,
        since: datetime | None = None,
        limit: int | None = None,
    ) -> tuple[Recording, ...]:
        """Recordings, last made first, without their cues (`recording` gives those).

        Args:
            article: Only of this article or programme.
            feed: Only of this feed; "" for articles met alone.
            since: Only made at this time or later.
            limit: At most so many.
        """
        where = ["1"]
        values: list[str | int] = []
        if article is not None:
            where.append("article = ?")
            values.append(article)
        if feed is not None:
            where.append("feed = ?")
            values.append(feed)
        if since is not None:
            where.append("made >= ?")
            values.append(to_us(since))
        values.append(-1 if limit is None else limit)
        sql = f"{_LIGHT} WHERE {' AND '.join(where)} ORDER BY made DESC, id LIMIT ?"
        with self._database.read() as connection:
            rows = connection.execute(sql, values).fetchall()
        return tuple(_from_row(row) for row in rows)

    def touch_recording(self, recording_id: str) -> None:
        """The recording was played or published now: its turn to be evicted comes later."""
        with self._database.write() as connection:
            connection.execute(
                "UPDATE recording SET used = ? WHERE id = ?",
                (to_us(self._clock()), recording_id),
            )

    def touch_recordings(self, recording_ids: Iterable[str]) -> None:
        """As `touch_recording`, for many at once."""
        now = to_us(self._clock())
        with self._database.write() as connection:
            connection.executemany(
                "UPDATE recording SET used = ? WHERE id = ?", ((now, id_) for id_ in recording_ids)
            )

    def recordings_to_evict(self, quota_bytes: int) -> tuple[Recording, ...]:
        """What must go so that recordings take `quota_bytes` at most, longest unused first.

        Kept recordings count, but are never among them; those in object storage, which take no
        room here, do neither. Nothing is removed here: delete the file, then call
        `forget_recording`; a run killed in between is finished by the next.
        """
        with self._database.read() as connection:
            (total,) = connection.execute(
                "SELECT coalesce(sum(size_bytes), 0) FROM recording WHERE path NOT LIKE '%://%'"
            ).fetchone()
            if total <= quota_bytes:
                return ()
            rows = connection.execute(
                f"{_LIGHT} WHERE NOT kept AND path NOT LIKE '%://%' ORDER BY used, made, id"
            ).fetchall()
        chosen = []
        for row in rows:
            if total <= quota_bytes:
                break
            chosen.append(_from_row(row))
            total -= chosen[-1].size_bytes
        return tuple(chosen)

    def forget_recording(self, recording_id: str) -> None:
        """Forget a recording whose file is gone; one not known is no error."""
        with self._database.write() as connection:
            connection.execute("DELETE FROM recording WHERE id = ?", (recording_id,))
