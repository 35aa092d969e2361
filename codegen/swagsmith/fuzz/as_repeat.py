"""A test file for a finding that one request cannot show: it repeats the part of the run."""

from __future__ import annotations

import os.path
from pathlib import Path
from typing import TYPE_CHECKING, Final

from swagsmith.fuzz.client_package import AUTO

if TYPE_CHECKING:
    from swagsmith.fuzz.finding import Finding
    from swagsmith.fuzz.report import Report

_FILE: Final = '''"""{title}

{operation}
{message}

Needs swagsmith with its extra `fuzz`, as this takes more than one request or the whole document:
the phase of the run that found it is repeated. Where the service is stands in SWAGSMITH_TARGET, the
credentials in SWAGSMITH_AUTH as for `swagsmith fuzz`, those of a second account on its second line
or in SWAGSMITH_OTHER_AUTH, the document in SWAGSMITH_SPEC.
"""

from __future__ import annotations

import os
from pathlib import Path

from swagsmith.fuzz.repeat import Sought, repeat

TARGET = os.environ.get("SWAGSMITH_TARGET", {target})
AUTHS = [os.environ.get(name, "") for name in ("SWAGSMITH_AUTH", "SWAGSMITH_OTHER_AUTH")]
SPEC = os.environ.get("SWAGSMITH_SPEC") or str(Path(__file__).parent / {spec})


def test_{name}():
    sought = Sought(
        operation={label},
        check={check},
        phase={phase},
        seed={seed},
        max_examples={max_examples},
        safe={safe},
        client={client},
    )
    found = repeat(SPEC, TARGET, [auth for auths in AUTHS for auth in auths.splitlines()], sought)
    assert not found, "\\n".join(found)
'''


def repeating_test(
    report: Report, finding: Finding, name: str, folder: Path, texts: tuple[str, str, str]
) -> str:
    """The text of the file.

    Args:
        report: says how the run was.
        finding: what is looked for.
        name: of the test.
        folder: where the file will be; the document is named as seen from there.
        texts: title, operation and message, fit for a docstring.
    """
    settings = report.settings
    title, operation, message = texts
    return _FILE.format(
        title=title,
        operation=operation,
        message=message,
        target=ascii(settings.shown_url or settings.base_url),
        spec=ascii(_seen_from(folder, report.spec)),
        name=name,
        label=ascii(finding.operation),
        check=ascii(finding.check),
        phase=ascii(finding.phase),
        seed=settings.seed,
        max_examples=settings.max_examples,
        safe=settings.safe,
        client=_client(folder, settings.client),
    )


def _seen_from(folder: Path, spec: str) -> str:
    """The document's path from a folder; that of standard input is for the reader to say."""
    if not Path(spec).is_file():
        return "document-in-SWAGSMITH_SPEC"
    return Path(os.path.relpath(spec, folder)).as_posix()


def _client(folder: Path, client: str | None) -> str:
    """The folder of the client as an expression."""
    if client is None or client == AUTO:
        return ascii(client)
    return f"str(Path(__file__).parent / {Path(os.path.relpath(client, folder)).as_posix()!a})"
