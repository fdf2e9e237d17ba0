"""The application that `manage.py serve` runs: an event loop in front of the WSGI application and its few threads.

A request gets a thread once its body has arrived, so that a slow client costs only a connection. Cached pages need no
thread. A sign-in takes half a second of hashing: one at a time gets a thread, the others wait without one.
"""

import asyncio
import io
import multiprocessing
import os
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from functools import lru_cache
from tempfile import SpooledTemporaryFile
from urllib.parse import unquote_to_bytes

from newsroom.wsgi import application as wsgi_application  # isort: skip  (sets Django up)

from django.conf import settings
from django.db import connection

from newsroom import deadlines, failures, health
from newsroom.databases import THREADS

# Minimum speed of a request body; the poorest mobile connection is faster.
MIN_BYTES, MIN_BYTES_SECONDS = 10_000, 10
# Several photographs at once, in a story's form. Django has a lower limit for all but files.
MAX_BODY = 100 * 2**20
MAX_BODY_IN_MEMORY = 2**20  # larger bodies are written to disk

SIGN_IN = "/admin/login/"
SIGN_INS_AT_ONCE = 1
SIGN_IN_TIMEOUT = 5  # seconds

CHUNK_SIZE = 256 * 1024  # of a streamed response

SERVER = (b"server", b"newsroom")  # otherwise Granian sends its own name


class Application:
    def __init__(self, application):
        self.application = application
        self.threads = ThreadPoolExecutor(THREADS[connection.vendor], thread_name_prefix="request")
        self.sign_ins = asyncio.Semaphore(SIGN_INS_AT_ONCE)

    async def __call__(self, scope, receive, send):
        environ = environ_of(scope)
        if cached := self.application.from_memory(environ):
            await send_whole(send, *cached)
        elif environ["PATH_INFO"] == health.HEALTHZ:
            # It never blocks, so it needs no thread, and must not wait for one.
            await self.respond(send, Response(self.application, environ))
        else:
            with SpooledTemporaryFile(MAX_BODY_IN_MEMORY, dir=settings.VAR_DIR) as body:
                await self.handle(environ, body, receive, send)

    async def handle(self, environ, body, receive, send):
        try:
            if "HTTP_TRANSFER_ENCODING" in environ or environ.get("CONTENT_LENGTH", "0") != "0":
                await read(receive, body, int(environ.get("CONTENT_LENGTH", 0)))
        except Disconnected:
            return
        except Refused as refused:
            environ[failures.REFUSED] = refused.failure
        else:
            # A photograph may take minutes to arrive; the request's own time begins now.
            environ[deadlines.ARRIVED] = time.monotonic()
            environ.pop("HTTP_TRANSFER_ENCODING", None)
            environ["CONTENT_LENGTH"] = str(body.tell())
        body.seek(0)
        environ["wsgi.input"] = body
        await self.respond(send, await self.response(environ))

    async def response(self, environ):
        async with AsyncExitStack() as stack:
            if environ["REQUEST_METHOD"] == "POST" and environ["PATH_INFO"] == SIGN_IN:
                try:
                    async with asyncio.timeout(SIGN_IN_TIMEOUT):
                        await stack.enter_async_context(self.sign_ins)
                except TimeoutError:
                    environ[failures.REFUSED] = failures.MANY_SIGN_INS
            return await self.in_a_thread(Response, self.application, environ)

    async def respond(self, send, response):
        if response.is_complete:
            await send_whole(send, response.status, response.headers, response.piece)
            return
        await send(start(response.status, response.headers))
        try:
            while response.piece:
                await send({"type": "http.response.body", "body": response.piece, "more_body": True})
                await self.in_a_thread(response.read)
            await send({"type": "http.response.body", "body": b""})
        finally:
            await self.in_a_thread(response.close)

    def in_a_thread(self, work, *arguments):
        return asyncio.get_running_loop().run_in_executor(self.threads, work, *arguments)


class Response:
    """The WSGI application's response, with the first piece of its body."""

    def __init__(self, application, environ):
        if deadlines.is_over(environ):
            # It waited for a thread for as long as a request may take.
            environ[failures.REFUSED] = failures.OVERLOADED
        self.body = application(environ, self.start)
        self.pieces = iter(self.body)
        if failures.REFUSED in environ:
            self.headers = [*self.headers, ("Connection", "close")]
        self.read()

    def start(self, status, headers, exc_info=None):
        self.status, self.headers = status, headers

    def read(self):
        """Set `piece` to the next part of the body, or to b"" after the last one."""
        read, self.is_complete = bytearray(), False
        for piece in self.pieces:
            read += piece
            if len(read) >= CHUNK_SIZE:
                break
        else:
            self.is_complete = True
            self.close()
        self.piece = bytes(read)

    def close(self):
        if hasattr(self.body, "close"):
            self.body.close()


class Refused(Exception):
    def __init__(self, failure):
        self.failure = failure


class Disconnected(Exception):
    """The client has disconnected, or has sent something that is not HTTP."""


async def read(receive, body, content_length):
    if content_length > MAX_BODY:
        raise Refused(failures.LARGE)
    try:
        async with asyncio.timeout(MIN_BYTES_SECONDS) as timeout:
            async for chunk in chunks_of(receive):
                await write(body, chunk)
                if body.tell() > MAX_BODY:
                    raise Refused(failures.LARGE)
                if body.tell() // MIN_BYTES > (body.tell() - len(chunk)) // MIN_BYTES:
                    timeout.reschedule(asyncio.get_running_loop().time() + MIN_BYTES_SECONDS)
    except TimeoutError:
        raise Refused(failures.SLOW) from None


async def chunks_of(receive):
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Disconnected
        yield message.get("body", b"")
        if not message.get("more_body"):
            return


async def write(body, chunk):
    try:
        if body.tell() + len(chunk) > MAX_BODY_IN_MEMORY:
            await asyncio.to_thread(body.write, chunk)  # a disk may be slow
        else:
            body.write(chunk)
    except OSError:
        raise Refused(failures.FULL) from None


async def send_whole(send, status, headers, body):
    await send(start(status, headers))
    await send({"type": "http.response.body", "body": body})


def start(status, headers):
    encoded = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    return {"type": "http.response.start", "status": int(status[:3]), "headers": [SERVER, *encoded]}


def environ_of(scope):
    """The WSGI environ of an HTTP request (https://peps.python.org/pep-3333/#environ-variables)."""
    host, port = scope["server"] or ("", 0)
    environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": scope["client"][0] if scope["client"] else "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        deadlines.ARRIVED: time.monotonic(),
    }
    for name, value in scope["headers"]:
        # With an underscore it could pass for another header, such as the proxy's X-Forwarded-For.
        if b"_" not in name:
            key, text = environ_name(name), value.decode("latin-1")
            environ[key] = f"{environ[key]}{'; ' if name == b'cookie' else ','}{text}" if key in environ else text
    return environ


@lru_cache(maxsize=256)
def environ_name(header):
    name = header.decode("latin-1").upper().replace("-", "_")
    return name if name in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{name}"


def exit_with(parent):
    """Exit when the parent process is gone; otherwise this one would share the port with the next server."""
    while os.getppid() == parent.pid:
        time.sleep(1)
    os._exit(1)


application = Application(wsgi_application)
if parent := multiprocessing.parent_process():
    threading.Thread(target=exit_with, args=(parent,), daemon=True).start()
