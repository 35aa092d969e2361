"""Where a client calls: base URLs, and hosts with parts that the constructor asks for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Build = Callable[[str], Any]
Recorder = Any  # tests/behaviour/conftest.py has the class

HOST = """
swagger: "2.0"
info: {title: Lake, version: "1"}
basePath: /v1
schemes: [https]
x-ms-parameterized-host:
  hostTemplate: "{accountName}.{dnsSuffix}"
  parameters:
    - {$ref: "#/parameters/Account"}
    - {name: dnsSuffix, in: path, required: true, type: string, default: lake.example}
securityDefinitions:
  account_name: {type: apiKey, in: header, name: X-Account}
security: [{account_name: []}]
parameters:
  Account: {name: accountName, in: path, required: true, type: string}
paths:
  /jobs: {get: {operationId: jobs, responses: {"204": {description: None}}}}
"""
WHOLE = """
swagger: "2.0"
info: {title: Vault, version: "1"}
basePath: /v1
x-ms-parameterized-host:
  hostTemplate: "{vaultBaseUrl}"
  useSchemePrefix: false
  parameters: [{name: vaultBaseUrl, in: path, required: true, type: string, x-ms-skip-url-encoding: true}]
paths:
  /keys: {get: {operationId: keys, responses: {"204": {description: None}}}}
"""


def client_of(package: Any) -> Any:
    name = next(name for name in package.__all__ if f"Async{name}" in package.__all__)
    return getattr(package, name)


def test_parts_of_the_host_are_arguments(build: Build, server: Recorder) -> None:
    made = client_of(build(HOST))
    assert made(account_name="mine").base_url == "https://mine.lake.example/v1"
    elsewhere = made(account_name="mine", dns_suffix="other.example:8443")
    assert elsewhere.base_url == "https://mine.other.example:8443/v1"
    with made(base_url=server.url, account_name_="k") as client:
        client.jobs()
    assert server.last.target == "/jobs"
    assert server.last.headers["x-account"] == "k"  # a credential that would have the same name


@pytest.mark.parametrize("value", ["evil.example/", "user@evil", "a b", "", "a?b"])
def test_a_part_cannot_lead_elsewhere(build: Build, value: str) -> None:
    package = build(HOST)
    with pytest.raises(package.ConfigError, match="'account_name' cannot stand in a host name"):
        client_of(package)(account_name=value)


def test_a_part_is_needed(build: Build) -> None:
    package = build(HOST)
    with pytest.raises(package.ConfigError, match="'account_name' or base_url is required"):
        client_of(package)()


def test_a_host_that_is_a_whole_url(build: Build, server: Recorder) -> None:
    with client_of(build(WHOLE))(vault_base_url=server.url) as client:
        client.keys()
    assert server.last.target == "/v1/keys"


SCHEMES = """
swagger: "2.0"
info: {title: Schemes, version: "1"}
host: service.example
schemes: [https]
paths:
  /plain: {get: {operationId: plain, schemes: [http], responses: {"204": {description: None}}}}
"""


def test_schemes_of_an_operation(build: Build, server: Recorder) -> None:
    package = build(SCHEMES)
    urls: list[str] = []

    class Transport:
        def send(self, request: Any) -> Any:
            urls.append(request.url)
            raise package.ConnectError("nobody is there")

        def close(self) -> None:
            """Nothing to close."""

    with pytest.raises(package.TransportError):
        client_of(package)(transport=Transport(), max_retries=0).plain()
    assert urls == ["http://service.example/plain"]
    with client_of(package)(base_url=server.url) as client:
        client.plain()
    assert server.last.target == "/plain"
