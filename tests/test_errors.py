from __future__ import annotations

import inspect
import pickle

import pytest

from docbao import errors
from docbao.i18n import Phrase

TREE = [
    cls
    for _, cls in inspect.getmembers(errors, inspect.isclass)
    if issubclass(cls, errors.DocbaoError)
]


@pytest.mark.parametrize("cls", TREE, ids=lambda cls: cls.__name__)
def test_an_error_keeps_message_and_hint_across_processes(cls: type[errors.DocbaoError]) -> None:
    error = cls(
        Phrase("không đọc được {x}", "cannot read {x}").fill(x=1), hint=Phrase("thử", "try")
    )
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is cls
    assert copy.message == error.message
    assert copy.hint == error.hint
    assert str(copy)


def test_a_busy_engine_keeps_its_waiting_time_across_processes() -> None:
    error = errors.EngineBusy(Phrase("bận", "busy"), retry_after_s=2.5)
    assert pickle.loads(pickle.dumps(error)).retry_after_s == 2.5


def test_the_tree_in_the_docstring_names_every_error() -> None:
    for cls in TREE:
        assert cls.__name__ in (errors.__doc__ or "")
