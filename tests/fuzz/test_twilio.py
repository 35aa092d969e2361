"""The connector's document and its embedded target fit together, and so does Twilio's own wire."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from swagsmith.fuzz.run import fuzz
from swagsmith.fuzz.settings import Settings
from swagsmith.source import load
from twilio_target import running_target
from twilio_target.serving import Addresses

SPEC = Path(__file__).parents[2] / "spec" / "twilio.yaml"
WIRE = Path(__file__).parent / "wire.yaml"
#: how many seeds the sound services are fuzzed with
SEEDS = range(1, 1 + int(os.environ.get("SWAGSMITH_FUZZ_SEEDS", "1")))


@pytest.fixture(scope="module")
def target() -> Iterator[Addresses]:
    with running_target() as running:
        yield running


@pytest.mark.parametrize("seed", SEEDS)
def test_the_gateway_is_sound(target: Addresses, seed: int) -> None:
    ann, bob = (f"AC{seed:031x}{who}" for who in "ab")
    settings = Settings(
        base_url=target.url, auth=(ann, "token"), other_auth=(bob, "token"), seed=seed
    )
    report = fuzz(load(str(SPEC)), "twilio.yaml", settings)
    assert [(one.operation, one.check, one.message) for one in report.findings] == []
    assert report.exit_code == 0
    assert report.uncovered == ()


@pytest.mark.parametrize("seed", SEEDS)
def test_the_local_twilio_is_sound(target: Addresses, seed: int) -> None:
    sid = f"AC{seed:031x}c"
    url = f"{target.twilio_url}/2010-04-01/Accounts/{sid}"
    report = fuzz(
        load(str(WIRE)), "wire.yaml", Settings(base_url=url, auth=(sid, "token"), seed=seed)
    )
    assert [(one.operation, one.check, one.message) for one in report.findings] == []
    assert report.exit_code == 0
    assert report.uncovered == ()
    assert report.coverage["DELETE /Messages/{Sid}.json"].accepted


def test_the_embedded_target_is_sound(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "twilio_target.fuzz", str(SPEC), "--seed", "1"]
    run = subprocess.run(
        [*command, "--max-examples", "2", "--report", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert run.stderr == ""
    assert "10 of 10 covered" in run.stdout
    assert f"python -m twilio_target.fuzz {SPEC} --seed 1 --max-examples 2" in run.stdout
    report = json.loads((tmp_path / "fuzz.json").read_text())
    answers = {one["operation"]: one["answers"] for one in report["operations"]}
    for media_type in ("application/json", "application/xml"):
        assert answers["GET /Messages.json"][media_type]
        assert answers["GET /IncomingPhoneNumbers.json"][media_type]
