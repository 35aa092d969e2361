"""Every document of a folder through lint, generate, import, mypy and pyright; a table of how each fared.

    python tests/corpus/corpus.py FOLDER [--only TEXT] [--keep FOLDER] [--python PYTHON]

A document is `ok`, `refused` (with the reason and its place) or `failed`; the exit code is 1 when one failed. What
--keep-going writes of a refused one has to import and type-check too. --python names a further interpreter, which has
pydantic, to import everything in.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.diagnostics import DocumentError
    from swagsmith.source import Document

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one document fared."""

    name: str
    package: str
    state: str
    reasons: tuple[str, ...] = ()
    findings: int = 0
    operations: int = 0
    models: int = 0
    seconds: float = 0.0
    size: int = 0
    problems: tuple[str, ...] = field(default=())


def documents(folder: Path) -> Iterator[Path]:
    """The documents of a folder, and the roots of those in several files below `multi-file/`."""
    for path in sorted(folder.iterdir()):
        if path.suffix in (".json", ".yaml", ".yml"):
            yield path
    for below in (
        sorted((folder / "multi-file").glob("*")) if (folder / "multi-file").is_dir() else []
    ):
        roots = [path for path in sorted(below.rglob("*")) if path.is_file() and _is_root(path)]
        yield from roots


def _is_root(path: Path) -> bool:
    if path.suffix not in (".json", ".yaml", ".yml"):
        return False
    text = path.read_text(encoding="utf-8", errors="replace")
    return re.search(r"^\s*[\"']?swagger[\"']?\s*:", text, re.MULTILINE) is not None


def run(path: Path, package: str, out: Path) -> Outcome:
    """Lints and generates one document in this process."""
    from swagsmith.check import Settings, lint
    from swagsmith.diagnostics import DocumentError
    from swagsmith.emit import emit
    from swagsmith.emit.write import with_manifest, write
    from swagsmith.lower import lower
    from swagsmith.source import load

    started = time.process_time()
    split = "multi-file" in path.parts
    name = f"multi-file/{path.parent.name}/{path.name}" if split else path.name
    reasons: tuple[str, ...] = ()
    try:
        document = load(path)
        findings = len(lint(document, Settings()).diagnostics)
        try:
            api = lower(document, package).api
        except DocumentError as error:
            reasons = _reasons(error)
            api = lower(document, package, keep_going=True).api
        files = emit(api)
    except DocumentError as error:
        seconds = time.process_time() - started
        return Outcome(name, package, "refused", _reasons(error), seconds=seconds)
    except Exception as error:  # noqa: BLE001 - a bug of ours is what this table is for
        return Outcome(
            name,
            package,
            "failed",
            (f"{type(error).__name__}: {error}",),
            seconds=time.process_time() - started,
        )
    write(with_manifest(files, {}), out / package)
    promised = len(api.operations) if reasons else _promised(document)
    lost = promised - len(api.operations)
    problems = (f"{promised} operations, {lost} of them not emitted",) if lost else ()
    return Outcome(
        name,
        package,
        "refused" if reasons else "ok",
        reasons,
        findings,
        len(api.operations),
        len(api.models),
        time.process_time() - started,
        sum(len(text.encode()) for text in files.values()),
        problems,
    )


def _promised(document: Document) -> int:
    """How many operations a document has."""
    return sum(
        method in ("get", "put", "post", "delete", "options", "head", "patch")
        for holder in ("paths", "x-ms-paths")
        for path, item in document.root.child(holder).items()
        if not path.startswith("x-")
        for method, _ in document.resolve(item).items()
    )


def _reasons(error: DocumentError) -> tuple[str, ...]:
    return tuple(
        f"{found.span.line}:{found.span.column} {found.message}" for found in error.diagnostics
    )


def imports(outcome: Outcome, out: Path, python: str) -> tuple[str, ...]:
    """What goes wrong when every module of a package is imported and every model is built."""
    code = (
        "import importlib, pkgutil, sys\n"
        f"sys.path.insert(0, {str(out / outcome.package)!r})\n"
        f"package = importlib.import_module({outcome.package!r})\n"
        "for found in pkgutil.walk_packages(package.__path__, package.__name__ + '.'):\n"
        "    importlib.import_module(found.name)\n"
        "models = importlib.import_module(package.__name__ + '.models')\n"
        "for value in [getattr(models, name) for name in models.__all__]:\n"
        "    if isinstance(value, type) and value.__module__.startswith(models.__name__):\n"
        "        value.model_rebuild()\n"
    )
    done = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False)
    return () if done.returncode == 0 else (f"import: {done.stderr.strip().splitlines()[-1]}",)


def type_errors(outcomes: list[Outcome], out: Path) -> dict[str, list[str]]:
    """What mypy and pyright say, by package; one process each over all of them, side by side."""
    found: dict[str, list[str]] = {}
    with ThreadPoolExecutor() as pool:
        for lines in pool.map(lambda check: check(outcomes, out), (_mypy, _pyright)):
            for line in lines:
                found.setdefault(_package_of(line, outcomes), []).append(line)
    return found


