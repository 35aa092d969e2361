"""`swagsmith fuzz` as a command: what it prints and writes, its exit codes, what it refuses."""

from __future__ import annotations

import importlib.util
import json
import os
import pty
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner

from swagsmith.commands.fuzz import fuzz

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

    from swagsmith.source import Document

SPEC = str(Path(__file__).parent / "notes.yaml")
AUTH = "ann:correct-horse"
#: credentials as they must not be found anywhere
SECRETS = ("correct-horse", "YW5uOmNvcnJlY3QtaG9yc2U=")
# One command; the tests may be run by something that ignores Ctrl-C, which is inherited.
PROGRAM = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
    "from swagsmith.commands.fuzz import fuzz; fuzz.main(prog_name='swagsmith fuzz')"
)


@pytest.fixture(scope="session")
def small(document: Document, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The path of a document with one operation, as most here is about the command alone."""
    note = {"description": "The latest.", "schema": {"$ref": "#/definitions/Note"}}
    parameters = [{"name": "Since", "in": "query", "type": "string"}]
    latest = {
        "get": {
            "parameters": parameters,
            "responses": {"200": note, "default": {"description": ""}},
        }
    }
    path = tmp_path_factory.mktemp("small") / "notes.json"
    path.write_text(json.dumps({**document.root.value, "paths": {"/latest.json": latest}}))
    return str(path)


def call(*arguments: str, spec: str = SPEC, auth: str | None = AUTH) -> Result:
    return CliRunner().invoke(fuzz, [spec, *arguments], env={"SWAGSMITH_AUTH": auth})


def quickly(url: str, *arguments: str) -> tuple[str, ...]:
    return ("--target", url, "--max-examples", "2", "--seed", "3", *arguments)


def test_a_sound_service(serve: Callable[..., Any], tmp_path: Path) -> None:
    service = serve()
    folder = tmp_path / "new" / "reports"
    result = call(*quickly(service.url, "--report", str(folder)))
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert re.match(
        r"cases +\d+ \(depth \d+, examples \d+, coverage \d+, fuzzing \d+, stateful \d+, hostile \d+\)",
        lines[1],
    )
    assert lines[2].split(maxsplit=1)[1] == "3 of 3 covered"
    assert re.search(
        r"bodies sent +application/(json|xml) \d+, application/(json|xml) \d+", result.stdout
    )
    assert "seed        3" in lines
    assert "no findings" in lines
    assert (
        f"repeat with: swagsmith fuzz {SPEC} --target {service.url} --seed 3 --max-examples 2"
        in lines
    )
    assert "\x1b" not in result.output
    assert all("probe" in path or path.startswith("/v1") for _, path, _, _ in service.seen)
    accepts = {accept for _, path, _, accept in service.seen if "notes" in path}
    assert {"application/json", "application/xml"} <= accepts
    report = json.loads((folder / "fuzz.json").read_text())
    assert (report["exit_code"], report["seed"], report["findings"]) == (0, 3, [])
    assert [one["covered"] for one in report["operations"]] == [True] * 3
    suite = ET.parse(folder / "fuzz.junit.xml").getroot()
    assert (suite.get("tests"), suite.get("failures"), suite.get("skipped")) == ("3", "0", "0")


def test_a_faulty_service(serve: Callable[..., Any], tmp_path: Path) -> None:
    service = serve("wrong type", "echo of credentials")
    result = call(*quickly(service.url, "--report", str(tmp_path)))
    assert result.exit_code == 1, result.output
    text = result.stdout
    assert "[response_schema_conformance]" in text
    assert '/likes: "0" is not of type "integer"' in text
    assert f"curl --include {service.url}/v1/notes.json" in text
    assert '--user "$SWAGSMITH_AUTH"' in text
    assert "answered 200 application/json" in text
    assert "repeat with: swagsmith fuzz" in text
    report = json.loads((tmp_path / "fuzz.json").read_text())
    wrong = next(one for one in report["findings"] if one["check"] == "response_schema_conformance")
    assert wrong["requests"][-1]["curl"].startswith("curl ")
    suite = ET.parse(tmp_path / "fuzz.junit.xml").getroot()
    assert (
        suite.get("failures")
        == str(len(report["findings"]))
        == str(len(suite.findall("*/failure")))
    )
    assert "$SWAGSMITH_AUTH $SWAGSMITH_AUTH" in wrong["requests"][-1]["answer"]
    for written in (result.output, *(path.read_text() for path in tmp_path.iterdir())):
        assert not any(secret in written for secret in SECRETS)


def test_the_seed_decides_what_is_sent(serve: Callable[..., Any], small: str) -> None:
    seen: list[list[Any]] = []
    for seed in ("3", "3", "4"):
        service = serve()
        call("--target", service.url, "--max-examples", "5", "--seed", seed, spec=small)
        seen.append(service.seen)
    assert seen[0] == seen[1]
    assert seen[0] != seen[2]


def test_a_seed_is_chosen_and_printed(serve: Callable[..., Any], small: str) -> None:
    result = call("--target", serve().url, "--max-examples", "1", spec=small)
    [seed] = re.findall(r"^seed +(\d+)$", result.stdout, re.MULTILINE)
    assert f"--seed {seed}" in result.stdout


@pytest.mark.parametrize(("auth", "word"), [("ann:wrong", "were refused"), (None, "are missing")])
def test_wrong_credentials_end_the_run(
    serve: Callable[..., Any], small: str, auth: str | None, word: str
) -> None:
    service = serve()
    result = call(*quickly(service.url), spec=small, auth=auth)
    assert result.exit_code == 2
    assert f"answered with 401 or 403: the credentials {word}" in result.stdout
    assert len(service.seen) < 200


def test_another_service_is_recognised(serve: Callable[..., Any], small: str) -> None:
    result = call(*quickly(serve().url + "/elsewhere"), spec=small)
    assert result.exit_code == 2
    assert "answered with 404: is this the service of the document?" in result.stdout


def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    result = call(*quickly(f"http://127.0.0.1:{port}"))
    assert result.exit_code == 2
    assert (
        result.stderr
        == f"error: http://127.0.0.1:{port}/v1 cannot be reached: Connection refused\n"
    )
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "Missing option '--target'"),
        (("--target", "ftp://h"), "it must be http://HOST[:PORT][/PATH]"),
        (("--target", "http://h:99999"), "it must be http://HOST[:PORT][/PATH]"),
        (("--target", "http://ann:secret-word@h"), "credentials belong in --auth"),
        (("--target", "http://h", "--auth", "secret-word"), "it must be USER:PASS"),
        (("--target", "http://h", "--seed", "x"), "'x' is not a valid integer"),
        (("--target", "http://h", "--time-limit", "0"), "0 is not in the range x>=1"),
    ],
)
def test_bad_usage(arguments: tuple[str, ...], message: str) -> None:
    result = call(*arguments, auth=None)
    assert result.exit_code == 2
    assert message in result.stderr
    assert "secret-word" not in result.output


def test_an_unreadable_document() -> None:
    result = CliRunner().invoke(fuzz, ["nowhere.yaml", "--target", "http://127.0.0.1:1"])
    assert result.exit_code == 2
    assert "nowhere.yaml" in result.stderr


def test_a_document_without_operations(tmp_path: Path) -> None:
    spec = tmp_path / "api.json"
    spec.write_text('{"swagger": "2.0", "info": {"title": "T", "version": "1"}, "paths": {}}')
    result = CliRunner().invoke(fuzz, [str(spec), "--target", "http://127.0.0.1:1"])
    assert result.exit_code == 2
    assert result.stderr == "error: the document has no operations\n"


def test_reports_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = call("--target", "http://127.0.0.1:1", "--report", str(tmp_path / "file" / "x"))
    assert result.exit_code == 2
    assert result.stderr.startswith("error: --report ")


def test_the_generator_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "schemathesis" else find(name)
    )
    result = call("--target", "http://127.0.0.1:1")
    assert result.exit_code == 2
    assert result.stderr == "error: fuzzing needs schemathesis; install swagsmith[fuzz]\n"


def test_help_does_not_wait_for_the_generator() -> None:
    program = f"import sys; sys.argv.append('--help')\ntry: exec({PROGRAM!r})\nfinally: print('schemathesis' in sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert run.stdout.startswith("Usage: swagsmith fuzz [OPTIONS] SPEC")
    assert run.stdout.endswith("False\n")


def test_a_time_limit_is_kept_and_not_used_up(serve: Callable[..., Any], small: str) -> None:
    many = ("--target", serve().url, "--max-examples", "100000")
    started = time.monotonic()
    result = call(*many, "--time-limit", "1", spec=small)
    assert result.exit_code == 0, result.output
    assert "stopped at the time limit" in result.stdout
    limited = time.monotonic() - started
    result = call(*quickly(serve().url, "--time-limit", "600"), spec=small)
    assert "stopped at the time limit" not in result.stdout
    assert limited < 60


def test_an_operation_that_cannot_be_generated_is_named(
    serve: Callable[..., Any], tmp_path: Path
) -> None:
    get = "operationId: GetNote\n"
    spec = tmp_path / "notes.yaml"
    spec.write_text(Path(SPEC).read_text().replace(get, f"{get}      parameters: 5\n"))
    result = CliRunner().invoke(
        fuzz, [str(spec), *quickly(serve().url)], env={"SWAGSMITH_AUTH": AUTH}
    )
    assert result.exit_code == 2, result.output
    assert "2 of 3 covered" in result.stdout
    assert "not covered: GET /notes/{NoteId}.json: Invalid `parameters` definition" in result.stdout
    assert "no findings, but 1 of 3 operations could not be tested" in result.stdout


def test_an_interrupt_gives_the_report_so_far(serve: Callable[..., Any], small: str) -> None:
    """On a terminal, where the progress is shown too."""
    service = serve()
    leader, follower = pty.openpty()
    run = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, small, "--target", service.url, "--max-examples", "100000"],
        env={**os.environ, "SWAGSMITH_AUTH": AUTH},
        stdout=subprocess.PIPE,
        stderr=follower,
        text=True,
    )
    os.close(follower)
    while len(service.seen) < 30 and run.poll() is None:
        time.sleep(0.05)
    time.sleep(0.3)
    run.send_signal(signal.SIGINT)
    output, _ = run.communicate(timeout=60)
    progress = os.read(leader, 100_000).decode()
    os.close(leader)
    assert run.returncode == 130, output
    assert ", interrupted" in output
    assert re.search(r"1 of 1 covered", output)
    assert re.search(r"1/1 operations  \d+ cases  0 findings  0:0\d", progress)
    assert "Traceback" not in progress
