from __future__ import annotations

import hashlib
import json
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.permissions import needs_permissions
from tests.speech.services.files import (
    FileService,
    broken_off,
    page,
    unmeasured,
    whole_again,
)

from docbao.errors import EngineNotFound, SpeechError
from docbao.i18n import Phrase
from docbao.speech.piper import find_models
from docbao.speech.voices import (
    InstallableVoice,
    VoiceFile,
    install,
    installed,
    remove,
)

TLS = Path(__file__).parents[1] / "data" / "tls"
NAME = "vi_VN-mau-medium"
MODEL = bytes(range(256)) * 4000
CONFIG = json.dumps({"audio": {"sample_rate": 22050}}).encode()


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


VOICE = InstallableVoice(
    name=NAME,
    language="vi-VN",
    quality="natural",
    licence="CC0",
    attribution="nobody",
    note=Phrase(vi="nữ", en="female"),
    folder="vi/vi_VN/mau/medium",
    files=(
        VoiceFile(f"{NAME}.onnx.json", len(CONFIG), sha256(CONFIG)),
        VoiceFile(f"{NAME}.onnx", len(MODEL), sha256(MODEL)),
    ),
)
UNKNOWN = replace(VOICE, files=tuple(replace(file, sha256=None) for file in VOICE.files))
LAYOUT = f"/vi/vi_VN/mau/medium/{NAME}.onnx"


@pytest.fixture
def service() -> Iterator[FileService]:
    with FileService() as service:
        service.files = {LAYOUT: MODEL, f"{LAYOUT}.json": CONFIG}
        yield service


def everything_in(folder: Path) -> list[str]:
    return sorted(
        str(path.relative_to(folder).as_posix()) for path in folder.rglob("*") if path.is_file()
    )


def assert_whole(folder: Path) -> None:
    assert installed(folder) == (NAME,)
    assert (folder / "piper" / NAME / f"{NAME}.onnx").read_bytes() == MODEL
    assert everything_in(folder) == [
        f"piper/{NAME}/{NAME}.onnx",
        f"piper/{NAME}/{NAME}.onnx.json",
        f"piper/{NAME}/voice.json",
    ]


