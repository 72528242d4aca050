"""Workers on other machines, and recordings in object storage: nothing lost, nothing twice."""

from __future__ import annotations

import json
import pickle
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest

from docbao.batch import InPlace, Processes
from docbao.cluster import Cluster, Relay, open_cluster
from docbao.errand import SHARED_FILE, Errand, Kit, _own_places, run_errand
from docbao.errors import LibraryError
from docbao.model import Article, Block
from docbao.narration import open_studio
from docbao.newsroom import Newsroom, open_newsroom
from docbao.production import Manner, Produced, Wish, produce
from docbao.store.depot import Depot, is_depot, open_depot
from docbao.tidying import evict

fsspec = pytest.importorskip("fsspec", reason="object storage is an extra: docbao[s3]")
MORNING = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
_Any = TypeVar("_Any")


@dataclass
class OtherMachine(Executor):
    """Runs what it is sent after a journey as bytes; dies when it is told to."""

    dies_after: set[int] = field(default_factory=set)
    """Which of the errands it carries out without being able to tell."""
    sent: list[bytes] = field(default_factory=list)

    def submit(self, fn: Callable[..., _Any], /, *args: object, **kwargs: object) -> Future[_Any]:
        letter = pickle.dumps((fn, args, kwargs))
        self.sent.append(letter)
        number = len(self.sent)
        fn, args, kwargs = pickle.loads(letter)
        future = InPlace().submit(fn, *args, **kwargs)
        if future.exception() is None:
            future = InPlace().submit(pickle.loads, pickle.dumps(future.result()))
        if number in self.dies_after:
            dead: Future[_Any] = Future()
            dead.set_exception(BrokenExecutor("gone"))
            return dead
        return future


@dataclass
class Crew:
    """Two machines as one."""

    machine: OtherMachine = field(default_factory=OtherMachine)
    size: int = 2
    remote: bool = True

    def open(self) -> Executor:
        return self.machine


def wishes(count: int) -> list[Wish]:
    return [
        Wish(
            f"Bản tin {number}",
            article=Article(
                id=f"{number:016x}",
                feed="thu",
                url="",
                title=f"Bản tin số {number}",
                lead="",
                blocks=(Block("paragraph", f"Câu của bản tin {number}, ở Đà Lạt có hoa."),),
                published=MORNING,
            ),
        )
        for number in range(count)
    ]


@pytest.fixture
def newsroom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Newsroom]:
    home, other = tmp_path / "home", tmp_path / "other"
    home.mkdir()
    other.mkdir()
    (home / "feeds.yaml").write_text("speech:\n  engine: tone\nfeeds: []\n", encoding="utf-8")
    monkeypatch.setenv("DOCBAO_HOME", str(other))
    monkeypatch.chdir(tmp_path)
    for cache in (_own_places, open_studio, open_depot):
        cache.cache_clear()
    fsspec.filesystem("memory").store.clear()
    with open_newsroom(home, now=lambda: MORNING) as room:
        yield room
    for cache in (_own_places, open_studio, open_depot):
        cache.cache_clear()


def stored() -> dict[str, bytes]:
    files = fsspec.filesystem("memory")
    return {path: files.cat_file(path) for path in files.find("/tin")}


def made(
    newsroom: Newsroom, count: int, manner: Manner, crew: Crew | None = None
) -> list[Produced]:
    return list(produce(newsroom, wishes(count), manner, crew=crew))


INTO_STORE = Manner(to="memory://tin")


def test_a_batch_goes_to_object_storage_whole_and_only_once(
    newsroom: Newsroom, tmp_path: Path
) -> None:
    crew = Crew()
    items = made(newsroom, 3, INTO_STORE, crew)
    assert [item.made for item in items] == [True] * 3
    there = stored()
    assert len(there) == 9
    for item in items:
        assert item.recording is not None
        address = item.recording.path
        assert address.startswith("memory://tin/thu/2026-11-24-ban-tin-so-")
        name = address.removeprefix("memory:/")
        assert len(there[name]) == item.recording.size_bytes
        facts = json.loads(there[name.replace(".mp3", ".json")])
        assert facts["recording"]["path"] == address  # nothing of this machine's folders
        assert str(tmp_path) not in json.dumps(facts)
        assert newsroom.library.recording(item.recording.id).cues
    # The worker wrote where it is at home, and kept nothing but the sentences it spoke.
    assert not list((tmp_path / "other").rglob("*.mp3"))
    assert list((tmp_path / "other" / ".docbao" / "clips").rglob("*"))
    assert not newsroom.config.locations.audio.exists()

    again = made(newsroom, 4, INTO_STORE, crew)
    assert sorted(item.made for item in again) == [False, False, False, True]
    assert len(crew.machine.sent) == 4


