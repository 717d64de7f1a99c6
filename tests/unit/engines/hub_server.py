"""A server on this machine that speaks as Argos' index and as the model hub do, and misbehaves as it is told."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from urllib.parse import urlsplit

COMMIT = "c0ffee" * 6 + "beef"


@dataclass
class Page:
    """What lies at a path.

    Attributes:
        length: what Content-Length claims, None for the truth.
        etag: without it nothing can be resumed.
        cuts: after how many bytes the connection ends, one for each of the next requests.
        busy: how often it first answers 429, with this Retry-After.
        ranges: whether it heeds Range.
    """

    body: bytes = b""
    status: int = 200
    length: int | None = None
    etag: str = '"one"'
    headers: dict[str, str] = field(default_factory=dict)
    cuts: list[int] = field(default_factory=list)
    busy: int = 0
    retry_after: str = "0"
    ranges: bool = True


@dataclass(frozen=True)
class Asked:
    """A request that came."""

    method: str
    path: str
    range: str
    authorization: str


class Server:
    """Serves `pages` by path; `asked` is what was asked for."""

    def __init__(self) -> None:
        pages: dict[str, Page] = {}
        asked: list[Asked] = []

        class Handler(_Handler):
            server_pages, server_asked = pages, asked

        self.pages, self.asked = pages, asked
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    def offer(self, *entries: object) -> str:
        """Serve an index of packages; its address."""
        self.pages["/index.json"] = Page(json.dumps(entries).encode())
        return f"{self.address}/index.json"

    def repository(
        self, name: str, files: Mapping[str, bytes], *, revision: str = "main", small: tuple[str, ...] = ()
    ) -> None:
        """Serve a repository of the hub; its files are large ones (LFS, behind a redirect) but for `small`."""
        siblings = []
        for path, content in files.items():
            sha256 = hashlib.sha256(content).hexdigest()
            blob = hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()
            lfs = {} if path in small else {"lfs": {"size": len(content), "sha256": sha256, "pointerSize": 130}}
            siblings.append({"rfilename": path, "size": len(content), "blobId": blob, **lfs})
            etag = blob if path in small else sha256
            headers = {"X-Repo-Commit": COMMIT, "X-Linked-Etag": f'"{etag}"', "X-Linked-Size": str(len(content))}
            resolved = f"/{name}/resolve/{COMMIT}/{path}"
            if path in small:
                self.pages[resolved] = Page(content, etag=f'"{etag}"', headers=headers)
            else:
                there = f"/cdn/{sha256}"
                self.pages[resolved] = Page(status=302, headers={**headers, "Location": f"{self.address}{there}"})
                self.pages[there] = Page(content, etag=f'"{sha256}"')
        told = {"id": name, "modelId": name, "sha": COMMIT, "siblings": siblings, "tags": [], "private": False}
        page = Page(json.dumps(told).encode(), headers={"Content-Type": "application/json", "X-Repo-Commit": COMMIT})
        self.pages[f"/api/models/{name}/revision/{revision}"] = page

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_pages: ClassVar[Mapping[str, Page]]
    server_asked: ClassVar[list[Asked]]

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def _answer(self, *, with_body: bool) -> None:
        path = urlsplit(self.path).path
        wanted = self.headers.get("Range", "")
        self.server_asked.append(Asked(self.command, path, wanted, self.headers.get("Authorization", "")))
        page = self.server_pages.get(path, Page(status=404, headers={"X-Error-Code": "RepoNotFound"}))
        if page.busy:
            page.busy -= 1
            page = Page(status=429, headers={"Retry-After": page.retry_after})
        status, body, extra = page.status, page.body, dict(page.headers)
        if page.status == 200 and wanted and page.ranges and self.headers.get("If-Range", page.etag) == page.etag:
            start = int(wanted.removeprefix("bytes=").removesuffix("-"))
            status = 206 if start < len(body) else 416
            extent = f"{start}-{len(body) - 1}" if status == 206 else "*"
            extra["Content-Range"] = f"bytes {extent}/{len(body)}"
            body = body[start:]
        length = len(body) if page.length is None else page.length
        if page.cuts:
            body = body[: page.cuts.pop(0)]
        self.send_response(status)
        for name, value in {**({"ETag": page.etag} if page.etag else {}), **extra}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(length))
        self.end_headers()
        if with_body:
            self.wfile.write(body)
        if len(body) != length:
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        pass
