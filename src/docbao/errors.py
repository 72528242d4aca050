"""Every error docbao raises on purpose.

DocbaoError
├── ConfigError         feeds.yaml, a lexicon or another file of the reader's says something wrong
├── SourceError         a feed or page could not be had
│   ├── FetchError      the network, the server or a safety rule said no
│   │   └── NotModified the server says nothing has changed (a result, not a failure)
│   ├── FeedError       what came is no feed we can read
│   └── ExtractError    the page holds no article we can find
├── TextError           a text cannot be made into something to say
├── SpeechError         an engine could not speak
│   ├── EngineNotFound  no engine, or no voice, of that name
│   ├── EngineBusy      the service asked us to slow down; try again after `retry_after_s`
│   └── EngineCrashed   the worker that speaks died or hung
├── GaveWay             what nobody waited for was left off for something wanted now
├── AudioError          decoding, mixing, encoding or tagging failed
├── LibraryError        what docbao keeps on disk could not be read or written
│   ├── ItemNotFound    nothing in the library answers to that name
│   └── LibraryBusy     another docbao holds the library
└── PublishError        a feed, programme, book or site could not be written

Anything else that escapes is a bug in docbao, and keeps its traceback.
"""

from __future__ import annotations

from docbao.i18n import Phrase


class DocbaoError(Exception):
    """Base of the tree: a message that names the thing, and a hint that says what to do."""

    def __init__(self, message: Phrase, *, hint: Phrase | None = None) -> None:
        super().__init__(message)
        self.message = message
        """One line; names the file, feed, item or engine in question."""
        self.hint = hint
        """One imperative sentence, or `None` when there is nothing to be done."""

    def __str__(self) -> str:
        return str(self.message)

    def __reduce__(self) -> tuple[object, ...]:
        # Errors cross process boundaries; Exception's own reduce forgets keyword arguments.
        return (_rebuild, (type(self), self.message, self.hint, self.__dict__))


def _rebuild(
    kind: type[DocbaoError], message: Phrase, hint: Phrase | None, state: dict[str, object]
) -> DocbaoError:
    error = kind.__new__(kind)
    DocbaoError.__init__(error, message, hint=hint)
    error.__dict__.update(state)
    return error


class ConfigError(DocbaoError):
    """A file written by the reader cannot be used as it stands."""


class SourceError(DocbaoError):
    """A feed or page could not be had."""


class FetchError(SourceError):
    """The network, the server, or one of our own safety rules said no."""

    def __init__(
        self, message: Phrase, *, hint: Phrase | None = None, retry_after_s: float | None = None
    ) -> None:
        super().__init__(message, hint=hint)
        self.retry_after_s = retry_after_s
        """Seconds the server asked us to stay away (Retry-After), or `None`."""


class NotModified(FetchError):
    """The server answered 304: what we have is still right."""


class FeedError(SourceError):
    """What came is no feed we can read."""


class ExtractError(SourceError):
    """The page holds no article we can find."""


class TextError(DocbaoError):
    """A text cannot be made into something to say."""


class SpeechError(DocbaoError):
    """An engine could not speak."""


class EngineNotFound(SpeechError):
    """No engine, or no voice, of that name is installed."""


class EngineBusy(SpeechError):
    """The service asked us to slow down."""

    def __init__(
        self, message: Phrase, *, hint: Phrase | None = None, retry_after_s: float | None = None
    ) -> None:
        super().__init__(message, hint=hint)
        self.retry_after_s = retry_after_s
        """Seconds to wait, as the service said, or `None`."""


class EngineCrashed(SpeechError):
    """The worker that speaks died or hung."""


class GaveWay(DocbaoError):
    """Sound made ahead of its use was left off for something wanted now; no failure."""


class AudioError(DocbaoError):
    """Decoding, mixing, encoding or tagging failed."""


class LibraryError(DocbaoError):
    """What docbao keeps on disk could not be read or written."""


class ItemNotFound(LibraryError):
    """Nothing in the library answers to that name."""


class LibraryBusy(LibraryError):
    """Another docbao holds the library."""


class PublishError(DocbaoError):
    """A feed, programme, book or site could not be written."""
