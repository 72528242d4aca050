"""The files beside a recording that say what is heard when: WebVTT for players, JSON for docbao."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from docbao.audio.drafts import write_whole
from docbao.errors import AudioError
from docbao.i18n import Phrase
from docbao.model import Article, Block, Cue, Mark, Recording, Span, Utterance, Voice

VTT_SUFFIX: Final = ".vtt"
CUES_SUFFIX: Final = ".json"
_CUES_VERSION: Final = 1

_TIMING: Final = re.compile(
    r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})[ \t]+-->[ \t]+"
    r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
)


def write_sidecars(
    sound: Path,
    cues: Sequence[Cue],
    recording: Recording | None = None,
    article: Article | None = None,
) -> tuple[Path, Path]:
    """Write the `.vtt` and `.json` beside the MP3 `sound`; their paths.

    Args:
        sound: The MP3, whether it is there yet or not.
        cues: What is heard when.
        recording: What the library is to know of it, so that it can be rebuilt from the files.
        article: What is read in it, for the same reason: papers take their pages down.

    Raises:
        AudioError: One could not be written; it is then as it was.
    """
    vtt, facts = sound.with_suffix(VTT_SUFFIX), sound.with_suffix(CUES_SUFFIX)
    write_whole(vtt, render_vtt(cues).encode())
    write_whole(facts, render_cues(cues, recording, article).encode())
    return vtt, facts


def read_recording(sound: Path) -> Recording | None:
    """What the `.json` of the MP3 `sound` tells; `None` when the two do not belong together.

    They do not when either is missing, or the MP3 is of another size than the `.json` says,
    as after a run that was killed between the two.
    """
    try:
        recording = parse_recording(sound.with_suffix(CUES_SUFFIX).read_text("utf-8"))
        whole = recording is not None and recording.size_bytes == sound.stat().st_size
    except (OSError, UnicodeDecodeError):
        return None
    return recording if whole else None


def parse_recording(text: str) -> Recording | None:
    """What a `.json` that `write_sidecars` wrote tells of its MP3; `None` when it is not whole."""
    try:
        facts = json.loads(text)
        about = facts["recording"]
        return Recording(
            voice=Voice(**about.pop("voice")), cues=tuple(map(_cue, facts["cues"])), **about
        )
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def parse_article(text: str) -> Article | None:
    """The article that a `.json` tells is read in its MP3; `None` when it does not."""
    try:
        about = json.loads(text)["article"]
        blocks = tuple(Block(kind, words) for kind, words in about.pop("blocks"))
        published = about.pop("published")
        return Article(
            blocks=blocks,
            published=datetime.fromisoformat(published) if published else None,
            **about,
        )
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def render_vtt(cues: Sequence[Cue]) -> str:
    """The cues as WebVTT, each numbered, text as written."""
    blocks = ["WEBVTT\n"]
    for number, cue in enumerate(cues, 1):
        # A cue must end after it begins (WebVTT 4.1), even one of a clip under half a millisecond.
        end_ms = max(cue.end_ms, cue.start_ms + 1)
        text = html.escape(" ".join(cue.utterance.text.split()), quote=False)
        blocks.append(f"{number}\n{_clock(cue.start_ms)} --> {_clock(end_ms)}\n{text}\n")
    return "\n".join(blocks)


def _clock(time_ms: int) -> str:
    seconds, ms = divmod(time_ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}.{ms:03}"


def read_vtt(path: Path) -> tuple[Cue, ...]:
    """The cues of a WebVTT file, with text alone: what is said is taken to be what is written.

    Raises:
        AudioError: The file cannot be read or is no WebVTT.
    """
    text = _read(path).removeprefix("\ufeff").replace("\r\n", "\n")
    if not text.startswith("WEBVTT"):
        raise _damaged(path)
    cues = []
    for block in re.split(r"\n{2,}", text):
        lines = block.split("\n")
        for index, line in enumerate(lines[:2]):
            timing = _TIMING.match(line)
            if timing:
                hours = [int(part or 0) for part in timing.groups()]
                said = html.unescape(" ".join(lines[index + 1 :])).strip()
                utterance = Utterance(text=said, spoken=said)
                cues.append(Cue(_total_ms(hours[:4]), _total_ms(hours[4:]), utterance))
                break
    return tuple(cues)


def _total_ms(parts: Sequence[int]) -> int:
    hours, minutes, seconds, ms = parts
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms


def render_cues(
    cues: Sequence[Cue], recording: Recording | None = None, article: Article | None = None
) -> str:
    """The cues as JSON, complete: `read_cues` gives back what was written."""
    facts: dict[str, object] = {"version": _CUES_VERSION}
    if recording is not None:
        facts["recording"] = asdict(replace(recording, cues=()))
        del facts["recording"]["cues"]  # type: ignore[attr-defined]  # a dict, just made
    if article is not None:
        published = article.published.isoformat() if article.published else None
        blocks = [[block.kind, block.text] for block in article.blocks]
        facts["article"] = {**asdict(article), "blocks": blocks, "published": published}
    facts["cues"] = [_cue_facts(cue) for cue in cues]
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":"))


def _cue_facts(cue: Cue) -> dict[str, object]:
    said = cue.utterance
    return {
        "start_ms": cue.start_ms,
        "end_ms": cue.end_ms,
        "text": said.text,
        "spoken": said.spoken,
        "language": said.language,
        "block": said.block,
        "spans": [[span.start, span.end, span.kind, span.spoken, span.note] for span in said.spans],
        "words": [[mark.time_ms, mark.start, mark.end] for mark in cue.words],
    }


def read_cues(path: Path) -> tuple[Cue, ...]:
    """The cues `write_sidecars` wrote as JSON.

    Raises:
        AudioError: The file cannot be read or is not one of ours.
    """
    try:
        facts = json.loads(_read(path))
        if facts["version"] != _CUES_VERSION:
            raise _damaged(path)
        return tuple(_cue(item) for item in facts["cues"])
    except (ValueError, TypeError, KeyError) as cause:
        raise _damaged(path) from cause


def _cue(facts: dict[str, Any]) -> Cue:
    utterance = Utterance(
        text=facts["text"],
        spoken=facts["spoken"],
        spans=tuple(Span(*span) for span in facts["spans"]),
        language=facts["language"],
        block=facts["block"],
    )
    words = tuple(Mark(time_ms, "word", start, end) for time_ms, start, end in facts["words"])
    return Cue(facts["start_ms"], facts["end_ms"], utterance, words)


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as cause:
        raise _damaged(path) from cause


def _damaged(path: Path) -> AudioError:
    return AudioError(
        Phrase(
            vi="Tệp lời đi kèm {path} không đọc được", en="The cue file {path} cannot be read"
        ).fill(path=path),
        hint=Phrase(
            vi="Hãy xóa tệp ấy rồi làm lại bài: docbao audio.",
            en="Delete it and make the recording again: docbao audio.",
        ),
    )
