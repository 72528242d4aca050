from __future__ import annotations

import http.client
import os
import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from docbao.errors import PublishError
from docbao.publish.server import FolderServer

SOUND = bytes(range(256)) * 40


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "out"
    (root / "episodes").mkdir(parents=True)
    (root / "feed.xml").write_text("<rss/>")
    (root / "index.html").write_text("trang")
    (root / "episodes/bài.mp3").write_bytes(SOUND)
    (root / "empty.mp3").write_bytes(b"")
    (root / ".docbao-published.json").write_text("{}")
    (tmp_path / "secret.txt").write_text("bí mật")
    return root


@pytest.fixture
def server(folder: Path) -> Iterator[FolderServer]:
    with FolderServer(folder) as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield running
        running.shutdown()
        thread.join(10)


def ask(
    server: FolderServer, path: str, method: str = "GET", **headers: str
) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=10)
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers=named)
        answer = connection.getresponse()
        return answer, answer.read()
    finally:
        connection.close()


MP3 = "/episodes/" + quote("bài.mp3")


def test_it_listens_on_loopback_alone_unless_told(server: FolderServer) -> None:
    assert server.url.startswith("http://127.0.0.1:")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/feed.xml", "application/rss+xml; charset=utf-8"),
        (MP3, "audio/mpeg"),
        ("/", "text/html; charset=utf-8"),
    ],
)
def test_files_come_with_their_types_whole_and_as_head(
    server: FolderServer, path: str, kind: str
) -> None:
    whole, body = ask(server, path)
    head, nothing = ask(server, path, "HEAD")
    for answer in (whole, head):
        assert answer.status == 200
        assert answer.headers["Content-Type"] == kind
        assert answer.headers["Content-Length"] == str(len(body))
        assert answer.headers["Accept-Ranges"] == "bytes"
    assert body
    assert nothing == b""


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-", 0, 10_239),
        ("bytes=0-0", 0, 0),
        ("bytes=100-199", 100, 199),
        ("bytes=10000-99999", 10_000, 10_239),
        ("bytes=-40", 10_200, 10_239),
        ("bytes=-999999", 0, 10_239),
    ],
)
def test_a_range_is_answered_with_its_bytes(
    server: FolderServer, asked: str, start: int, end: int
) -> None:
    answer, body = ask(server, MP3, Range=asked)
    assert body == SOUND[start : end + 1]
    assert answer.headers["Content-Length"] == str(len(body))
    if len(body) < len(SOUND):
        assert answer.status == 206
        assert answer.headers["Content-Range"] == f"bytes {start}-{end}/10240"


@pytest.mark.parametrize("asked", ["bytes=0-", "bytes=-10240"])
def test_all_of_a_file_asked_for_as_a_range_is_a_range(server: FolderServer, asked: str) -> None:
    # Players test in this way whether they may seek.
    answer, _ = ask(server, MP3, Range=asked)
    assert answer.status == 206


@pytest.mark.parametrize("asked", ["bytes=10240-", "bytes=99999-100000", "bytes=-0"])
def test_a_range_beyond_the_end_is_416(server: FolderServer, asked: str) -> None:
    answer, _ = ask(server, MP3, Range=asked)
    assert answer.status == 416
    assert answer.headers["Content-Range"] == "bytes */10240"


@pytest.mark.parametrize(
    "asked", ["bytes=5-2", "bytes=-", "bytes=0-1,4-5", "lines=1-2", "bytes=a-b", "bytes=1", ""]
)
def test_what_is_no_single_range_gets_all_of_it(server: FolderServer, asked: str) -> None:
    answer, body = ask(server, MP3, Range=asked)
    assert (answer.status, body) == (200, SOUND)