def test_processes_of_this_machine_can_use_object_storage_too(newsroom: Newsroom) -> None:
    items = made(newsroom, 2, INTO_STORE)
    assert [item.made for item in items] == [True, True]
    assert [item.made for item in made(newsroom, 2, INTO_STORE)] == [False, False]
    assert not list(newsroom.config.locations.home.rglob("*.mp3"))
    # On the disk it is another matter: what is asked for there is made there.
    assert [item.made for item in made(newsroom, 2, Manner())] == [True, True]
    assert len(list(newsroom.config.locations.audio.rglob("*.mp3"))) == 2


def test_a_worker_that_dies_after_the_last_byte_has_not_worked_in_vain(newsroom: Newsroom) -> None:
    crew = Crew(OtherMachine(dies_after={2}))
    items = made(newsroom, 4, INTO_STORE, crew)
    assert len(crew.machine.sent) > 4
    assert all(item.error is None for item in items)
    assert sorted(item.recording.article for item in items if item.recording) == [
        f"{number:016x}" for number in range(4)
    ]
    assert len(newsroom.library.recordings()) == 4
    assert len([path for path in stored() if path.endswith(".mp3")]) == 4


def test_what_was_put_without_its_mp3_is_made_again(newsroom: Newsroom) -> None:
    (item,) = made(newsroom, 1, INTO_STORE)
    assert item.recording is not None
    fsspec.filesystem("memory").rm_file(item.recording.path)
    open_depot.cache_clear()
    (again,) = made(newsroom, 1, INTO_STORE)
    assert again.made
    assert again.recording == item.recording


def test_what_the_library_forgot_is_taken_up_from_the_storage(newsroom: Newsroom) -> None:
    (item,) = made(newsroom, 1, INTO_STORE)
    assert item.recording is not None
    newsroom.library.forget_recording(item.recording.id)
    (again,) = made(newsroom, 1, INTO_STORE, Crew())
    assert not again.made
    assert again.recording == item.recording


def test_the_listeners_words_and_cover_travel_along(newsroom: Newsroom, tmp_path: Path) -> None:
    home = newsroom.config.locations.home
    (home / "lexicon.yaml").write_text(
        "kind: listener\nsource: thử\nentries:\n  Đà Lạt: xứ ngàn hoa\n", encoding="utf-8"
    )
    (home / "bia.png").write_bytes(
        bytes.fromhex("89504e470d0a1a0a") + b"\x00\x00\x00\rIHDR" + bytes(17)
    )
    (home / "feeds.yaml").write_text(
        "speech:\n  engine: tone\naudio:\n  cover: bia.png\nfeeds: []\n", encoding="utf-8"
    )
    with open_newsroom(home, now=lambda: MORNING) as room:
        crew = Crew()
        (item,) = made(room, 1, INTO_STORE, crew)
        assert item.error is None
        assert item.recording is not None
        said = " ".join(
            cue.utterance.spoken for cue in room.library.recording(item.recording.id).cues
        )
        assert "xứ ngàn hoa" in said
        (sent,) = crew.machine.sent
        errand = pickle.loads(sent)[1][0]
    assert isinstance(errand, Errand)
    kept = sorted(p.suffix for p in (tmp_path / "other" / ".docbao" / "kit").iterdir())
    assert kept == [".picture", ".yaml"]
    name = item.recording.path.removeprefix("memory:/")
    assert bytes.fromhex("89504e470d0a1a0a") in stored()[name]


def test_a_shared_folder_serves_as_well(newsroom: Newsroom) -> None:
    items = made(newsroom, 2, Manner(), Crew())
    assert [item.made for item in items] == [True, True]
    home = newsroom.config.locations.home
    assert all((home / item.recording.path).is_file() for item in items if item.recording)