def test_a_voice_is_fetched_verified_and_put_in_place(service: FileService, tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []
    place = install(
        VOICE, tmp_path, source=service.address, progress=lambda *told: heard.append(told)
    )
    assert_whole(tmp_path)
    record = json.loads((place / "voice.json").read_text(encoding="utf-8"))
    assert (record["licence"], record["attribution"]) == ("CC0", "nobody")
    assert [had for had, _ in heard] == sorted(had for had, _ in heard)
    assert heard[-1] == (VOICE.size_bytes, VOICE.size_bytes)
    (model,) = (model for model in find_models(tmp_path) if model.name == NAME)
    assert (model.licence, model.note) == ("CC0", "nữ / female")


def test_files_side_by_side_are_found_too(service: FileService, tmp_path: Path) -> None:
    service.files = {f"/{NAME}.onnx": MODEL, f"/{NAME}.onnx.json": CONFIG}
    install(VOICE, tmp_path, source=service.address + "/")
    assert_whole(tmp_path)


@pytest.mark.parametrize("layout", ["", "vi/vi_VN/mau/medium"])
def test_a_folder_serves_a_machine_without_a_network(tmp_path: Path, layout: str) -> None:
    source = tmp_path / "usb" / layout
    source.mkdir(parents=True)
    (source / f"{NAME}.onnx").write_bytes(MODEL)
    (source / f"{NAME}.onnx.json").write_bytes(CONFIG)
    install(VOICE, tmp_path / "voices", source=tmp_path / "usb")
    assert_whole(tmp_path / "voices")


def test_a_folder_without_the_files_says_what_it_looked_for(tmp_path: Path) -> None:
    with pytest.raises(SpeechError, match=rf"no file .*{NAME}\.onnx\.json"):
        install(VOICE, tmp_path, source=tmp_path / "empty")
    assert installed(tmp_path) == ()


def test_a_connection_that_breaks_is_taken_up_where_it_broke(
    service: FileService, tmp_path: Path
) -> None:
    service.troubles = [None, broken_off(300_000), broken_off(200_000)]
    install(VOICE, tmp_path, source=service.address)
    assert_whole(tmp_path)
    assert [asked for path, asked in service.asked if path == LAYOUT] == [
        "",
        "bytes=300000-",
        "bytes=500000-",
    ]


def test_an_interrupted_run_is_gone_on_with_by_the_next(
    service: FileService, tmp_path: Path
) -> None:
    def interrupt(had: int, _all: int) -> None:
        if had > 500_000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        install(VOICE, tmp_path, source=service.address, progress=interrupt)
    assert installed(tmp_path) == ()
    assert all(model.name != NAME for model in find_models(tmp_path))
    service.asked.clear()
    install(VOICE, tmp_path, source=service.address)
    assert_whole(tmp_path)
    ((path, asked),) = service.asked
    assert path == LAYOUT
    assert asked.startswith("bytes=")


def test_a_server_without_ranges_begins_again(service: FileService, tmp_path: Path) -> None:
    service.troubles = [None, broken_off(300_000), whole_again]
    install(VOICE, tmp_path, source=service.address)
    assert_whole(tmp_path)


@pytest.mark.parametrize(
    "model", [MODEL[:-1] + b"\0", b"\0" * len(MODEL)], ids=["one byte", "every byte"]
)
def test_a_file_that_is_not_genuine_is_refused_and_nothing_of_it_stays(
    service: FileService, tmp_path: Path, model: bytes
) -> None:
    service.files[LAYOUT] = model
    with pytest.raises(SpeechError, match=rf"{NAME}\.onnx of .* is not genuine") as caught:
        install(VOICE, tmp_path, source=service.address)
    assert sha256(model) in str(caught.value)
    assert everything_in(tmp_path) == []


@pytest.mark.parametrize("model", [MODEL[:1000], MODEL + b"more"], ids=["shorter", "longer"])
def test_a_file_of_another_length_is_refused_before_it_is_fetched(
    service: FileService, tmp_path: Path, model: bytes
) -> None:
    service.files[LAYOUT] = model
    with pytest.raises(SpeechError, match=f"should have {len(MODEL)} bytes"):
        install(VOICE, tmp_path, source=service.address)
    assert everything_in(tmp_path) == [f".incoming/{NAME}/{NAME}.onnx.json"]


def test_more_than_was_promised_is_not_genuine(service: FileService, tmp_path: Path) -> None:
    service.troubles = [None, unmeasured]
    with pytest.raises(SpeechError, match="is not genuine"):
        install(VOICE, tmp_path, source=service.address)
    assert everything_in(tmp_path) == []


def test_a_foreign_beginning_is_found_out_in_the_end(service: FileService, tmp_path: Path) -> None:
    incoming = tmp_path / ".incoming" / NAME
    incoming.mkdir(parents=True)
    (incoming / f"{NAME}.onnx").write_bytes(b"left by something else")
    with pytest.raises(SpeechError, match="is not genuine"):
        install(VOICE, tmp_path, source=service.address)
    install(VOICE, tmp_path, source=service.address)
    assert_whole(tmp_path)


def test_a_login_page_is_no_voice(service: FileService, tmp_path: Path) -> None:
    service.troubles = [page]
    with pytest.raises(SpeechError, match="sent a web page") as caught:
        install(VOICE, tmp_path, source=service.address)
    assert "log in" in str(caught.value.hint)
    assert everything_in(tmp_path) == []


def test_a_source_that_has_not_got_it_is_named(service: FileService, tmp_path: Path) -> None:
    service.files.clear()
    with pytest.raises(SpeechError, match=r"127\.0\.0\.1.*cannot be downloaded \(status 404\)"):
        install(VOICE, tmp_path, source=service.address)


def test_without_a_server_the_error_comes_soon(tmp_path: Path) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    with pytest.raises(SpeechError, match="cannot connect to 127"):
        install(VOICE, tmp_path, source=f"http://127.0.0.1:{port}")


@pytest.mark.parametrize(
    ("certificate", "trusted", "said"),
    [
        ("server.pem", "ca.pem", ""),
        ("server.pem", None, "could not prove that it is genuine"),
        ("elsewhere.pem", "ca.pem", "could not prove that it is genuine: self-signed"),
        ("elsewhere.pem", "elsewhere.pem", "could not prove that it is genuine: IP address mism"),
        ("expired.pem", "ca.pem", "out of date"),
        ("future.pem", "ca.pem", "out of date"),
    ],
)
def test_a_voice_comes_only_from_a_server_that_proves_who_it_is(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    certificate: str,
    trusted: str | None,
    said: str,
) -> None:
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(TLS / trusted))
    with FileService(TLS / certificate) as service:
        service.files = {LAYOUT: MODEL, f"{LAYOUT}.json": CONFIG}
        if not said:
            install(VOICE, tmp_path, source=service.address)
            assert_whole(tmp_path)
            return
        with pytest.raises(SpeechError, match=said):
            install(VOICE, tmp_path, source=service.address)
        assert service.asked == []
    assert everything_in(tmp_path) == []