def test_what_has_not_changed_costs_a_304(server: FolderServer, folder: Path) -> None:
    first, _ = ask(server, "/feed.xml")
    tag, modified = first.headers["ETag"], first.headers["Last-Modified"]
    for headers in (
        {"If_None_Match": tag},
        {"If_None_Match": f'"other", W/{tag}'},
        {"If_None_Match": "*"},
        {"If_Modified_Since": modified},
        {"If_None_Match": tag, "If_Modified_Since": "Thu, 01 Jan 1970 00:00:00 GMT"},
    ):
        answer, body = ask(server, "/feed.xml", **headers)
        assert (answer.status, body) == (304, b"")
        assert answer.headers["ETag"] == tag
    (folder / "feed.xml").write_text("<rss></rss>")
    answer, _ = ask(server, "/feed.xml", If_None_Match=tag)
    assert answer.status == 200
    answer, _ = ask(server, "/feed.xml", If_Modified_Since="hôm qua".encode().decode("latin-1"))
    assert answer.status == 200


def test_a_download_is_resumed_only_of_the_same_file(server: FolderServer) -> None:
    tag = ask(server, MP3)[0].headers["ETag"]
    assert ask(server, MP3, Range="bytes=9-", If_Range=tag)[0].status == 206
    answer, body = ask(server, MP3, Range="bytes=9-", If_Range='"another"')
    assert (answer.status, body) == (200, SOUND)


@pytest.mark.parametrize(
    "path",
    [
        *("/../secret.txt", "/%2e%2e/secret.txt", "/episodes/../../secret.txt", "/..%5csecret.txt"),
        *("/.docbao-published.json", "/nothing", "/%00", "/feed.xml/x", "/episodes/", "//x//y"),
        *("/C:/Windows/win.ini", "/" + "a" * 5_000),
    ],
)
def test_what_is_hidden_outside_or_not_there_is_404(server: FolderServer, path: str) -> None:
    answer, body = ask(server, path)
    assert answer.status == 404
    assert "bí mật".encode() not in body


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_link_that_leads_out_of_the_folder_is_not_followed(
    server: FolderServer, folder: Path
) -> None:
    (folder / "way-out.txt").symlink_to(folder.parent / "secret.txt")
    (folder / "way.mp3").symlink_to(folder / "episodes/bài.mp3")
    assert ask(server, "/way-out.txt")[0].status == 404
    assert ask(server, "/way.mp3")[1] == SOUND


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no such thing there")
def test_a_pipe_in_the_folder_does_not_hold_the_server_up(
    server: FolderServer, folder: Path
) -> None:
    os.mkfifo(folder / "pipe.mp3")
    assert ask(server, "/pipe.mp3")[0].status == 404


def test_a_folder_without_its_slash_is_sent_on(server: FolderServer, folder: Path) -> None:
    (folder / "episodes/index.html").write_text("các bài")
    answer, _ = ask(server, "/episodes")
    assert (answer.status, answer.headers["Location"]) == (301, "/episodes/")
    assert ask(server, "/episodes/")[1] == "các bài".encode()


def test_an_empty_file_and_a_client_that_hangs_up_do_no_harm(server: FolderServer) -> None:
    answer, body = ask(server, "/empty.mp3", Range="bytes=0-")
    assert (answer.status, body) == (416, b"416 Requested Range Not Satisfiable\n")
    assert ask(server, "/empty.mp3")[0].status == 200
    with socket.create_connection(("127.0.0.1", server.server_address[1])) as rude:
        rude.sendall(f"GET {MP3} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    assert ask(server, "/feed.xml")[0].status == 200


def test_other_methods_are_refused(server: FolderServer) -> None:
    assert ask(server, "/feed.xml", "DELETE")[0].status == 501


def test_a_folder_that_is_not_there_and_a_port_that_is_taken_are_told(
    folder: Path, server: FolderServer
) -> None:
    with pytest.raises(PublishError, match="không có thư mục"):
        FolderServer(folder / "nowhere")
    with pytest.raises(PublishError) as caught:
        FolderServer(folder, port=server.server_address[1])
    assert "--port" in str(caught.value.hint)
