"""The server that `newlyn serve` starts: gunicorn in this process, with the places opened before the first request.

A front door for the open internet (https, many slow readers) stands in front of it; see docs/how-to/serve.md.
"""

from __future__ import annotations

import errno
import os
import signal
import socket
from collections.abc import Callable
from threading import Thread
from typing import Any

import django
from django.core.handlers.wsgi import WSGIHandler
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.http import wsgi

from newlyn.foundation.errors import BusyError, InputError, WarehouseError
from newlyn.web.database import bring_up_to_date

THREADS = 8
"""Of each worker. Pages are made one at a time whatever their number; the others wait for slow readers."""
STOP_SECONDS = 10
"""How long requests that are being answered may take when the server is stopped."""
WAITING = 1024
"""Connections that wait to be taken up; more are turned away."""
STUCK_SECONDS = 60
"""After which a worker that no longer answers is replaced."""


def serve(host: str, port: int, workers: int, *, tell: Callable[[str], None]) -> None:
    """Serve the places until stopped; Ctrl+C ends it as it ends every command.

    Raises
    ------
    WarehouseError
        If no place can be shown yet.
    BusyError
        If something else answers at that port.
    InputError
        If this machine has no such address, or the port may not be used.
    """
    _prepare()
    listener = listen(host, port)
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{listener.getsockname()[1]}/"
    _Server(listener.detach(), workers, lambda: tell(address)).run()


def _prepare() -> None:
    """Set Django up, bring the records into their present shape, and open the places."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newlyn.web.settings")
    django.setup()
    refuse_without_places()
    bring_up_to_date()


def refuse_without_places() -> None:
    """Open the places; a `WarehouseError` if there is none, for that is the first thing anybody would see."""
    from newlyn.web.places import open_sites, sites

    if next(open_sites(), None) is None:
        for slug in sites().slugs():
            sites().open(slug)  # says what is wrong with it
        raise WarehouseError("no place is built, so there is nothing to show. Run `newlyn build PLACE` first.")


def listen(host: str, port: int) -> socket.socket:
    """A socket that is bound to the address, so that what is wrong with it is told before anything starts."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    except (socket.gaierror, UnicodeError):
        raise InputError(
            f"{host!r} is not an address of this machine. Try 127.0.0.1, or 0.0.0.0 for all of them."
        ) from None
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        # A port that was used a moment ago by a server that has ended is free.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(WAITING)  # now, for until then another could take the same address
    except OSError as error:
        listener.close()
        raise _refusal(error, host, port) from None
    return listener


def _refusal(error: OSError, host: str, port: int) -> BusyError | InputError:
    if error.errno == errno.EADDRINUSE:
        return BusyError(f"something else answers at {host}, port {port}. Stop it, or choose another --port.")
    if error.errno == errno.EACCES:
        return InputError(f"port {port} is for the administrator of this machine alone. Choose a --port from 1024 on.")
    return InputError(f"{host!r} is not an address of this machine. Try 127.0.0.1, or 0.0.0.0 for all of them.")


class _Server(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    """Gunicorn with our choices and no configuration file."""

    def __init__(self, listener: int, workers: int, ready: Callable[[], None]) -> None:
        self._options = {
            "bind": [f"fd://{listener}"],
            "workers": workers,
            "worker_class": "gthread",
            "threads": THREADS,
            "preload_app": True,
            "graceful_timeout": STOP_SECONDS,
            "timeout": STUCK_SECONDS,
            "keepalive": 5,
            "loglevel": "error",
            "control_socket_disable": True,  # nothing is steered from outside
            "when_ready": lambda _: ready(),
            "post_worker_init": _begin,
            "proc_name": "newlyn",
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> WSGIHandler:
        from newlyn.web.wsgi import application

        return application

    def run(self) -> None:
        wsgi.SERVER = "newlyn"  # which program answers is of use to attackers alone; gunicorn has no setting for it
        arbiter = _Arbiter(self)
        try:
            arbiter.run()
        except SystemExit:
            if arbiter.interrupted:
                raise KeyboardInterrupt from None
            raise


class _Arbiter(Arbiter):  # type: ignore[misc]
    """Ctrl+C lets requests finish that are being answered, and is remembered."""

    interrupted = False

    def handle_int(self) -> None:
        """Stop as on a request to terminate."""
        self.interrupted = True
        raise StopIteration


def _begin(worker: Any) -> None:
    """Let a worker make the pages that will be asked for first, while it answers already."""
    from newlyn.web.pages import warm

    del worker
    # Ctrl+C reaches every process of a terminal; the one that started the workers tells them when to stop.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Not before the workers are forked: what draws charts has threads, and those do not survive a fork.
    Thread(target=warm, daemon=True, name="warm").start()
