"""Resources are inferred from any document, shown, and corrected where the document says so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from swagsmith.commands.inspect import inspect
from swagsmith.commands.lint import lint
from swagsmith.diagnostics import DocumentError
from swagsmith.fuzz.depth.show import describe_resources
from swagsmith.source import Document, load

ITEMS = Path(__file__).parent / "items.yaml"


def changed(folder: Path, **extension: Any) -> Document:
    data = yaml.safe_load(ITEMS.read_text())
    data["definitions"]["Item"]["x-swagsmith-resource"] = extension.get("whole", extension)
    path = folder / "items.yaml"
    path.write_text(yaml.safe_dump(data, sort_keys=False))
    return load(str(path))


def test_everything_there_is_to_know(items: Document) -> None:
    assert describe_resources(items) == [
        {
            "name": "Item",
            "pointer": "/definitions/Item",
            "key": "id",
            "create": "POST /items",
            "fetch": {"operation": "GET /items/{itemId}", "keys": {"itemId": "id"}},
            "list": {
                "operation": "GET /items",
                "items": "items",
                "next": "next",
                "size": "limit",
                "filters": {"color": "color"},
                "least": {},
                "most": {},
            },
            "update": {"operation": "PATCH /items/{itemId}", "keys": {"itemId": "id"}},
            "delete": {"operation": "DELETE /items/{itemId}", "keys": {"itemId": "id"}},
            "volatile": ["changes"],
        }
    ]


def test_the_connector(twilio: Document) -> None:
    message, number = describe_resources(twilio)
    assert (message["name"], message["key"], message["create"]) == (
        "Message",
        "sid",
        "POST /Messages.json",
    )
    assert message["list"]["filters"] == {"To": "to", "From": "from"}
    assert message["list"]["least"] == {"DateSent>": "date_sent"}
    assert message["list"]["most"] == {"DateSent<": "date_sent"}
    assert "status" in message["volatile"]
    # PhoneNumber is a pattern, as its description says
    assert number["list"]["filters"] == {"FriendlyName": "friendly_name"}


def test_a_document_corrects_it(tmp_path: Path) -> None:
    listing = {"operation": "listItems", "filters": {}, "size": "after"}
    [found] = describe_resources(
        changed(tmp_path, key="title", volatile=["color"], list=listing, delete=False)
    )
    assert (found["key"], found["volatile"], found["delete"]) == ("title", ["color"], None)
    assert (found["list"]["filters"], found["list"]["size"]) == ({}, "after")
    assert found["list"]["next"] == "next"
    assert found["update"]["operation"] == "PATCH /items/{itemId}"


def test_false_is_no_resource(tmp_path: Path) -> None:
    assert describe_resources(changed(tmp_path, whole=False)) == []


def test_mistakes_are_named_where_they_are(tmp_path: Path) -> None:
    document = changed(
        tmp_path,
        create="addItems",
        fetch={"operation": "getItem", "itemID": "id"},
        list={"filters": {"colour": "color", "color": "hue"}, "items": 3},
        volatile=["changed"],
        filter={},
    )
    with pytest.raises(DocumentError) as error:
        describe_resources(document)
    found = {
        (one.pointer.rpartition("x-swagsmith-resource/")[2], one.message)
        for one in error.value.diagnostics
    }
    assert found == {
        ("create", "'addItems' is no operationId"),
        ("fetch/itemID", "'itemID' is no path parameter"),
        ("list/filters/colour", "'colour' is no query parameter"),
        ("list/filters/color", "'hue' is no property of Item"),
        ("list/items", "'items' holds what is no property of the answer"),
        ("volatile/0", "'changed' is no property of Item"),
        ("filter", "'filter' is no part of it"),
    }
    assert all(one.span.line > 1 for one in error.value.diagnostics)


def test_inspect_shows_them(tmp_path: Path) -> None:
    run = CliRunner().invoke(inspect, [str(ITEMS), "--resources"])
    assert run.exit_code == 0, run.output
    assert "list    GET /items  items in items, next page next, page size limit" in run.output
    run = CliRunner().invoke(inspect, [str(ITEMS), "--resources", "--format", "json"])
    assert [one["name"] for one in json.loads(run.output)["resources"]] == ["Item"]
    changed(tmp_path, create="nothing")
    run = CliRunner().invoke(inspect, [str(tmp_path / "items.yaml"), "--resources"])
    assert run.exit_code == 2
    assert "'nothing' is no operationId" in run.output


def test_lint_and_the_client_do_not_mind(tmp_path: Path) -> None:
    changed(tmp_path, volatile=["changes"])
    runs = [
        CliRunner().invoke(lint, [str(path), "--format", "json"])
        for path in (ITEMS, tmp_path / "items.yaml")
    ]
    rules = [[one["rule"] for one in json.loads(run.stdout)["findings"]] for run in runs]
    assert rules[0] == rules[1]
