"""`$ref`: where it may lead, and what happens where it may not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from swagsmith.diagnostics import Diagnostic, DocumentError
from swagsmith.source import Document, load

Write = Callable[..., Path]

HEAD = 'swagger: "2.0"\n'


def broken(document: Document, pointer: str) -> Diagnostic:
    with pytest.raises(DocumentError) as caught:
        document.resolve(document.at(pointer))
    (found,) = caught.value.diagnostics
    return found


def test_what_is_no_reference_stands_for_itself(write: Write) -> None:
    document = load(write(HEAD + "x-a: {properties: {$ref: {type: string}}}\n"))
    node = document.at("/x-a/properties")
    assert document.resolve(node) is node


@pytest.mark.parametrize(
    ("reference", "tokens"),
    [
        ("#/definitions/A~1B", ("definitions", "A/B")),
        ("#/definitions/A%7E1B", ("definitions", "A/B")),
        ("#/definitions/A B%25", ("definitions", "A B%")),
        ("#/definitions/A%20B%25", ("definitions", "A B%")),
        ("#/definitions/~0/allOf/0", ("definitions", "~", "allOf", "0")),
        ("#/x-chain", ("definitions", "A/B")),
        ("#", ()),
        ("#/", ("",)),
    ],
)
def test_a_pointer_is_decoded_and_followed(
    write: Write, reference: str, tokens: tuple[str, ...]
) -> None:
    text = f"""
x-a: {{$ref: '{reference}'}}
x-chain: {{$ref: '#/definitions/A~1B'}}
"": 1
definitions: {{A/B: {{}}, A B%: {{}}, "~": {{allOf: [{{}}]}}}}
"""
    document = load(write(HEAD + text))
    assert document.resolve(document.at("/x-a")).tokens == tokens


def test_a_pointer_goes_through_references_on_its_way(write: Write) -> None:
    write("Widget: {properties: {id: {type: string}}}\n", "definitions.yaml")
    text = "definitions: {$ref: ./definitions.yaml}\nx-a: {$ref: '#/definitions/Widget'}\n"
    document = load(write(HEAD + text))
    found = document.resolve(document.at("/x-a"))
    assert Path(found.file).name == "definitions.yaml"
    assert found.tokens == ("Widget",)


@pytest.mark.parametrize(
    ("reference", "rule", "help_"),
    [
        ("#/definitions/Mesage", "ref-resolves", "did you mean '#/definitions/Message'?"),
        ("#/definition/Message", "ref-resolves", "did you mean '#/definitions/Message'?"),
        ("#/definitions/Message/properties", "ref-resolves", None),
        ("#/definitions/List/allOf/1", "ref-resolves", None),
        ("#Message", "ref-resolves", "begin it with #/"),
        ("#/definitions/", "ref-resolves", None),
        ("Message", "ref-resolves", None),
        ("missing.yaml#/A", "ref-resolves", None),
        (f"{'a' * 300}.yaml", "ref-resolves", None),
        ("a%00b.yaml", "ref-resolves", None),
        ("https://x.test/a.yaml", "ref-remote", None),
        ("HTTP://x.test/a.yaml", "ref-remote", None),
        ("//x.test/a.yaml", "ref-remote", None),
        ("file:///etc/passwd", "ref-remote", None),
        ("/etc/passwd", "ref-remote", None),
        ("C:\\secret.yaml", "ref-remote", None),
        ("../../../../../../../../etc/passwd", "ref-remote", None),
        ("%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd", "ref-remote", None),
        ("#/x-a", "ref-loop", None),
        ("#/x-b", "ref-loop", None),
        ("#/x-a/properties", "ref-loop", None),
    ],
)
def test_a_reference_that_leads_nowhere_is_refused_at_its_text(
    write: Write, reference: str, rule: str, help_: str | None
) -> None:
    text = f"""x-a: {{$ref: '{reference}'}}
x-b: {{$ref: '#/x-a'}}
definitions: {{Message: {{type: object}}, List: {{allOf: [{{}}]}}}}
"""
    found = broken(load(write(HEAD + text)), "/x-a")
    assert (found.rule, found.pointer) == (rule, "/x-a/$ref")
    assert (found.span.line, found.span.column) == (2, 13)
    if help_ is not None:
        assert found.help == help_


def test_files_are_found_from_the_one_that_refers_to_them(write: Write) -> None:
    write("get: {$ref: ../parts/parts.json#/get}\n", "paths/widgets.yaml")
    write('{"get": {"x-b": {"$ref": "../spec.yaml#/x-end"}}}', "parts/parts.json")
    text = "x-a: {$ref: paths/widgets.yaml}\nx-end: {found: true}\n"
    document = load(write(HEAD + text))
    item = document.resolve(document.at("/x-a"))
    operation = document.resolve(item.child("get"))
    assert document.resolve(operation.child("x-b")).value == {"found": True}
    # The root is one file, by whatever way one comes back to it.
    assert [Path(name).name for name in document.files] == [
        "spec.yaml",
        "widgets.yaml",
        "parts.json",
    ]
    assert document.span(operation.child("x-b")).file.endswith("parts/parts.json")


def test_what_is_wrong_with_a_referenced_file_is_found_there(write: Write) -> None:
    write("a: {b: 1, b: 2}\n", "odd.yaml")
    write("a: [1\n", "broken.yaml")
    text = "x-a: {$ref: odd.yaml#/a}\nx-b: {$ref: broken.yaml}\n"
    document = load(write(HEAD + text))
    assert not document.findings
    document.resolve(document.at("/x-a"))
    assert [Path(found.span.file).name for found in document.findings] == ["odd.yaml"]
    found = broken(document, "/x-b")
    assert (found.rule, Path(found.span.file).name) == ("file-syntax", "broken.yaml")


def test_a_link_out_of_the_folder_is_no_way_out(write: Write, tmp_path: Path) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text("a: 1\n", encoding="utf-8")
    path = write(HEAD + "x-a: {$ref: link.yaml}\n", "inside/spec.yaml")
    (path.parent / "link.yaml").symlink_to(secret)
    assert broken(load(path), "/x-a").rule == "ref-remote"


def test_references_reach_the_whole_work_tree(write: Write, tmp_path: Path) -> None:
    write("a: 1\n", "tree/common/shared.yaml")
    path = write(HEAD + "x-a: {$ref: ../../common/shared.yaml}\n", "tree/v1/api/spec.yaml")
    assert broken(load(path), "/x-a").rule == "ref-remote"
    (tmp_path / "tree" / ".git").mkdir()
    document = load(path)
    assert document.resolve(document.at("/x-a")).value == {"a": 1}


def test_standard_input_refers_to_files_of_the_current_folder(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a: 1\n", "shared.yaml")
    spec = write(HEAD + "x-a: {$ref: shared.yaml#/a}\nx-b: {$ref: '#/x-c'}\n")
    monkeypatch.chdir(tmp_path)
    with spec.open() as file:
        monkeypatch.setattr("sys.stdin", file)
        document = load("-")
    assert document.resolve(document.at("/x-a")).value == 1
    assert str(broken(document, "/x-b").span) == "<stdin>:3:13"
