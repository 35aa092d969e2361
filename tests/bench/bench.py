"""What things cost, each beside a floor or a peer measured in the same run; run by `make bench`.

Figures are CPU seconds of this process and its children; only the ratios mean anything on another machine.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent.parent
MESSAGE = json.dumps(
    {"sid": f"SM{'0' * 32}", "body": "Hi there", "from": "+15005550006", "status": "sent"}
    | dict.fromkeys(
        (
            "account_sid",
            "api_version",
            "date_created",
            "date_sent",
            "date_updated",
            "direction",
            "num_media",
            "num_segments",
            "price_unit",
            "to",
            "uri",
        ),
        "x" * 20,
    )
).encode()


def children(command: list[str], runs: int = 5) -> float:
    """The median CPU of a whole process."""
    found = []
    for _ in range(runs):
        before = os.times()
        subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
        after = os.times()
        found.append(
            after.children_user
            + after.children_system
            - before.children_user
            - before.children_system
        )
    return median(found)


def calls(call: Callable[[], object], number: int = 400, runs: int = 5) -> float:
    """The median CPU of one call, of this thread alone: the server's share is left out."""
    call()
    found = []
    for _ in range(runs):
        started = time.thread_time()
        for _ in range(number):
            call()
        found.append((time.thread_time() - started) / number)
    return median(found)


@contextmanager
def answering() -> Iterator[str]:
    """A server on loopback that answers every GET with one message."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(MESSAGE)))
            self.end_headers()
            self.wfile.write(MESSAGE)

        def log_message(self, format: str, *args: object) -> None:
            del format, args

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def show(title: str, rows: list[tuple[str, float]]) -> None:
    """One table; the first row is what the others are compared with."""
    print(f"\n{title}")
    for name, seconds in rows:
        print(f"  {name:48} {seconds * 1e3:9.2f} ms  {seconds / rows[0][1]:6.2f} x")


def main() -> None:
    """Measures and prints."""
    sys.path.insert(0, str(ROOT / "generated"))
    import httpx2
    from pyreqwest.client import SyncClientBuilder
    from twilio_connector import TwilioConnector, models

    python = [sys.executable, "-c"]
    path = "import sys; sys.path.insert(0, 'generated'); "
    show(
        "import",
        [
            ("python -c pass", children([*python, "pass"])),
            ("import twilio_connector", children([*python, path + "import twilio_connector"])),
            (
                "… and its client",
                children([*python, path + "from twilio_connector import TwilioConnector"]),
            ),
            (
                "… and all its models",
                children([*python, path + "from twilio_connector.models import *"]),
            ),
            (
                "import pydantic.main (the floor of models)",
                children([*python, "import pydantic.main"]),
            ),
        ],
    )
    swagsmith = str(Path(sys.executable).parent / "swagsmith")
    with tempfile.TemporaryDirectory() as folder:
        show(
            "tool",
            [
                ("swagsmith --help", children([swagsmith, "--help"])),
                (
                    "swagsmith lint spec/twilio.yaml",
                    children([swagsmith, "lint", "spec/twilio.yaml"]),
                ),
                (
                    "swagsmith generate spec/twilio.yaml",
                    children([swagsmith, "generate", "spec/twilio.yaml", "-o", folder + "/x"]),
                ),
                (
                    "import datamodel_code_generator (part of it)",
                    children([*python, "from datamodel_code_generator import generate"]),
                ),
            ],
        )
    sid = f"SM{'0' * 32}"
    with answering() as url, SyncClientBuilder().build() as raw, httpx2.Client() as peer:
        target = f"{url}/Messages/{sid}.json"
        ours = TwilioConnector(account_id="AC", access_token="t", base_url=url)
        theirs = TwilioConnector(account_id="AC", access_token="t", base_url=url, transport=peer)
        show(
            "one GET of a message, decoded",
            [
                (
                    "pyreqwest and pydantic by hand",
                    calls(
                        lambda: models.Message.model_validate_json(
                            bytes(raw.get(target).build().send().bytes())
                        )
                    ),
                ),
                ("the emitted client", calls(lambda: ours.messages.get(sid))),
                ("the emitted client over httpx2", calls(lambda: theirs.messages.get(sid))),
                (
                    "httpx2 and pydantic by hand",
                    calls(lambda: models.Message.model_validate_json(peer.get(target).content)),
                ),
            ],
        )
        ours.close()


if __name__ == "__main__":
    main()
