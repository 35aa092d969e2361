"""The base URL: scheme, host and base path joined as text, or none where the caller has to say it."""

from __future__ import annotations

from pathlib import Path

import pytest

from swagsmith.lower import lower
from swagsmith.source import load

DOCUMENT = """\
swagger: "2.0"
info: {{title: Where, version: "1"}}
{0}
paths:
  /a:
    get:
      operationId: a
      {1}
      responses: {{}}
"""


def address(folder: Path, root: str, operation: str = "") -> tuple[str | None, object, list[str]]:
    path = folder / "where.yaml"
    path.write_text(DOCUMENT.format(root, operation))
    lowered = lower(load(path))
    (found,) = lowered.api.operations
    return lowered.api.base_url, found.base_urls, [item.rule for item in lowered.findings]


@pytest.mark.parametrize(
    ("root", "url", "rules"),
    [
        ("", None, []),
        ("host: h", None, []),
        ("schemes: [https]", None, []),
        ("host: h\nschemes: [http, https]", "https://h", []),
        ("host: h\nschemes: [ws, http]", "http://h", []),
        ("host: h\nschemes: [HTTPS]", "https://h", []),
        ("host: h\nschemes: [wss]", None, ["schemes-present"]),
        ("host: localhost:8080\nbasePath: /v1\nschemes: [http]", "http://localhost:8080/v1", []),
        ("host: '[::1]:8080'\nbasePath: /\nschemes: [http]", "http://[::1]:8080", []),
        ("host: h\nbasePath: v1/\nschemes: [http]", "http://h/v1", []),
        ("host: h\nbasePath: /{x}\nschemes: [http]", "http://h/{x}", []),
        ("host: h\nbasePath: '/a?b'\nschemes: [http]", None, ["basepath-format"]),
        ("host: 'https://h:1/v1'\nschemes: [https]", "https://h:1/v1", ["host-format"]),
        ("host: 'http://h'", "http://h", ["host-format"]),
        ("host: h/v2\nbasePath: /x\nschemes: [https]", "https://h/v2/x", ["host-format"]),
        ("host: h\nbasePath: 'https://b/x'\nschemes: [https]", None, ["basepath-format"]),
        ("host: '{region}.h'\nschemes: [https]", None, ["host-format"]),
        ("host: 'user@h'\nschemes: [https]", None, ["host-format"]),
    ],
)
def test_root(tmp_path: Path, root: str, url: str | None, rules: list[str]) -> None:
    assert address(tmp_path, root) == (url, None, rules)


@pytest.mark.parametrize(
    ("root", "operation", "own", "rules"),
    [
        ("host: h\nschemes: [https]", "schemes: [http]", ("https://h", "http://h"), []),
        ("host: h\nschemes: [https]", "schemes: [https, http]", None, []),
        ("host: h\nschemes: [https]", "schemes: [wss]", None, ["schemes-present"]),
        ("", "schemes: [http]", None, []),
    ],
)
def test_operation(
    tmp_path: Path, root: str, operation: str, own: object, rules: list[str]
) -> None:
    assert address(tmp_path, root, operation)[1:] == (own, rules)
