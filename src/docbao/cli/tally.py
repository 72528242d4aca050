"""What a batch of recordings says: each item, the summary, and the estimate before it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime

from docbao.almanac import VIETNAM
from docbao.cli.console import Console
from docbao.cli.spans import length_words, size_words
from docbao.cli.verbs import DONE, FAILED, SOME_FAILED, tell_error
from docbao.i18n import Phrase
from docbao.newsroom import Newsroom
from docbao.production.costing import Estimate
from docbao.production.line import Produced

_MOST_TOLD = 20


@dataclass
class Tally:
    """What came of a batch so far."""

    console: Console
    newsroom: Newsroom
    deadline: datetime | None = None
    made: int = 0
    there: int = 0
    failed: list[Produced] = field(default_factory=list)
    left: list[Produced] = field(default_factory=list)
    sound_ms: int = 0
    """Of what was made now."""
    size_bytes: int = 0
    voices: Counter[str] = field(default_factory=Counter)
    """Who spoke what was made now, and how often."""
    lesser: int = 0
    """Made now by another voice than the best."""

    def __post_init__(self) -> None:
        self._began = self.newsroom.now()

    def count(self, item: Produced) -> None:
        """Take one more item, and tell of it."""
        if item.left:
            self.left.append(item)
            return  # told at the end, all together
        _tell(self.console, self.newsroom, item)
        if item.recording is None:
            self.failed.append(item)
        elif not item.made:
            self.there += 1
        else:
            self.made += 1
            self.sound_ms += item.recording.duration_ms
            self.size_bytes += item.recording.size_bytes
            self.voices[f"{item.recording.voice.engine} {item.recording.voice.name}"] += 1
            self.lesser += bool(item.lesser)

    @property
    def total(self) -> int:
        """Items so far."""
        return self.made + self.there + len(self.failed) + len(self.left)

    @property
    def code(self) -> int:
        """The exit code: 0 all there, 3 some failed or had to be left, 1 all failed."""
        if not self.failed and not self.left:
            return DONE
        return FAILED if len(self.failed) == self.total else SOME_FAILED

    def sum_up(self) -> None:
        """Tell the summary, in words and, where asked for, as JSON."""
        took_s = (self.newsroom.now() - self._began).total_seconds()
        if self.console.as_json:
            self.console.emit({"summary": self._facts(took_s)})
        words = Phrase(
            "{made} bài mới ({sound}, {size}), {there} bài đã có, {failed} bài không làm được, "
            "{left} bài để lượt sau. Hết {took}.",
            "{made} made ({sound}, {size}), {there} there already, {failed} failed, "
            "{left} left for the next run. Took {took}.",
        )
        self.console.tell(
            Phrase("Xong: {what}", "Done: {what}").fill(
                what=words.fill(
                    made=self.made,
                    sound=length_words(self.sound_ms / 1000),
                    size=size_words(self.size_bytes),
                    there=self.there,
                    failed=len(self.failed),
                    left=len(self.left),
                    took=length_words(took_s),
                )
            )
        )
        if self.voices:
            told = ", ".join(f"{name} {count}" for name, count in self.voices.most_common())
            self.console.tell(Phrase("Giọng: {told}.", "Voices: {told}.").fill(told=told))
        self._list(
            Phrase("Không làm được:", "Failed:"),
            [
                Phrase("{title}: {why}", "{title}: {why}").fill(
                    title=item.label, why=item.error.message if item.error else ""
                )
                for item in self.failed
            ],
        )
        if self.left and self.deadline is not None:
            clock = f"{self.deadline.astimezone(VIETNAM):%H:%M}"
            self._list(
                Phrase(
                    "Chưa kịp trước {clock}, lượt sau làm trước:",
                    "Not ready before {clock}; first in the next run:",
                ).fill(clock=clock),
                [Phrase("{title}", "{title}").fill(title=item.label) for item in self.left],
            )

    def _list(self, heading: Phrase, rows: list[Phrase]) -> None:
        if not rows:
            return
        self.console.tell(heading)
        for row in rows[:_MOST_TOLD]:
            self.console.tell(Phrase("  {row}", "  {row}").fill(row=row))
        if len(rows) > _MOST_TOLD:
            self.console.tell(
                Phrase("  … và {n} bài nữa (xem --json)", "  … and {n} more (see --json)").fill(
                    n=len(rows) - _MOST_TOLD
                )
            )

    def _facts(self, took_s: float) -> dict[str, object]:
        return {
            "made": self.made,
            "there": self.there,
            "failed": [
                {"title": item.label, "error": item.error.message, "hint": item.error.hint}
                for item in self.failed
                if item.error is not None
            ],
            "left": [{"title": item.label, "entry": item.entry_id} for item in self.left],
            "sound_s": round(self.sound_ms / 1000, 3),
            "size_bytes": self.size_bytes,
            "voices": dict(self.voices),
            "lesser": self.lesser,
            "began": self._began.astimezone(UTC),
            "took_s": round(took_s, 3),
            "deadline": self.deadline,
            "exit_code": self.code,
        }


def _tell(console: Console, newsroom: Newsroom, item: Produced) -> None:
    recording = item.recording
    if recording is None:
        assert item.error is not None  # noqa: S101 - a produced item is a recording or an error
        if console.as_json:
            console.emit(
                {"title": item.label, "error": item.error.message, "hint": item.error.hint}
            )
        else:
            tell_error(item.error, about=item.label)
        return
    path: object = recording.path
    if "://" not in recording.path:
        path = newsroom.config.locations.home / recording.path
    if console.as_json:
        console.emit(
            {
                "title": item.label,
                "path": path,
                "made": item.made,
                "duration_ms": recording.duration_ms,
                "size_bytes": recording.size_bytes,
                "loudness_lufs": recording.loudness_lufs,
                "true_peak_dbtp": recording.true_peak_dbtp,
                "voice": recording.voice,
                "article": recording.article,
                "id": recording.id,
                "lesser": item.lesser,
            }
        )
        return
    console.data(path)
    words = (
        Phrase(
            "{title}: {length}, {lufs:.1f} LUFS, giọng {voice}.",
            "{title}: {length}, {lufs:.1f} LUFS, voice {voice}.",
        )
        if item.made
        else Phrase("{title}: đã có.", "{title}: there already.")
    )
    console.tell(
        words.fill(
            title=item.label,
            length=length_words(recording.duration_ms / 1000),
            lufs=recording.loudness_lufs,
            voice=f"{recording.voice.engine} {recording.voice.name}",
        )
    )
    for why in item.lesser:
        console.tell(
            Phrase("  Giọng khác thay: {why}", "  Another voice spoke: {why}").fill(why=why)
        )


def tell_estimate(console: Console, cost: Estimate) -> None:
    """Say how long a batch would take and how large it would be."""
    if console.as_json:
        console.emit(
            {
                "estimate": {
                    "articles": cost.articles,
                    "there": cost.there,
                    "not_fetched_yet": cost.unseen,
                    "sound_s": round(cost.sound_s, 1),
                    "size_bytes": round(cost.size_bytes),
                    "core_s": round(cost.work_s, 1),
                    "jobs": cost.jobs,
                    "wall_s": round(cost.wall_s, 1),
                    "measured": cost.measured,
                    "voices": dict(cost.voices),
                }
            }
        )
        return
    console.data(
        Phrase(
            "Phải làm {n} bài ({there} bài đã có): khoảng {sound} tiếng, {size}; "
            "mất khoảng {wall} với {jobs} việc cùng lúc.",
            "To be made: {n} articles ({there} there already): about {sound} of sound, {size}; "
            "it takes about {wall}, {jobs} at a time.",
        ).fill(
            n=cost.articles,
            there=cost.there,
            sound=length_words(cost.sound_s),
            size=size_words(cost.size_bytes),
            wall=length_words(cost.wall_s),
            jobs=cost.jobs,
        )
    )
    if cost.voices:
        told = ", ".join(f"{name} {count}" for name, count in cost.voices.items())
        console.data(Phrase("Giọng: {told}.", "Voices: {told}.").fill(told=told))
    if cost.unseen:
        console.data(
            Phrase(
                "{n} bài chưa tải về, được tính như bài trung bình.",
                "{n} are not fetched yet and taken to be of middling length.",
            ).fill(n=cost.unseen)
        )
    if cost.articles:
        console.data(
            Phrase("Tính theo các lượt trước trên máy này.", "Going by earlier runs here.")
            if cost.measured
            else Phrase(
                "Chưa có lượt trước với giọng này: tính theo mức thường gặp.",
                "No earlier run with this voice: going by what is usual.",
            )
        )
