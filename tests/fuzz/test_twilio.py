"""The connector's document and its embedded target fit together."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

SPEC = Path(__file__).parents[2] / "spec" / "twilio.yaml"


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