def test_a_machine_that_does_not_see_the_folder_writes_nothing(
    newsroom: Newsroom, tmp_path: Path
) -> None:
    crew = Crew()
    crew.machine.submit = unmounted(crew.machine.submit)  # type: ignore[method-assign]  # in its place
    items = made(newsroom, 2, Manner(to=str(tmp_path / "chung")), crew)
    assert all(isinstance(item.error, LibraryError) for item in items)
    assert "không thấy thư mục chung" in str(items[0].error)
    assert not list(tmp_path.rglob("*.mp3"))


def unmounted(submit: Callable[..., Future[Any]]) -> Callable[..., Future[Any]]:
    def elsewhere(function: Callable[..., Any], errand: Errand) -> Future[Any]:
        assert errand.kit is not None
        assert (Path(errand.kit.folder) / SHARED_FILE).exists()
        return submit(function, replace(errand, kit=replace(errand.kit, folder="/khong/co")))

    return elsewhere


def test_another_version_of_docbao_is_refused(newsroom: Newsroom) -> None:
    crew = Crew()
    made(newsroom, 1, INTO_STORE, crew)
    errand = pickle.loads(crew.machine.sent[0])[1][0]
    with pytest.raises(LibraryError) as caught:
        run_errand(replace(errand, kit=Kit(version="0.0.1")))
    assert "0.0.1" in str(caught.value)