def test_a_voice_comes_through_the_proxy_of_the_environment(
    service: FileService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = "http://voices.example"  # a name that only the proxy can find
    service.files = {f"{source}{LAYOUT}": MODEL, f"{source}{LAYOUT}.json": CONFIG}
    monkeypatch.setenv("http_proxy", service.address)
    install(VOICE, tmp_path, source=source)
    assert_whole(tmp_path)


def test_a_proxy_that_is_not_there_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    monkeypatch.setenv("http_proxy", f"http://me:secret@127.0.0.1:{port}")
    with pytest.raises(SpeechError, match=f"through the proxy 127.0.0.1:{port}: ") as caught:
        install(VOICE, tmp_path, source="http://voices.example")
    assert "HTTP_PROXY" in str(caught.value.hint)
    assert "secret" not in str(caught.value)
    assert everything_in(tmp_path) == []


def test_a_voice_whose_hash_we_do_not_know_is_not_installed_in_silence(
    service: FileService, tmp_path: Path
) -> None:
    with pytest.raises(SpeechError, match="no SHA-256 to verify") as caught:
        install(UNKNOWN, tmp_path, source=service.address)
    assert "--sha256" in str(caught.value.hint)
    assert service.asked == []
    hashes = (sha256(CONFIG).upper(), sha256(MODEL))
    install(UNKNOWN, tmp_path, source=service.address, sha256=hashes)
    assert_whole(tmp_path)


def test_hashes_vouched_for_must_fit(service: FileService, tmp_path: Path) -> None:
    with pytest.raises(SpeechError, match="is not genuine"):
        install(UNKNOWN, tmp_path, source=service.address, sha256=("0" * 64, "1" * 64))
    with pytest.raises(SpeechError, match="no SHA-256"):
        install(UNKNOWN, tmp_path, source=service.address, sha256=("abc", "1" * 64))
    with pytest.raises(SpeechError, match="no SHA-256"):
        install(UNKNOWN, tmp_path, source=service.address, sha256=(sha256(MODEL),))
    assert everything_in(tmp_path) == []


def test_installing_again_puts_the_new_one_in_place_of_the_old(
    service: FileService, tmp_path: Path
) -> None:
    place = install(VOICE, tmp_path, source=service.address)
    (place / f"{NAME}.onnx").write_bytes(b"damaged since")
    install(VOICE, tmp_path, source=service.address)
    assert_whole(tmp_path)


def test_removing_takes_all_of_it_away(service: FileService, tmp_path: Path) -> None:
    install(VOICE, tmp_path, source=service.address)
    remove(NAME, tmp_path)
    assert everything_in(tmp_path) == []
    with pytest.raises(EngineNotFound, match="is not installed"):
        remove(NAME, tmp_path)
    with pytest.raises(EngineNotFound):
        remove("../..", tmp_path)


@needs_permissions
@pytest.mark.usefixtures("bound")
def test_a_folder_that_may_not_be_written_is_named(service: FileService, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(SpeechError, match="cannot be written"):
        install(VOICE, tmp_path, source=service.address)


def test_a_file_where_the_folder_should_be_is_named(service: FileService, tmp_path: Path) -> None:
    (tmp_path / "voices").write_text("in the way")
    with pytest.raises(SpeechError, match=r"cannot be written to .*voices"):
        install(VOICE, tmp_path / "voices", source=service.address)