def _mypy(outcomes: list[Outcome], out: Path) -> list[str]:
    paths = [str(out / outcome.package) for outcome in outcomes]
    environment = {**os.environ, "MYPYPATH": os.pathsep.join(paths)}
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--config-file=",
        "--no-error-summary",
        "--no-color-output",
    ]
    command += [f"--cache-dir={out / '.mypy_cache'}"]
    for outcome in outcomes:
        command += ["-p", outcome.package]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env=environment, cwd=out
    )
    lines = (done.stdout + done.stderr).splitlines()
    return [
        f"mypy: {line}" for line in lines if ": error:" in line or not re.match(r"\S+:\d+", line)
    ]


def _pyright(outcomes: list[Outcome], out: Path) -> list[str]:
    settings = {
        "include": [outcome.package for outcome in outcomes],
        "executionEnvironments": [{"root": outcome.package} for outcome in outcomes],
        "typeCheckingMode": "strict",
        "pythonVersion": "3.11",
    }
    (out / "pyrightconfig.json").write_text(json.dumps(settings))
    command = [
        str(Path(sys.executable).parent / "pyright"),
        "--outputjson",
        "--pythonpath",
        sys.executable,
        "-p",
        str(out),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=out)
    return [
        f"pyright: {item['file']}:{item['range']['start']['line'] + 1}: {item['message'].splitlines()[0]}"
        for item in json.loads(done.stdout)["generalDiagnostics"]
        if item["severity"] == "error"
    ]


def _package_of(line: str, outcomes: list[Outcome]) -> str:
    match = re.search(r"\bdocument_\d+\b", line)
    return match[0] if match else outcomes[0].package


def main() -> int:
    """Runs the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    default = Path(os.environ.get("SWAGSMITH_CORPUS", ROOT.parent / "shared/corpus"))
    parser.add_argument("folder", type=Path, nargs="?", default=default)
    parser.add_argument("--only", default="", help="documents whose name has this in it")
    parser.add_argument("--keep", type=Path, help="where to leave the packages")
    parser.add_argument(
        "--python", action="append", default=[], help="also import everything in this interpreter"
    )
    arguments = parser.parse_args()
    if not arguments.folder.is_dir():
        print(f"no corpus at {arguments.folder}; set SWAGSMITH_CORPUS", file=sys.stderr)
        return 2
    paths = [path for path in documents(arguments.folder) if arguments.only in path.name]
    with tempfile.TemporaryDirectory() as scratch:
        out = (arguments.keep or Path(scratch)).resolve()
        out.mkdir(parents=True, exist_ok=True)
        return report(check(paths, out, (sys.executable, *arguments.python)))


def check(
    paths: list[Path], out: Path, pythons: tuple[str, ...] = (sys.executable,)
) -> list[Outcome]:
    """Runs every document and gives the outcomes in the order of the paths."""
    outcomes: list[Outcome] = []
    with ProcessPoolExecutor() as pool:
        waiting = {
            pool.submit(run, path, f"document_{index}", out): path
            for index, path in enumerate(paths)
        }
        for number, future in enumerate(as_completed(waiting), 1):
            outcomes.append(future.result())
            _progress(f"generate {number}/{len(paths)}")
        written = [outcome for outcome in outcomes if outcome.size]
        importing = {
            pool.submit(imports, outcome, out, python): outcome
            for outcome in written
            for python in pythons
        }
        problems: dict[str, list[str]] = {}
        for number, found in enumerate(as_completed(importing), 1):
            problems.setdefault(importing[found].package, []).extend(found.result())
            _progress(f"import {number}/{len(importing)}")
    _progress("types")
    for package, lines in (type_errors(written, out) if written else {}).items():
        problems.setdefault(package, []).extend(lines)
    _progress("")
    judged = [
        replace(
            outcome,
            state="failed",
            problems=(*outcome.problems, *problems.get(outcome.package, ())),
        )
        if outcome.problems or problems.get(outcome.package)
        else outcome
        for outcome in outcomes
    ]
    return sorted(judged, key=lambda outcome: int(outcome.package.rsplit("_", 1)[1]))


def _progress(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)


def report(outcomes: list[Outcome]) -> int:
    """Prints the table and says how it ended."""
    print(
        f"{'document':80} {'state':8} {'ops':>5} {'models':>6} {'lint':>5} {'KiB':>6} {'CPU s':>6}"
    )
    for one in outcomes:
        numbers = f"{one.operations:5} {one.models:6} {one.findings:5} {one.size // 1024:6} {one.seconds:6.2f}"
        print(f"{one.name[:80]:80} {one.state:8} {numbers}")
        for line in (*one.reasons[:3], *one.problems[:6]):
            print(f"    {line}")
        more = len(one.reasons[3:]) + len(one.problems[6:])
        if more:
            print(f"    … and {more} more")
    counts = Counter(one.state for one in outcomes)
    print(", ".join(f"{counts[state]} {state}" for state in ("ok", "refused", "failed")))
    return 1 if counts["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
