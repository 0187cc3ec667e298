"""Showing the static site of the course, on this machine or to a classroom."""

import contextlib
import functools
import http.server
import socket
from pathlib import Path

from course.app.handout import Wrong

HERE, EVERYWHERE = "127.0.0.1", "0.0.0.0"
PLAIN = (  # browsers have no service worker there
    "Other machines run the lessons, too, and their browsers keep the notebooks. But without https"
    " a journal lasts only as long as its page, and nothing works later without this machine."
)
# What browsers refuse under another name; a machine's own table of types may have it.
TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm"}
TYPES |= {".whl": "application/zip", ".webp": "image/webp", ".ipynb": "application/x-ipynb+json"}


class Handler(http.server.SimpleHTTPRequestHandler):
    """Files of one folder, and nothing else."""

    extensions_map = http.server.SimpleHTTPRequestHandler.extensions_map | TYPES
    protocol_version = "HTTP/1.1"

    def end_headers(self):
        self.send_header("Cache-Control", "no-cache")  # a new edition is seen at once
        super().end_headers()

    def list_directory(self, path):
        self.send_error(404)

    def log_message(self, *said):
        """Say nothing: a classroom asks for thousands of files."""


def server(folder, port=0, classroom=False, handler=Handler):
    """A server of `folder`, bound and not yet running.

    Parameters
    ----------
    folder : path
        A site that `course site` has made.
    port : int
        0 for a free one.
    classroom : bool
        Whether other machines in the network can see it.
    handler : type
        What answers.

    Raises
    ------
    Wrong
        If there is no site in the folder, or the port is taken.
    """
    if not (Path(folder) / "site.json").is_file():
        raise Wrong(f"There is no site in {folder}. Make one: course site {folder}")
    handler = functools.partial(handler, directory=str(folder))
    try:
        return http.server.ThreadingHTTPServer((EVERYWHERE if classroom else HERE, port), handler)
    except OSError as problem:
        words = problem.strerror or problem
        raise Wrong(
            f"Port {port} cannot be had: {words}. Choose another one with --port."
        ) from None


def addresses(port, classroom):
    """Where the site is to be seen."""
    hosts = [HERE, *(network() if classroom else ())]
    return [f"http://{host}:{port}/" for host in hosts]


def network():
    """Addresses of this machine in its networks, as far as they can be told."""
    found = set()
    with contextlib.suppress(OSError):
        found |= {
            info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
        }
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # nothing is sent; the system only chooses its address
        found.add(probe.getsockname()[0])
    return sorted(host for host in found if not host.startswith("127."))


def serve(folder, port=0, classroom=False):
    """Show the site until Ctrl-C."""
    with server(folder, port, classroom) as running:
        words = [PLAIN] * classroom + ["Ctrl-C ends it."]
        print(*addresses(running.server_port, classroom), *words, sep="\n", flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            running.serve_forever()
    return 0
