"""A fixed sample of the corpus in every run; `make corpus` takes all of it."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from types import ModuleType

import pytest

HERE = Path(__file__).resolve().parent
CORPUS = Path(os.environ.get("SWAGSMITH_CORPUS", HERE.parent.parent.parent / "shared/corpus"))
#: one of each kind: odd names, files and forms, discriminators, inline schemas, YAML, a connector, refused ones
SAMPLE = (
    "Azure.autorest.testserver__body-formdata.json",
    "go-swagger.go-swagger__codegen.sanitize.names-injection.yaml",
    "go-swagger.go-swagger__expansion.invalid-refs.json",
    "gotify.server__docs.spec.json",
    "microsoft.PowerPlatformConnectors__certified.Seismic-Livedoc.json",
    "prometheus.alertmanager__api.v2.openapi.yaml",
    "swagger-api.swagger-codegen__2-0.discriminatorTest.json",
    "swagger-api.swagger-codegen__2-0.petstore-with-fake-endpoints-models-for-testing.yaml",
)
REFUSED = {"go-swagger.go-swagger__expansion.invalid-refs.json"}


def corpus_module() -> ModuleType:
    spec = importlib.util.spec_from_file_location("corpus_table", HERE / "corpus.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    import sys

    sys.modules["corpus_table"] = module  # worker processes find their function by it
    spec.loader.exec_module(module)
    return module


@pytest.mark.skipif(not CORPUS.is_dir(), reason=f"no corpus at {CORPUS}; set SWAGSMITH_CORPUS")
def test_the_sample_generates_imports_and_type_checks(tmp_path: Path) -> None:
    outcomes = corpus_module().check([CORPUS / name for name in SAMPLE], tmp_path)
    states = {one.name: one.state for one in outcomes}
    assert states == {name: "refused" if name in REFUSED else "ok" for name in SAMPLE}, outcomes
    assert all(one.reasons for one in outcomes if one.state == "refused")
