"""Every operation of every document, called with arguments made from the document itself, arrives as it says.

And every answer the document allows comes out of the client as it went in. What is right is decided by a reader of
Swagger 2.0 that shares nothing with the tool.

The documents are those of the project, and those of a corpus: a folder that SWAGSMITH_CORPUS names. Of a corpus a
sample is taken, all of it with SWAGSMITH_CONFORMANCE=all; SWAGSMITH_CONFORMANCE=TEXT takes the documents whose name
has the text in it. SWAGSMITH_CONFORMANCE_CALLS says how often each operation is called.
"""

from __future__ import annotations

import os
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conformance_answer import Answer, compare_value, draw_answer
from conformance_call import Call, UnsendableError, draw_call
from conformance_client import Made, description, invoke, made
from conformance_reader import Operation, Reader, read_file
from conformance_schema import EndlessError
from conformance_server import Recorder, listening
from conformance_text import DisagreementError
from conformance_wire import compare
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable

from swagsmith.diagnostics import DocumentError

ROOT = Path(__file__).resolve().parents[2]
CORPUS = Path(os.environ.get("SWAGSMITH_CORPUS", ROOT.parent / "shared/corpus"))
WANTED = os.environ.get("SWAGSMITH_CONFORMANCE", "")
CALLS = int(os.environ.get("SWAGSMITH_CONFORMANCE_CALLS", "6"))
#: every so manieth document, where not all are asked for
SAMPLE = 12
BASE = "/base"


def _is_root(path: Path) -> bool:
    if path.suffix not in (".json", ".yaml", ".yml") or not path.is_file():
        return False
    try:
        data = read_file(path.resolve())
    except Exception:  # noqa: BLE001 - what cannot be read is for the tool to refuse
        return False
    return isinstance(data, dict) and "swagger" in data


def documents() -> Iterator[Any]:
    """The project's own documents, then the corpus's."""
    own = [ROOT / "spec/twilio.yaml", *sorted((ROOT / "tests/cases").glob("*/spec.yaml"))]
    for path in own:
        yield pytest.param(path, id=str(path.relative_to(ROOT)))
    if not CORPUS.is_dir():
        missing = f"no corpus at {CORPUS}; SWAGSMITH_CORPUS names another folder"
        yield pytest.param(CORPUS, id="corpus", marks=pytest.mark.skip(reason=missing))
        return
    single = [
        path for path in sorted(CORPUS.iterdir()) if path.suffix in (".json", ".yaml", ".yml")
    ]
    split = sorted((CORPUS / "multi-file").rglob("*.*"))
    if not WANTED:
        single, split = single[:: len(single) // SAMPLE + 1], split[:0]
    for path in [*single, *filter(_is_root, split)]:
        name = str(path.relative_to(CORPUS))
        if WANTED in ("", "all") or WANTED in name:
            yield pytest.param(path, id=name)


@pytest.fixture(scope="module")
def server() -> Iterator[Recorder]:
    with listening() as recorder:
        yield recorder


@pytest.mark.parametrize("spec", list(documents()))
def test_a_document_is_what_goes_over_the_wire(
    spec: Path, server: Recorder, tmp_path: Path, record_property: Any
) -> None:
    name = spec.parent.name + "/" + spec.name
    try:
        with made(spec, tmp_path, server.url + BASE + "/") as client:
            run = Run(Reader(spec), client, server)
            for operation in run.reader.operations():
                run.operation(operation)
    except DocumentError as error:
        first = error.diagnostics[0]
        record_property("conformance-refused documents", 1)
        record_property("conformance-note", f"refused {name}:{first.span.line}: {first.message}")
        return
    record_property("conformance-documents", 1)
    record_property("conformance-operations", run.operations)
    record_property("conformance-calls", run.calls)
    for reason, count in run.left_out.items():
        record_property("conformance-operations not called", count)
        record_property("conformance-note", f"{name}: {count} not called: {reason}")
    assert not run.disagreements, "\n".join(["", *run.disagreements])


class Run:
    """The operations of one document, one after the other; disagreements are gathered."""

    def __init__(self, reader: Reader, client: Made, server: Recorder) -> None:
        self.reader = reader
        self.client = client
        self.server = server
        self.operations = 0
        self.calls = 0
        self.disagreements: list[str] = []
        self.left_out: Counter[str] = Counter()

    def operation(self, operation: Operation) -> None:
        """Calls one operation several times."""

        @seed(zlib.crc32(operation.title.encode()))
        @settings(
            max_examples=CALLS,
            database=None,
            deadline=None,
            phases=[Phase.generate] if WANTED == "all" else [Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
            print_blob=False,
            report_multiple_bugs=False,
        )
        @given(data=st.data())
        def several(data: st.DataObject) -> None:
            call = draw_call(self.reader, operation, data.draw)
            answer = draw_answer(self.reader, operation, data.draw)
            self._once(operation, call, answer)

        self.operations += 1
        try:
            several()
        except (UnsendableError, EndlessError) as error:
            self.left_out[str(error) or "a value without end"] += 1
        except Unsatisfiable:
            self.left_out["no arguments could be drawn"] += 1
        except Exception as error:  # noqa: BLE001 - whatever the client raises is a disagreement
            kind = "" if isinstance(error, DisagreementError) else f"{type(error).__name__}: "
            self.disagreements.append(f"{operation.title}: {kind}{str(error)[:1000]}")

    def _once(self, operation: Operation, call: Call, answer: Answer) -> None:
        described = description(self.client, operation)
        self.server.arrived.clear()
        self.server.status = answer.status
        self.server.content_type, self.server.body = answer.content_type, answer.body
        self.calls += 1
        try:
            got = invoke(self.client, described, call)
        except self.client.package.StatusError as error:
            if not answer.error or error.status != answer.status:
                raise
            got = error.error
        else:
            if answer.error:
                raise DisagreementError(f"status {answer.status} is not raised")
        if len(self.server.arrived) != 1:
            raise DisagreementError(f"{len(self.server.arrived)} requests")
        compare(self.reader, operation, call, self.server.arrived[0], BASE)
        expected = answer.value
        if described["paging"] and not answer.error:
            expected = _elements(expected, described["paging"])
        compare_value(got, expected, self.client.encode)


def _elements(page: Any, paging: dict[str, Any]) -> Any:
    return (
        page
        if paging["items"] is None or not isinstance(page, dict)
        else page.get(paging["items"]) or []
    )
