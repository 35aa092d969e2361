"""What `swagsmith fuzz` finds and costs beside vanilla schemathesis, on the same faults; run by `make bench-fuzz`.

    python tests/bench/fuzz.py [--seeds N] [--sound N] [--vanilla N] [--depth-only] [FAULT ...]

Every fault of tests/depth is switched on in the live target, one at a time. Each fuzzer is a process of its own;
its CPU seconds and the requests that arrive are counted. A fault is found where something is told that is not told
of a sound target. For vanilla, which is asked only with `--faults-by-vanilla`, that is a failure at an operation of
a kind it never shows there; for swagsmith, which must say nothing of a sound target, any finding. Phases are run in
turn: what depth finds is found, and only if it finds nothing the whole run follows. Only ratios mean anything on
another machine.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from xml.etree import ElementTree as ET

ROOT = Path(__file__).resolve().parent.parent.parent
SPEC = ROOT / "spec" / "twilio.yaml"
sys.path.insert(0, str(ROOT / "tests" / "depth"))

from depth_faults import FAULTS  # noqa: E402 - its folder is not a package
from depth_target import Faults, target_with  # noqa: E402 - same

DEPTH = """
import json, os, sys
from swagsmith.fuzz.depth.explore import explore
from swagsmith.fuzz.settings import Settings
from swagsmith.source import load
spec, url, seed, folder = sys.argv[1:]
auth, other = (tuple(one.split(":")) for one in os.environ["SWAGSMITH_AUTH"].split())
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


def depth(url: str, seed: int, folder: Path, _auth: str) -> list[str]:
    """The command that runs the first phase alone and writes fuzz.json."""
    return [sys.executable, "-c", DEPTH, str(SPEC), url, str(seed), str(folder)]


def swagsmith(url: str, seed: int, folder: Path, _auth: str) -> list[str]:
    """The command that writes fuzz.json."""
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


@contextmanager
def counted(fault: str | None) -> Iterator[Faults]:
    """A target that is silent about what it refuses."""
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
    with target_with(fault) as target:
        yield target


def measure(target: Faults, seed: int, *, peer: bool = False, depth_only: bool = False) -> Run:
    """Runs one fuzzer against a target, with accounts of its own."""
    auth, other = (f"AC{secrets.token_hex(16)}:{secrets.token_hex(16)}" for _ in range(2))
    environment = {**os.environ, "SWAGSMITH_AUTH": f"{auth} {other}", "NO_COLOR": "1"}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make = vanilla if peer else depth if depth_only else swagsmith
        command, asked = make(target.url, seed, folder, auth), target.requests
        before = getrusage(RUSAGE_CHILDREN)
        done = subprocess.run(
            command, capture_output=True, text=True, env=environment, cwd=folder, check=False
        )
        after = getrusage(RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        if not (folder / ("junit.xml" if peer else "fuzz.json")).exists():
            sys.exit(
                f"{' '.join(command[:4])} wrote no report:\n{done.stdout[-500:]}{done.stderr[-500:]}"
            )
        told, phases = told_by_vanilla(folder) if peer else told_by_swagsmith(folder)
        return Run(told, target.requests - asked, cpu, phases)


def hunt(fault: str, seed: int, *, depth_only: bool) -> Run:
    """Phases in turn against a target with a fault, until something is found."""
    with counted(fault) as target:
        first = measure(target, seed, depth_only=True)
    if first.told or depth_only:
        return first
    with counted(fault) as target:
        return measure(target, seed)


def several(count: int, *, peer: bool = False, depth_only: bool = False) -> list[Run]:
    """Runs with the seeds from 1 on against one sound target."""
    with counted(None) as target:
        return [
            measure(target, seed, peer=peer, depth_only=depth_only) for seed in range(1, count + 1)
        ]


def row(name: str, runs: list[Run]) -> str:
    """Kinds of finding, requests and CPU seconds of several runs; the latter on average."""
    count = max(len(runs), 1)
    kinds = {kind for run in runs for kind in run.told}
    requests, cpu = (
        sum(getattr(run, what) for run in runs) / count for what in ("requests", "cpu")
    )
    return f"{name:36} {len(runs):>5} {len(kinds):>9} {requests:>9.0f} {cpu:>6.1f}"


def main() -> None:
    """Prints the scoreboard; exits with 1 where it is not as it should be."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--sound", type=int, default=20, help="seeds for the sound target")
    parser.add_argument("--vanilla", type=int, default=2, help="seeds for vanilla; 0: leave it out")
    parser.add_argument("--depth-only", action="store_true")
    parser.add_argument("--faults-by-vanilla", action="store_true")
    parser.add_argument("fault", nargs="*")
    options = parser.parse_args()
    chosen = [name for name in FAULTS if not options.fault or any(w in name for w in options.fault)]

    print(f"{'sound target':36} {'seeds':>5} {'findings':>9} {'requests':>9} {'cpu s':>6}")
    sound = several(options.sound, depth_only=options.depth_only)
    print(row("swagsmith fuzz", sound), flush=True)
    peers = several(options.vanilla, peer=True)
    print(row("schemathesis run", peers), flush=True)
    ratio = sum(run.cpu for run in sound) / max(len(sound), 1)
    ratio /= (sum(run.cpu for run in peers) / max(len(peers), 1)) or 1
    blamed = sorted({kind for run in sound for kind in run.told})
    missed = faults(chosen, peers, options)
    print(f"\nfound in every seed: {len(chosen) - len(missed)} of {len(chosen)}")
    print(f"missed: {', '.join(missed) or 'nothing'}")
    print(f"blamed though sound: {blamed or 'nothing'}")
    if peers and sound:
        print(f"CPU of a whole run beside vanilla's: {ratio:.2f} (at most 0.50)")
    sys.exit(1 if missed or blamed or (peers and ratio > 0.5) else 0)


def faults(chosen: list[str], peers: list[Run], options: argparse.Namespace) -> list[str]:
    """Prints who finds each fault; returns the ones that were missed in some seed."""
    usual = {kind for run in peers for kind in run.told}
    seeds = range(1, options.seeds + 1)
    by_vanilla = options.faults_by_vanilla
    print(f"\n{'fault':36} {'found':>5}  {'by':10}" + ("  vanilla" if by_vanilla else ""))
    missed = []
    for fault in chosen:
        mine = [hunt(fault, seed, depth_only=options.depth_only) for seed in seeds]
        found = [run for run in mine if run.told]
        missed += [fault] if len(found) < len(mine) else []
        phases = ", ".join(sorted({phase for run in found for phase in run.phases})) or "-"
        line = f"{fault:36} {f'{len(found)}/{len(mine)}':>5}  {phases:10}"
        if by_vanilla:
            with counted(fault) as target:
                other = measure(target, 1, peer=True)
            line += "  found" if other.told - usual else "  -"
        print(line, flush=True)
    return missed


if __name__ == "__main__":
    main()
