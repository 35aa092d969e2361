"""What `swagsmith fuzz` finds and costs beside vanilla schemathesis, on the same faults; run by `make bench-fuzz`.

    python tests/bench/fuzz.py [--seeds N] [--sound N] [--vanilla N] [--depth-only] [FAULT ...]

Every fault of tests/depth is switched on in the live target, one at a time. Each fuzzer is a process of its own;
its CPU seconds and the requests that arrive are counted. A fault is found where something is told that is not told
of a sound target. For vanilla that is a failure at an operation of a kind it never shows there; for swagsmith, which
must say nothing of a sound target, any finding. Only ratios mean anything on another machine.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from xml.etree import ElementTree as ET

ROOT = Path(__file__).resolve().parent.parent.parent
SPEC = ROOT / "spec" / "twilio.yaml"
sys.path.insert(0, str(ROOT / "tests" / "depth"))

from depth_faults import FAULTS, target_with  # noqa: E402 - its folder is not a package

DEPTH = """
import json, os, sys
from swagsmith.fuzz.depth.explore import explore
from swagsmith.fuzz.settings import Settings
from swagsmith.source import load
spec, url, seed, folder = sys.argv[1:]
auth, other = (tuple(os.environ[name].split(":")) for name in ("SWAGSMITH_AUTH", "OTHER_AUTH"))
found = []
explore(load(spec), Settings(base_url=url, auth=auth, other_auth=other, seed=int(seed)), found.append)
findings = [{"operation": one.operation, "check": one.check, "phase": "depth"} for one in found]
open(f"{folder}/fuzz.json", "w").write(json.dumps({"findings": findings}))
"""


@dataclass
class Run:
    """One process: what it told (kind by operation), what it cost."""

    told: set[tuple[str, str]]
    requests: int
    cpu: float
    phases: set[str] = field(default_factory=set)


def swagsmith(url: str, seed: int, folder: Path, auth: str, *, depth_only: bool) -> list[str]:
    """The command that writes fuzz.json."""
    if depth_only:
        return [sys.executable, "-c", DEPTH, str(SPEC), url, str(seed), str(folder)]
    code = "from swagsmith.cli import main; main()"
    return [
        *(sys.executable, "-c", code, "fuzz", str(SPEC), "--target", url, "--seed", str(seed)),
        *("--report", str(folder)),
    ]


def vanilla(url: str, seed: int, folder: Path, auth: str) -> list[str]:
    """The command that writes junit.xml."""
    return [
        *(sys.executable, "-m", "schemathesis.cli", "run", str(SPEC), "--url", url, "--auth", auth),
        *(
            "--seed",
            str(seed),
            "--report",
            "junit",
            "--report-junit-path",
            str(folder / "junit.xml"),
        ),
    ]


def told_by_swagsmith(folder: Path) -> tuple[set[tuple[str, str]], set[str]]:
    """What a report of ours has."""
    findings = json.loads((folder / "fuzz.json").read_text())["findings"]
    return {(one["operation"], one["check"]) for one in findings}, {
        one["phase"] for one in findings
    }


def told_by_vanilla(folder: Path) -> tuple[set[tuple[str, str]], set[str]]:
    """What a report of schemathesis has: operation and title of each failure."""
    told = set()
    for case in ET.parse(folder / "junit.xml").getroot().iter("testcase"):
        for failure in case.iter("failure"):
            text = failure.text or ""
            titles = [line[2:].strip() for line in text.splitlines() if line.startswith("- ")]
            told |= {(case.get("name") or "", title) for title in titles}
    return told, set()


def measure(fault: str | None, seed: int, *, peer: bool, depth_only: bool) -> Run:
    """Runs one fuzzer against a fresh target."""
    auth, other = (f"AC{secrets.token_hex(16)}:{secrets.token_hex(16)}" for _ in range(2))
    environment = {**os.environ, "SWAGSMITH_AUTH": auth, "OTHER_AUTH": other, "NO_COLOR": "1"}
    with tempfile.TemporaryDirectory() as name, target_with(fault) as target:
        folder = Path(name)
        command = (
            vanilla(target.url, seed, folder, auth)
            if peer
            else swagsmith(target.url, seed, folder, auth, depth_only=depth_only)
        )
        before = getrusage(RUSAGE_CHILDREN)
        done = subprocess.run(
            command, capture_output=True, text=True, env=environment, cwd=folder, check=False
        )
        after = getrusage(RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        report = folder / ("junit.xml" if peer else "fuzz.json")
        if not report.exists():
            sys.exit(
                f"{' '.join(command[:4])} wrote no report:\n{done.stdout[-500:]}{done.stderr[-500:]}"
            )
        told, phases = told_by_vanilla(folder) if peer else told_by_swagsmith(folder)
        return Run(told, target.requests, cpu, phases)


def mean(runs: list[Run]) -> str:
    """Requests and CPU seconds of several runs, on average."""
    count = max(len(runs), 1)
    return f"{sum(run.requests for run in runs) / count:6.0f} {sum(run.cpu for run in runs) / count:6.1f}"


def main() -> None:
    """Prints the scoreboard; exits with 1 where a fault was missed or a sound target blamed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--sound", type=int, default=20, help="seeds for the sound target")
    parser.add_argument("--vanilla", type=int, default=1, help="seeds for vanilla; 0: leave it out")
    parser.add_argument("--depth-only", action="store_true")
    parser.add_argument("fault", nargs="*")
    options = parser.parse_args()
    chosen = [name for name in FAULTS if not options.fault or any(w in name for w in options.fault)]

    def ours(fault: str | None, seed: int) -> Run:
        return measure(fault, seed, peer=False, depth_only=options.depth_only)

    def theirs(fault: str | None, seed: int) -> Run:
        return measure(fault, seed, peer=True, depth_only=False)

    sound = [ours(None, seed) for seed in range(options.sound)]
    blamed = sorted({kind for run in sound for kind in run.told})
    peers = [theirs(None, seed) for seed in range(options.vanilla)]
    usual = {kind for run in peers for kind in run.told}
    print(
        f"{'':36} {'swagsmith':>10} {'req':>6} {'cpu s':>6} {'half':>8}   {'vanilla':>8} {'req':>6} {'cpu s':>6}"
    )
    print(
        f"{'sound target: kinds of finding':36} {len(blamed):>10} {mean(sound)} {'':8}   {len(usual):>8} {mean(peers)}"
    )
    missed = []
    for fault in chosen:
        mine = [ours(fault, seed) for seed in range(options.seeds)]
        other = [theirs(fault, seed) for seed in range(options.vanilla)]
        found = sum(bool(run.told) for run in mine)
        known = sum(bool(run.told - usual) for run in other)
        half = "depth" if all("depth" in run.phases for run in mine) else "breadth"
        missed += [fault] if found < options.seeds else []
        sound += mine
        peers += other
        print(
            f"{fault:36} {f'{found}/{options.seeds}':>10} {mean(mine)} {half if found else '-':>8}"
            f"   {f'{known}/{options.vanilla}':>8} {mean(other)}",
            flush=True,
        )
    print(
        f"\n{len(chosen) - len(missed)} of {len(chosen)} found in every seed; missed: {', '.join(missed) or 'none'}"
    )
    print(f"blamed though sound: {blamed or 'nothing'}")
    if peers:
        ratio = (sum(run.cpu for run in sound) / len(sound)) / (
            sum(run.cpu for run in peers) / len(peers)
        )
        print(f"CPU of a run beside vanilla's: {ratio:.2f}")
    sys.exit(1 if missed or blamed else 0)


if __name__ == "__main__":
    main()
