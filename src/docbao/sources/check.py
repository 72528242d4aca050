"""How a feed is doing, in words."""

from __future__ import annotations

from datetime import datetime, timedelta

from docbao.i18n import Phrase
from docbao.model import FeedState


def describe_state(state: FeedState, now: datetime) -> Phrase:
    """What is remembered of a feed, as one or more whole sentences.

    Says how the last try went, when it last went well, whether the feed has moved for good,
    and whether the server asked to be left alone for a while.
    """
    sentences = [_last_try(state, now)]
    if state.moved_to is not None:
        moved = Phrase(
            vi="Nguồn đã chuyển hẳn sang {url}; hãy sửa địa chỉ trong feeds.yaml.",
            en="The feed has moved for good to {url}; please change its address in feeds.yaml.",
        )
        sentences.append(moved.fill(url=state.moved_to))
    if state.retry_at is not None and state.retry_at > now:
        wait = Phrase(
            vi="Máy chủ xin đợi {span} nữa mới hỏi lại.",
            en="The server asks not to be asked again for {span}.",
        )
        sentences.append(wait.fill(span=in_words(state.retry_at - now)))
    return _together(sentences)


def _last_try(state: FeedState, now: datetime) -> Phrase:
    if state.tried is None:
        return Phrase(vi="Chưa hỏi lần nào.", en="Never asked yet.")
    ago = in_words(now - state.tried)
    if state.error is None:
        return Phrase(vi="Tốt, đọc được cách đây {ago}.", en="Well, read {ago} ago.").fill(ago=ago)
    if state.succeeded is None:
        failed = Phrase(
            vi="Chưa đọc được lần nào. Lần thử cách đây {ago}: {error}.",
            en="Never read yet. Tried {ago} ago: {error}.",
        )
        return failed.fill(ago=ago, error=state.error)
    failed = Phrase(
        vi="Lỗi khi thử cách đây {ago}: {error}. Lần cuối đọc được cách đây {good}.",
        en="Failed when tried {ago} ago: {error}. Last read {good} ago.",
    )
    return failed.fill(ago=ago, error=state.error, good=in_words(now - state.succeeded))


_UNITS = (
    (86_400, Phrase(vi="{n} ngày", en="{n} days"), Phrase(vi="một ngày", en="a day")),
    (3_600, Phrase(vi="{n} giờ", en="{n} hours"), Phrase(vi="một giờ", en="an hour")),
    (60, Phrase(vi="{n} phút", en="{n} minutes"), Phrase(vi="một phút", en="a minute")),
)


def in_words(span: timedelta) -> Phrase:
    """A length of time in its largest whole unit, rounded down; under a minute says so."""
    seconds = max(int(span.total_seconds()), 0)  # clocks are put back
    for unit, many, one in _UNITS:
        count = seconds // unit
        if count:
            return one if count == 1 else many.fill(n=count)
    return Phrase(vi="chưa đầy một phút", en="less than a minute")


def _together(sentences: list[Phrase]) -> Phrase:
    blanks = " ".join(f"{{s{index}}}" for index in range(len(sentences)))
    values = {f"s{index}": sentence for index, sentence in enumerate(sentences)}
    return Phrase(vi=blanks, en=blanks).fill(**values)
