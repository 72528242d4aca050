"""The worker outlives every page that breaks it."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.sources.pages import all_gold, page

from docbao.errors import ExtractError
from docbao.model import Article, Page
from docbao.sources.extractor import DirectExtractor, Extractor, WorkerExtractor

TASKS = '''
"""What the worker runs in these tests: the page's body says what to do."""
import os, time
from docbao.errors import ExtractError
from docbao.i18n import Phrase
from docbao.model import Article

def obey(page, *, feed=None, entry=None):
    order = page.body.decode()
    if order == "hang":
        time.sleep(60)
    if order == "die":
        os._exit(3)
    if order == "grow":
        bytearray(1 << 36)
    if order == "refuse":
        raise ExtractError(Phrase(vi="không", en="no"), hint=Phrase(vi="thôi", en="leave it"))
    return Article(str(os.getpid()), "", page.url, order, "", ())
'''


@pytest.fixture
def worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[WorkerExtractor]:
    (tmp_path / "worker_tasks.py").write_text(TASKS, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    import worker_tasks  # type: ignore[import-not-found]

    with WorkerExtractor(time_limit_s=1.5, extract=worker_tasks.obey) as extractor:
        yield extractor
    sys.modules.pop("worker_tasks", None)


def order(what: str) -> Page:
    return page(what, f"https://example.test/{what}")


def test_one_worker_serves_page_after_page(worker: WorkerExtractor) -> None:
    served = {worker.extract(order(f"page {n}")).id for n in range(5)}
    assert served == {str(worker.process_id)}


def test_an_error_of_the_page_comes_back_whole_and_the_worker_stays(
    worker: WorkerExtractor,
) -> None:
    before = worker.extract(order("one")).id
    with pytest.raises(ExtractError, match=r"không|no") as told:
        worker.extract(order("refuse"))
    assert told.value.hint is not None
    assert told.value.hint.en == "leave it"
    assert worker.extract(order("two")).id == before


@pytest.mark.parametrize(
    ("what", "said"), [("hang", "more than 1.5 seconds"), ("die", "died"), ("grow", "memory")]
)
def test_a_page_that_breaks_the_worker_fails_alone(
    worker: WorkerExtractor, what: str, said: str
) -> None:
    if what == "grow" and sys.platform != "linux":
        pytest.skip("only Linux limits a process's address space")
    with pytest.raises(ExtractError) as told:
        worker.extract(order(what))
    assert said in told.value.message.in_language("en")
    assert what in told.value.message.in_language("vi")
    assert worker.extract(order("next")).title == "next"


def test_a_worker_killed_while_idle_is_replaced_unseen(worker: WorkerExtractor) -> None:
    worker.extract(order("one"))
    victim = worker.process_id
    assert victim is not None
    os.kill(victim, signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)
    time.sleep(0.2)
    assert worker.extract(order("two")).id != str(victim)


def test_a_worker_killed_at_work_fails_that_page_and_no_other(worker: WorkerExtractor) -> None:
    worker.extract(order("one"))
    victim = worker.process_id
    assert victim is not None
    fatal = signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL
    threading.Timer(0.3, os.kill, (victim, fatal)).start()
    with pytest.raises(ExtractError) as told:
        worker.extract(order("hang"))
    assert "died" in told.value.message.en
    assert worker.extract(order("two")).title == "two"


def test_threads_share_a_worker(worker: WorkerExtractor) -> None:
    got: list[str] = []
    threads = [
        threading.Thread(target=lambda n=n: got.append(worker.extract(order(f"{n}")).title))
        for n in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(got) == list("012345")


def test_closing_ends_the_process_and_may_be_repeated(worker: WorkerExtractor) -> None:
    worker.extract(order("one"))
    worker.close()
    worker.close()
    assert worker.process_id is None
    assert worker.extract(order("again")).title == "again"


def test_both_extractors_find_the_same_article() -> None:
    gold = all_gold()[0]
    extractors: list[Extractor] = [DirectExtractor(), WorkerExtractor()]
    found: list[Article] = []
    for extractor in extractors:
        found.append(extractor.extract(gold.page))
        with pytest.raises(ExtractError):
            extractor.extract(page(b""))
        extractor.close()
    assert found[0] == found[1]
    assert found[0].title == gold.title
