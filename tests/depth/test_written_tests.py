"""A written test of a depth finding fails on the faulty service and passes on the sound one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from depth_target import target_with

from swagsmith.fuzz.as_tests import write_tests
from swagsmith.fuzz.depth.explore import explore
from swagsmith.fuzz.finding import Finding
from swagsmith.fuzz.report import Ending, Report
from swagsmith.fuzz.settings import Settings
from swagsmith.source import Document

ANN = ("AC" + "a" * 32, "correct-horse-of-ann")
BOB = ("AC" + "b" * 32, "correct-horse-of-bob")
SPEC = str(Path(__file__).parents[2] / "spec" / "twilio.yaml")


@pytest.mark.parametrize(
    ("fault", "check"),
    [
        ("page skips an element", "depth_pages_partition"),
        ("accounts are not apart", "depth_accounts_apart"),
        ("number where a text is documented", "response_schema_conformance"),
    ],
)
def test_it_fails_until_the_fault_is_mended(
    twilio: Document, tmp_path: Path, fault: str, check: str
) -> None:
    found: list[Finding] = []
    with target_with(fault) as target:
        settings = Settings(base_url=target.url, seed=3, auth=ANN, other_auth=BOB)
        explore(twilio, settings, found.append)
        report = Report(SPEC, settings, Ending.COMPLETE, {}, {}, tuple(found), 0)
        assert write_tests(report, tmp_path) == len(found)
        [file, *_] = [path for path in tmp_path.iterdir() if path.name.startswith(f"test_{check}")]
        assert "correct-horse" not in file.read_text()
        outcome, text = run(file, target.url)
        assert outcome == 1, text
    with target_with(None) as target:
        outcome, text = run(file, target.url)
        assert outcome == 0, text
    outcome, text = run(file, target.url)
    assert outcome == 1, "a service that is gone is not mended"


def run(file: Path, url: str) -> tuple[int, str]:
    credentials = "\n".join(":".join(pair) for pair in (ANN, BOB))
    environment = {**os.environ, "SWAGSMITH_TARGET": url, "SWAGSMITH_AUTH": credentials}
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*words, "--rootdir", str(file.parent), str(file)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout
