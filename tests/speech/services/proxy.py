"""An HTTP proxy on loopback that leads every tunnel to one port, whatever host is asked for."""

from __future__ import annotations

import contextlib
import socket
import socketserver
import threading
from typing import Self


class Proxy:
    """Answers `CONNECT`, and carries the bytes."""

    def __init__(self, port: int) -> None:
        self.hosts: list[str] = []
        proxy = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                client: socket.socket = self.request
                asked = b""
                while b"\r\n\r\n" not in asked and (piece := client.recv(4096)):
                    asked += piece
                proxy.hosts.append(asked.split(b" ")[1].decode())
                with socket.create_connection(("127.0.0.1", port), 5) as server:
                    client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                    back = threading.Thread(target=_pour, args=(server, client), daemon=True)
                    back.start()
                    _pour(client, server)
                    back.join(5)

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True

        self._server = Server(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def _pour(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
    for end in (sink, source):
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
