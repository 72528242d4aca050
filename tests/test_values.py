"""Our light values beside the standard library's: whatever one does, the other does."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
import subprocess
import sys
from typing import Any

import pytest

from docbao import i18n, model
from docbao.model import Cue, Mark, Recording, Span, Utterance, Voice
from docbao.values import dataclass, field

_TYPES = [
    kind
    for module in (model, i18n)
    for kind in vars(module).values()
    if inspect.isclass(kind) and dataclasses.is_dataclass(kind)
]


def _twin(kind: Any) -> Any:
    """What the standard library makes of the same fields."""
    return dataclasses.make_dataclass(
        kind.__name__,
        [
            (f.name, f.type, dataclasses.field(default=f.default, repr=f.repr))
            for f in dataclasses.fields(kind)
        ],
        frozen=True,
        slots=True,
    )


def _sample(kind: Any) -> dict[str, object]:
    return {f.name: (f.name, n) for n, f in enumerate(dataclasses.fields(kind))}


def test_there_are_values_to_try() -> None:
    assert len(_TYPES) >= 20


@pytest.mark.parametrize("kind", _TYPES, ids=lambda kind: kind.__name__)
def test_a_value_behaves_as_the_standard_one(kind: Any) -> None:
    twin, given = _twin(kind), _sample(kind)
    ours, theirs = kind(**given), twin(**given)
    assert repr(ours) == repr(theirs)
    assert dataclasses.asdict(ours) == dataclasses.asdict(theirs)
    assert [f.default for f in dataclasses.fields(kind)] == [
        f.default for f in dataclasses.fields(twin)
    ]
    assert kind.__slots__ == twin.__slots__
    assert kind.__match_args__ == twin.__match_args__
    same = kind(*given.values())
    assert ours == same
    assert hash(ours) == hash(same)
    assert not hasattr(ours, "__dict__")
    assert list(inspect.signature(kind).parameters) == list(inspect.signature(twin).parameters)
    first = next(iter(given))
    other = dataclasses.replace(ours, **{first: "another"})
    assert other != ours
    assert type(other) is kind
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(ours, first, 1)
    with pytest.raises(dataclasses.FrozenInstanceError):
        delattr(ours, first)
    with pytest.raises(TypeError):
        kind(*given.values(), "one too many")


@pytest.mark.parametrize(
    "copied", [copy.copy, copy.deepcopy, lambda x: pickle.loads(pickle.dumps(x))]
)
def test_a_value_travels_between_processes(copied: Any) -> None:
    voice = Voice("tone", "la", "vi")
    cue = Cue(
        0,
        900,
        Utterance("số 5", "số năm", (Span(0, 4, "plain", "số 5"),)),
        (Mark(1.5, "word", 0, 2),),
    )
    whole = Recording("r", "a", "p.mp3", 900, 10, -16.0, -1.5, voice, (cue,))
    again = copied(whole)
    assert again == whole
    assert again.cues[0].utterance.spans == cue.utterance.spans
    assert "cues" not in repr(whole)


def test_values_of_two_kinds_are_never_equal() -> None:
    @dataclass(frozen=True, slots=True)
    class One:
        at: int

    @dataclass(frozen=True, slots=True)
    class Other:
        at: int

    assert One(1) != Other(1)  # type: ignore[comparison-overlap] # the very question
    assert One(1) != 1  # type: ignore[comparison-overlap] # as above
    assert hash(One(1)) == hash(One(1))


def test_a_default_may_come_with_its_manner() -> None:
    @dataclass(frozen=True, slots=True)
    class Sealed:
        name: str
        secret: str = field(default="s", repr=False)

    assert repr(Sealed("n")).endswith("Sealed(name='n')")
    assert Sealed("n").secret == "s"
    with pytest.raises(TypeError):
        Sealed()  # type: ignore[call-arg] # the very question


def test_what_a_value_cannot_be_is_said_at_once() -> None:
    make: Any = dataclass
    with pytest.raises(TypeError, match="frozen"):
        make(frozen=False, slots=True)
    with pytest.raises(TypeError, match="inherit"):
        make(frozen=True, slots=True)(type("Child", (Voice,), {"__annotations__": {}}))
    with pytest.raises(TypeError, match="constant"):
        make(frozen=True, slots=True)(type("Odd", (), {"__annotations__": {"x": "ClassVar[int]"}}))


def test_reading_a_sentence_needs_neither_dataclasses_nor_inspect() -> None:
    code = (
        "import sys; before = set(sys.modules); from docbao.text import spoken; "
        "spoken('Ngày 5/6/2019, UBND xã họp.'); new = set(sys.modules) - before; "
        "assert not new & {'dataclasses', 'inspect', 'pathlib', 'yaml'}, new"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
