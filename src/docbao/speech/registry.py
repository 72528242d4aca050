"""Which engines there are, and how to have one by name.

An engine is an entry point of the group `docbao.engines`: a name, and a class or function that
is called with the engine's settings (`Mapping[str, str]`, keys and values as in `feeds.yaml`)
and gives a `docbao.speech.engine.Engine`. Listing the names imports none of them.
"""

from __future__ import annotations

import difflib
import logging
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Final

from docbao.errors import EngineNotFound
from docbao.i18n import Phrase
from docbao.speech.engine import Engine

log = logging.getLogger(__name__)

GROUP: Final = "docbao.engines"

EngineFactory = Callable[[Mapping[str, str]], Engine]

BUILT_IN: Final[Mapping[str, str]] = {
    "espeak": "docbao.speech.espeak:EspeakEngine",
    "kokoro": "docbao.speech.kokoro:KokoroEngine",
    "google": "docbao.speech.google:GoogleEngine",
    "edge": "docbao.speech.edge:EdgeEngine",
    "piper": "docbao.speech.piper:PiperEngine",
    "tone": "docbao.speech.tone:ToneEngine",
}
"""The same table as in the package's metadata (a test compares them). It serves a source tree
that was never installed, and spares the common case a walk through all installed packages."""


def engine_addresses() -> dict[str, str]:
    """Each engine's name with its `module:factory`, ours first; nothing is imported.

    Another package cannot take one of our names: feeds.yaml would then mean something else
    on another machine.
    """
    from importlib.metadata import entry_points  # noqa: PLC0415 - 25 ms, seldom needed

    addresses = dict(BUILT_IN)
    for point in entry_points(group=GROUP):
        if addresses.setdefault(point.name, point.value) != point.value:
            log.warning("engine ignored name=%s address=%s: taken", point.name, point.value)
    return addresses


def engine_names() -> tuple[str, ...]:
    """The names `open_engine` knows."""
    return tuple(engine_addresses())


def open_engine(name: str, settings: Mapping[str, str] | None = None) -> Engine:
    """The engine called `name`, set up but not yet started; `close()` it when done.

    Raises:
        EngineNotFound: There is none of that name, or what it needs is not installed.
    """
    address = BUILT_IN.get(name)
    if address is None:
        addresses = engine_addresses()
        address = addresses.get(name)
        if address is None:
            raise _unknown(name, tuple(addresses))
    module, _, attribute = address.partition(":")
    try:
        factory: EngineFactory = getattr(import_module(module), attribute)
    except (ImportError, AttributeError) as error:
        raise EngineNotFound(
            Phrase(
                vi='Không nạp được bộ đọc "{name}": {detail}',
                en='Engine "{name}" cannot be loaded: {detail}',
            ).fill(name=name, detail=str(error)),
            hint=Phrase(
                vi='Hãy cài lại gói chứa bộ đọc "{name}".',
                en='Reinstall the package that brings "{name}".',
            ).fill(name=name),
        ) from error
    return factory(settings or {})


def _unknown(name: str, names: tuple[str, ...]) -> EngineNotFound:
    near = difflib.get_close_matches(name.casefold(), names, n=1, cutoff=0.5)
    hint = (
        Phrase(
            vi='Có phải ý bạn là "{near}"? Hiện có: {names}.',
            en='Did you mean "{near}"? There are: {names}.',
        ).fill(near=near[0], names=", ".join(names))
        if near
        else Phrase(vi="Hãy chọn một trong: {names}.", en="Choose one of: {names}.").fill(
            names=", ".join(names)
        )
    )
    return EngineNotFound(
        Phrase(vi='Không có bộ đọc nào tên "{name}"', en='There is no engine called "{name}"').fill(
            name=name
        ),
        hint=hint,
    )
