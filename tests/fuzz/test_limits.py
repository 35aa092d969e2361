"""What is sent: to whom, how much, how fast, as whom, and which part of it."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from swagsmith.commands.fuzz import fuzz as command
from swagsmith.fuzz.access import AccessError, read_access
from swagsmith.fuzz.groups import groups_of, shard_of
from swagsmith.fuzz.hosts import looks_like_production
from swagsmith.fuzz.links import find_links
from swagsmith.fuzz.operations import read_operations
from swagsmith.fuzz.report import Ending, Report
from swagsmith.fuzz.run import fuzz
from swagsmith.fuzz.settings import Settings
from swagsmith.lower.report import Report as Findings
from swagsmith.lower.schema import Schemas
from swagsmith.source import Document, load

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

SPEC = str(Path(__file__).parent / "notes.yaml")


def run(document: Document, url: str, **values: Any) -> Report:
    given = {
        "base_url": f"{url}/v1",
        "auth": ("ann", "correct-horse"),
        "seed": 1,
        "max_examples": 4,
    }
    return fuzz(document, "notes.yaml", Settings(**{**given, **values}))


def call(*arguments: str) -> Result:
    return CliRunner().invoke(command, [SPEC, *arguments], env={"SWAGSMITH_AUTH": None})


@pytest.mark.parametrize("most", [1, 7, 60])
def test_no_more_requests_than_allowed_are_sent(
    document: Document, serve: Callable[..., Any], most: int
) -> None:
    service = serve()
    report = run(document, service.url, max_requests=most)
    assert len(service.seen) <= most
    assert 0 < report.requests <= most
    assert report.ending is Ending.REQUEST_LIMIT
    assert report.findings == ()


def test_a_limit_leaves_something_for_the_hostile_requests(
    document: Document, serve: Callable[..., Any]
) -> None:
    report = run(document, serve().url, max_requests=120)
    assert report.cases["hostile"] >= 10


def test_requests_are_spaced_out(document: Document, serve: Callable[..., Any]) -> None:
    started = time.monotonic()
    report = run(document, serve().url, max_requests=20, rate=40.0)
    assert report.requests > 10
    assert time.monotonic() - started >= (report.requests - 1) / 40 - 0.02


def test_safe_changes_nothing(document: Document, serve: Callable[..., Any]) -> None:
    service = serve()
    report = run(document, service.url, safe=True)
    assert {method for method, *_ in service.seen} <= {"GET", "HEAD", "OPTIONS"}
    assert list(report.coverage) == ["GET /notes.json", "GET /notes/{NoteId}.json"]
    assert report.findings == ()
    assert report.cases["hostile"]


def test_the_parts_of_a_run_are_the_run(tmp_path: Path, serve: Callable[..., Any]) -> None:
    """Two independent operations, a part each: found is what one run finds."""
    content = load(SPEC).root.value
    latest = {
        "get": {
            "operationId": "L",
            "responses": {"200": {"description": "", "schema": {"$ref": "#/definitions/Note"}}},
        }
    }
    content = {**content, "paths": {**content["paths"], "/latest.json": latest}}
    spec = tmp_path / "notes.json"
    spec.write_text(json.dumps(content))
    outcomes = {}
    for shard in ("1/1", "1/2", "2/2"):
        service = serve("wrong type")
        folder = tmp_path / shard.replace("/", "of")
        arguments = [str(spec), "--target", service.url, "--seed", "5", "--max-examples", "4"]
        CliRunner().invoke(
            command,
            [*arguments, "--shard", shard, "--report", str(folder)],
            env={"SWAGSMITH_AUTH": "ann:correct-horse"},
        )
        outcomes[shard] = json.loads((folder / "fuzz.json").read_text())
    merged = CliRunner().invoke(
        command,
        [
            "merge",
            str(tmp_path / "2of2"),
            str(tmp_path / "1of2"),
            "--report",
            str(tmp_path / "all"),
        ],
    )
    assert merged.exit_code == 1, merged.output
    whole, both = outcomes["1/1"], json.loads((tmp_path / "all" / "fuzz.json").read_text())
    assert outcomes["1/2"]["operations"] != outcomes["2/2"]["operations"]
    assert both["operations"] == whole["operations"]
    assert [one["fingerprint"] for one in both["findings"]] == [
        one["fingerprint"] for one in whole["findings"]
    ]
    assert len(both["findings"]) > 1
    twice = CliRunner().invoke(command, ["merge", str(tmp_path / "all"), str(tmp_path / "1of2")])
    assert twice.exit_code == 2
    assert "is in another report too" in twice.stderr


def test_operations_that_need_each_other_stay_together(document: Document) -> None:
    schemas = Schemas(Findings(document))
    operations = read_operations(document, schemas)
    groups = groups_of(operations, find_links(schemas, operations))
    assert [[one.label for one in group] for group in groups] == [
        ["GET /notes.json", "POST /notes.json", "GET /notes/{NoteId}.json"]
    ]
    tied = groups_of(operations, (), [("POST /notes.json", "GET /notes/{NoteId}.json", "GET /x")])
    assert [len(group) for group in tied] == [1, 2]
    alone = groups_of(operations, ())
    assert len(alone) == 3
    parts = [shard_of(alone, (number, 2)) for number in (1, 2)]
    assert sorted(len(part) for part in parts) == [1, 2]
    assert {id(group) for part in parts for group in part} == {id(group) for group in alone}


@pytest.mark.parametrize(
    ("host", "production"),
    [
        ("127.0.0.1", False),
        ("::1", False),
        ("10.1.2.3", False),
        ("8.8.8.8", True),
        ("localhost", False),
        ("api", False),
        ("api.test", False),
        ("printer.local", False),
        ("api.example.com", True),
        ("staging.example.com", False),
        ("api-dev.example.com", False),
        ("api.qa2.example.com", False),
        ("devices.example.com", True),
        ("test.com", True),
        ("latest.example.com", True),
    ],
)
def test_hosts_that_people_depend_on(host: str, production: bool) -> None:  # noqa: FBT001 -- a table
    assert looks_like_production(host) is production


def test_a_production_looking_host_is_refused() -> None:
    result = call("--target", "https://api.example.com")
    assert result.exit_code == 2
    assert "api.example.com looks like production" in result.stderr
    assert "--i-own-this" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--rate", "fast"), "it must be N/s"),
        (("--shard", "3/2"), "it must be I/N"),
        (("--max-requests", "0"), "0 is not in the range"),
        (("--baseline", "nowhere.json"), "nowhere.json cannot be read"),
        (("--baseline", SPEC), "this is no baseline"),
        (("--auth", "a:b", "--auth", "c:d", "--auth", "e:f"), "there are two accounts at most"),
    ],
)
def test_options_that_make_no_sense(arguments: tuple[str, ...], message: str) -> None:
    result = call("--target", "http://127.0.0.1:1", *arguments)
    assert result.exit_code == 2
    assert message in result.stderr


def secured(folder: Path) -> Document:
    path = folder / "api.json"
    definitions = {
        "basic": {"type": "basic"},
        "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
        "part": {"type": "apiKey", "in": "query", "name": "key"},
        "token": {
            "type": "oauth2",
            "flow": "implicit",
            "authorizationUrl": "http://h",
            "scopes": {},
        },
    }
    info = {"title": "T", "version": "1"}
    path.write_text(
        json.dumps(
            {"swagger": "2.0", "info": info, "paths": {}, "securityDefinitions": definitions}
        )
    )
    return load(str(path))


def test_credentials_by_security_definition(tmp_path: Path) -> None:
    given = [
        "ann:pass=word",
        "key=secret-one",
        "part=secret-two",
        "token=secret-three",
        "key=other-one",
        "basic=bob:x",
    ]
    mine, others = read_access(secured(tmp_path), given)
    assert mine.auth == ("ann", "pass=word")
    assert others.auth == ("bob", "x")
    assert [(key.place, key.name, key.value) for key in mine.keys] == [
        ("header", "X-Key", "secret-one"),
        ("query", "key", "secret-two"),
        ("header", "Authorization", "Bearer secret-three"),
    ]
    assert [key.value for key in others.keys] == ["other-one"]
    assert "secret" not in repr(mine)
    assert "secret" not in repr(Settings(base_url="", keys=mine.keys))


@pytest.mark.parametrize("given", ["nobody", "key=", "ann:", "ann:\u20ac", "key=a\r\nb"])
def test_credentials_that_fit_nothing(tmp_path: Path, given: str) -> None:
    with pytest.raises(AccessError) as error:
        read_access(secured(tmp_path), [given])
    assert given not in str(error.value) or given == "key="
