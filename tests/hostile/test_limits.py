"""Documents made to exhaust or to reach out: refused by the real command line with a message, soon, and nothing written."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

#: far more than any of these needs; what matters is that there is an end
SECONDS = 60
#: address space of one run; a document of a hundred bytes that asks for more has won
MEMORY = 3 * 1024**3

HEAD = 'swagger: "2.0"\ninfo: {title: t, version: "1"}\npaths: {}\n'
LAUGHS = HEAD + "x-a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"x-a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12)
)  # fmt: skip
QUADRATIC = f"{HEAD}x-a: &a [{', '.join(['x'] * 20_000)}]\nx-b: [{', '.join(['*a'] * 20_000)}]\n"


def limited() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def run(command: str, spec: Path, output: Path | None) -> subprocess.CompletedProcess[str]:
    options = [] if output is None else ["-o", str(output)]
    environment = {key: value for key, value in os.environ.items() if key != "SWAGSMITH_DEBUG"}
    return subprocess.run(
        [sys.executable, "-c", "from swagsmith.cli import main; main()", command, str(spec), *options],
        capture_output=True, text=True, check=False, timeout=SECONDS, preexec_fn=limited, env=environment,
    )  # fmt: skip


def files_below(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def refused(spec: Path, tmp_path: Path, *words: str) -> None:
    """`lint` and `generate` say no, say why, and leave nothing."""
    output = tmp_path / "out"
    before = sorted(files_below(tmp_path))
    for command, folder in (("lint", None), ("generate", output)):
        done = run(command, spec, folder)
        said = done.stdout + done.stderr
        assert done.returncode in (1, 2), (command, done.returncode, said[-2000:])
        assert "Traceback" not in said
        assert "internal error" not in said
        assert len(said) < 100_000
        for word in words:
            assert word in said, (command, said[:2000])
    assert sorted(files_below(tmp_path)) == before
    assert not output.exists()


def nested(depth: int) -> str:
    schema = '{"properties":{"a":' * depth + '{"type":"string"}' + "}}" * depth
    return f'{{"swagger":"2.0","info":{{"title":"t","version":"1"}},"paths":{{}},"definitions":{{"A":{schema}}}}}'


@pytest.mark.parametrize(
    ("name", "text", "word"),
    [
        ("laughs.yaml", LAUGHS, "alias"),
        ("quadratic.yaml", QUADRATIC, "alias"),
        ("flow.yaml", f"{HEAD}x-a: {'[' * 10_000}{']' * 10_000}\n", "200 levels"),
        ("block.yaml", HEAD + "x-a:\n" + "".join(f"{' ' * n}a:\n" for n in range(1, 3_000)), "200 levels"),
        ("dashes.yaml", f"{HEAD}x-a:\n  {'- ' * 10_000}x\n", "200 levels"),
        ("deep.json", nested(10_000), "200 levels"),
        ("arrays.json", f'{{"swagger":"2.0","x-a":{"[" * 10_000}{"]" * 10_000}}}', "200 levels"),
        ("unclosed.json", '{"swagger":' + "[" * 100_000, "200 levels"),
        ("inline.json", nested(150), "200 levels"),
    ],
    ids=lambda value: str(value)[:16],
)  # fmt: skip
def test_what_grows_or_nests_without_end_is_refused(
    tmp_path: Path, name: str, text: str, word: str
) -> None:
    spec = tmp_path / name
    spec.write_text(text, encoding="utf-8")
    refused(spec, tmp_path, word)


@pytest.mark.parametrize("shape", ["scalar", "key", "many", "bytes"])
def test_a_hundred_megabytes_are_refused(tmp_path: Path, shape: str) -> None:
    size = 100 * 1024 * 1024
    spec = tmp_path / "big.yaml"
    with spec.open("w", encoding="ascii") as file:
        if shape == "scalar":
            file.write(f'{HEAD}x-a: "{"a" * size}"\n')
        elif shape == "key":
            file.write(f"{HEAD}x-{'a' * size}: 1\n")
        elif shape == "many":
            file.write(HEAD + "x-a: b\n" * (size // 7))
        else:
            file.write("\0" * size)
    refused(spec, tmp_path, "64 MB")


def test_a_long_text_in_a_file_of_allowed_size_is_refused(tmp_path: Path) -> None:
    spec = tmp_path / "long.json"
    spec.write_text(f'{{"swagger":"2.0","info":{{"title":"{"a" * (9 * 1024 * 1024)}"}}}}')
    refused(spec, tmp_path, "8 MB")


def referring(target: str) -> str:
    schema = {"type": "object", "properties": {"a": {"$ref": target}}}
    response = {"description": "d", "schema": schema}
    return json.dumps(
        {
            "swagger": "2.0",
            "info": {"title": "t", "version": "1"},
            "paths": {"/a": {"get": {"responses": {"200": response}}}},
        }
    )


SECRET = "s3cret-of-another-folder"


@pytest.mark.parametrize(
    "target",
    [
        "/etc/passwd", "file:///etc/passwd", "file:/etc/passwd", "FILE:///etc/passwd#/a", "//127.0.0.1/x.json", "%2Fetc%2Fpasswd",
        "http://127.0.0.1:9/x.json", "https://127.0.0.1:9/x.json#/a", "ftp://127.0.0.1:9/x", "data:application/json,{}",
        "\\\\127.0.0.1\\x", "../outside.json", "../outside.json#/a", "%2e%2e/outside.json", "a/../../outside.json",
        "link.json", "link.json#/a", "folder/outside.json", "loop.json", "nowhere.json", ".", "", "a\0b", "a" * 5000,
        "fifo.json", "/dev/zero", "/proc/self/environ", "?", "#", "#x", "#/paths", "#/definitions/None", "document.json",
    ],
    ids=ascii,
)  # fmt: skip
def test_a_reference_reads_nothing_outside_the_folder(tmp_path: Path, target: str) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    outside = tmp_path / "outside.json"
    outside.write_text(
        json.dumps({"a": {"type": "string", "description": SECRET}, "description": SECRET})
    )
    (folder / "link.json").symlink_to(outside)
    (folder / "folder").symlink_to(tmp_path)
    (folder / "loop.json").symlink_to(folder / "loop.json")
    os.mkfifo(folder / "fifo.json")
    spec = folder / "document.json"
    spec.write_text(referring(target))
    output = tmp_path / "out"
    done = run("generate", spec, output)
    said = done.stdout + done.stderr
    assert "Traceback" not in said
    assert SECRET not in said
    assert "root:" not in said
    if (
        done.returncode == 0
    ):  # a reference into the document itself, to something that can be read as a schema
        assert target in ("", "?", "#", "#/paths", "document.json")
        assert not any(SECRET in path.read_text() for path in files_below(output))
        return
    assert done.returncode in (1, 2)
    assert "document.json:1:" in said
    assert not output.exists()


def chain(count: int, link: str) -> str:
    """A document of definitions that each lead to the next: by a property, by allOf, by a bare reference, in items."""
    definitions: dict[str, object] = {}
    for number in range(count):
        following = {
            "$ref": f"#/definitions/D{(number + 1) % count if link.endswith('loop') else number + 1}"
        }
        body: dict[str, object] = {
            "property": {"type": "object", "properties": {"next": following}},
            "property loop": {"type": "object", "properties": {"next": following}},
            "allOf": {"allOf": [following, {"properties": {f"p{number}": {"type": "string"}}}]},
            "allOf alone": {"allOf": [following]},
            "allOf loop": {
                "allOf": [following, {"properties": {f"p{number}": {"type": "string"}}}]
            },
            "base": {"allOf": [following, {"properties": {f"p{number}": {"type": "string"}}}]},
            "reference": following,
            "reference loop": following,
            "items": {"type": "array", "items": following},
            "items loop": {"type": "array", "items": following},
            "map": {"type": "object", "additionalProperties": following},
        }[link]  # type: ignore[assignment]  # each is an object of JSON
        definitions[f"D{number}"] = body
    if not link.endswith("loop"):
        definitions[f"D{count}"] = {
            "type": "object",
            "properties": {"kind": {"type": "string"}},
            **({"discriminator": "kind", "required": ["kind"]} if link == "base" else {}),
        }
    response = {"description": "d", "schema": {"$ref": "#/definitions/D0"}}
    return json.dumps(
        {
            "swagger": "2.0",
            "info": {"title": "t", "version": "1"},
            "produces": ["application/json", "application/xml"],
            "paths": {"/a": {"get": {"responses": {"200": response}}}},
            "definitions": definitions,
        }
    )


@pytest.mark.parametrize(
    "link",
    ["property", "property loop", "allOf", "allOf alone", "allOf loop", "base", "reference", "reference loop", "items", "items loop", "map"],
)  # fmt: skip
def test_a_long_chain_of_definitions_is_emitted_or_refused(tmp_path: Path, link: str) -> None:
    spec = tmp_path / "chain.json"
    spec.write_text(chain(2_000, link))
    output = tmp_path / "out"
    done = run("generate", spec, output)
    said = done.stdout + done.stderr
    assert "Traceback" not in said
    assert done.returncode in (0, 1, 2), said[-2000:]
    if done.returncode:
        assert "chain.json:1:" in said
        assert not output.exists()
        assert len(said) < 100_000