class Refusing(fsspec.AbstractFileSystem):  # type: ignore[misc,name-defined]  # fsspec has no types
    """Storage that says no."""

    protocol = "refusing"
    error: Exception = PermissionError("403")

    def pipe_file(self, path: str, value: bytes, **_: object) -> None:
        del path, value
        raise self.error


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (PermissionError("403"), "không cho ghi"),
        (FileNotFoundError("bucket"), "không có kho tên ấy"),
        (TimeoutError(), "không trả lời kịp"),
        (ConnectionRefusedError(), "không kết nối được"),
        (OSError(16, "slow"), "quá tải"),
        (type("NoCredentialsError", (Exception,), {})("none"), "chìa khóa"),
        (RuntimeError("hôm nay nghỉ"), "hôm nay nghỉ"),
    ],
)
def test_storage_that_refuses_is_told_before_anything_is_spoken(
    newsroom: Newsroom, error: Exception, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fsspec.register_implementation("refusing", Refusing, clobber=True)
    monkeypatch.setattr(Refusing, "error", error)
    with pytest.raises(LibraryError) as caught:
        made(newsroom, 2, Manner(to="refusing://tin"))
    assert words in str(caught.value)
    assert "refusing://tin" in str(caught.value)
    assert not list(newsroom.config.locations.home.rglob("*.mp3"))
    assert not list(newsroom.config.locations.clips.rglob("*.*"))


def test_storage_that_fills_up_half_way_costs_the_rest_and_publishes_no_half(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = type(fsspec.filesystem("memory"))
    real = files.put_file

    def put_file(self: Any, lpath: str, rpath: str, **settings: Any) -> None:
        if "so-1" in rpath and rpath.endswith(".mp3"):
            raise OSError(28, "quota")
        real(self, lpath, rpath, **settings)

    monkeypatch.setattr(files, "put_file", put_file)
    items = made(newsroom, 3, INTO_STORE)
    assert [item.error is None for item in items] == [True, False, True]
    assert len([path for path in stored() if path.endswith(".mp3")]) == 2
    monkeypatch.undo()
    again = made(newsroom, 3, INTO_STORE)
    assert [item.label for item in again if item.made] == ["Bản tin số 1"]


@pytest.mark.parametrize(
    ("url", "words"), [("abc://x", "không biết loại kho"), ("s3://x", "chưa cài")]
)
def test_storage_of_an_unknown_kind_or_not_installed(url: str, words: str) -> None:
    if url.startswith("s3") and _is_installed("s3fs"):
        pytest.skip("s3fs is here")
    with pytest.raises(LibraryError) as caught:
        Depot(url)
    assert words in str(caught.value)


def test_a_plain_file_system_shows_no_half_written_file(tmp_path: Path) -> None:
    depot = Depot(f"file://{tmp_path.as_posix()}/kho")
    source = tmp_path / "a.mp3"
    source.write_bytes(b"sound")
    depot.check()
    depot.put("thu/2026-11-24-a.mp3", source)
    assert depot.read("thu/2026-11-24-a.mp3") == b"sound"
    assert depot.size("thu/2026-11-24-a.mp3") == 5
    assert depot.sizes("thu", "2026-11-24") == {"thu/2026-11-24-a.mp3": 5}
    assert depot.read("thu/b.mp3") is None
    assert not list((tmp_path / "kho").rglob(".*"))


def test_folders_and_storage_are_told_apart() -> None:
    assert is_depot("s3://tin/sang")
    assert not is_depot("C:/tin")
    assert not is_depot("/srv/tin")


def test_what_lies_in_storage_takes_no_room_here(newsroom: Newsroom) -> None:
    (far,) = made(newsroom, 1, INTO_STORE)
    assert far.recording is not None
    assert newsroom.library.recordings_to_evict(0) == ()
    assert evict(newsroom) == ()
    assert far.recording.path.removeprefix("memory:/") in stored()


def _is_installed(name: str) -> bool:
    try:
        __import__(name)
    except ImportError:
        return False
    return True


# The relay between docbao and a cluster's executor.


class KilledWorker(Exception):
    """As Dask calls it."""


@dataclass
class Asked(Executor):
    """An executor whose futures are finished by the test."""

    futures: list[Future[Any]] = field(default_factory=list)
    shut: list[bool] = field(default_factory=list)

    def submit(self, fn: Callable[..., Any], /, *args: object, **kwargs: object) -> Future[Any]:
        del fn, args, kwargs
        self.futures.append(Future())
        return self.futures[-1]

    def shutdown(self, wait: bool = True) -> None:  # type: ignore[override]  # as Dask's, without an option
        self.shut.append(wait)


def test_the_relay_hands_on_results_and_puts_failures_into_docbaos_words() -> None:
    asked = Asked()
    relay = Relay(asked)
    good, killed, lost, wrong, cut = (relay.submit(print) for _ in range(5))
    asked.futures[0].set_result(7)
    asked.futures[1].set_exception(KilledWorker("three times"))
    asked.futures[2].cancel()
    asked.futures[3].set_exception(ValueError("x"))
    assert good.result(0) == 7
    assert "máy đọc tắt liên tiếp" in str(killed.exception(0))
    assert isinstance(lost.exception(0), BrokenExecutor)
    assert isinstance(wrong.exception(0), ValueError)
    relay.shutdown(cancel_futures=True)
    assert asked.shut == [False]
    with pytest.raises((BrokenExecutor, CancelledError)):
        cut.result(0)


def test_a_scheduler_that_is_gone_keeps_nobody_waiting() -> None:
    lost = False
    asked = Asked()
    relay = Relay(asked, lambda: lost, patience_s=0.2)
    waiting = relay.submit(print)
    lost = True
    assert isinstance(waiting.exception(10), BrokenExecutor)
    asked.futures[0].set_result(1)  # late, and nobody minds
    relay.shutdown(cancel_futures=True)
    assert asked.shut == []
    client = Client(3)
    client.status = "connecting"
    with pytest.raises(LibraryError) as caught:
        Cluster("tcp://x:8786", client).open()
    assert "không nối được tới bộ điều phối" in str(caught.value)


class Client:
    """As much of Dask's as is used."""

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self.closed = False
        self.status = "running"

    def nthreads(self) -> dict[str, int]:
        return {str(number): 4 for number in range(self.workers)}

    def wait_for_workers(self, count: int, timeout: float) -> None:
        if self.workers < count:
            raise TimeoutError(timeout)

    def get_executor(self, *, pure: bool) -> Executor:
        assert not pure
        return InPlace()

    def close(self, timeout: float) -> None:
        self.closed = timeout > 0


def test_a_cluster_is_as_large_as_it_has_workers_and_needs_one() -> None:
    client = Client(3)
    with Cluster("tcp://x:8786", client) as cluster:
        assert cluster.size == 3
        assert cluster.open().submit(abs, -2).result() == 2
    assert client.closed
    with pytest.raises(LibraryError) as caught:
        Cluster("tcp://x:8786", Client(0)).open()
    assert "dask worker tcp://x:8786" in str(caught.value.hint)


def test_without_dask_the_way_to_it_is_told() -> None:
    if _is_installed("distributed"):
        pytest.skip("distributed is here")
    with pytest.raises(LibraryError) as caught:
        open_cluster("tcp://127.0.0.1:1")
    assert "docbao[cluster]" in str(caught.value.hint)


def test_the_pool_of_this_machine_is_a_crew_too() -> None:
    assert (Processes(2).size, Processes(2).remote) == (2, False)
    assert isinstance(Processes(1).open(), InPlace)
    assert sys.platform
