"""What `swagsmith lint` costs beside Spectral and Redocly, on the same documents; run by `make bench-lint`.

    python tests/bench/lint.py [--only-swagsmith]

Figures are CPU seconds of whole processes, from start to exit; only the ratios mean anything on another machine.
The peers come from npm, once, into dist/peers, and lint with the rules they recommend for Swagger 2.0. Documents
are those of a corpus (SWAGSMITH_CORPUS, or ../shared/corpus) where there is one, and made ones.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median
from typing import Any

from yaml import safe_dump

ROOT = Path(__file__).resolve().parent.parent.parent
PEERS = ROOT / "dist" / "peers"
PACKAGES = ("@stoplight/spectral-cli@6.16.3", "@redocly/cli@2.77.0")
CORPUS = Path(os.environ.get("SWAGSMITH_CORPUS", ROOT.parent / "shared" / "corpus"))
#: A document of the middle of those that are published, in bytes.
MIDDLE = 32_000


@dataclass(frozen=True)
class Linter:
    """A program: how it is called before the documents."""

    name: str
    command: tuple[str, ...]
    runs: int

    def cpu(self, documents: list[Path]) -> float:
        """The median CPU of a process that lints documents."""
        found = []
        for _ in range(self.runs):
            before = getrusage(RUSAGE_CHILDREN)
            done = subprocess.run(
                [*self.command, *map(str, documents)],
                capture_output=True,
                cwd=documents[0].parent,
                check=False,
            )
            after = getrusage(RUSAGE_CHILDREN)
            if done.returncode not in (0, 1):
                sys.exit(
                    f"{self.name} failed on {documents[0]}:\n{done.stdout[-500:]!r}\n{done.stderr[-500:]!r}"
                )
            found.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        return median(found)


def peers(folder: Path) -> list[Linter]:
    """The peers, installed if they are not there yet; none where there is no npm."""
    npm = shutil.which("npm")
    if npm is None:
        print("there is no npm here, so only swagsmith is measured", file=sys.stderr)
        return []
    programs = PEERS / "node_modules" / ".bin"
    if not (programs / "spectral").exists() or not (programs / "redocly").exists():
        PEERS.mkdir(parents=True, exist_ok=True)
        (PEERS / "package.json").write_text('{"private": true}\n')
        quiet = ("--no-audit", "--no-fund", "--silent", "--ignore-scripts")
        subprocess.run([npm, "install", *quiet, *PACKAGES], cwd=PEERS, check=True)
    rules = folder / "spectral.yaml"
    rules.write_text("extends: [[spectral:oas, recommended]]\n")
    spectral = (str(programs / "spectral"), "lint", "--quiet", "--ruleset", str(rules))
    return [
        Linter("Spectral", spectral, 3),
        Linter("Redocly", (str(programs / "redocly"), "lint", "--extends", "recommended"), 3),
    ]


def swagsmith() -> Linter:
    """This one, as it is installed: the entry point, without the checks that pip's script adds."""
    program = "import sys; from swagsmith.cli import main; main(sys.argv[1:])"
    return Linter("swagsmith", (sys.executable, "-c", program, "lint"), 5)


def big(operations: int, definitions: int, seed: int = 1) -> dict[str, Any]:
    """A document of tests/scale."""
    spec = spec_from_file_location("big", ROOT / "tests/scale/big.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    made: dict[str, Any] = module.big_document(operations, definitions, seed)
    return made


def write(path: Path, data: dict[str, Any]) -> Path:
    """Writes a document as JSON, as people lay it out."""
    path.write_text(json.dumps(data, indent=2))
    return path


def published(folder: Path) -> list[Path]:
    """A hundred documents of the corpus around the middle, copied so that they stand alone."""
    found = [path for path in CORPUS.glob("*") if path.suffix in (".json", ".yaml", ".yml")]
    near = sorted(found, key=lambda path: (abs(path.stat().st_size - MIDDLE), path.name))
    readable = [path for path in near if b"swagger" in path.read_bytes()][:100]
    return [
        Path(shutil.copy(path, folder / f"{number:03}{path.suffix}"))
        for number, path in enumerate(readable)
    ]


def row(name: str, documents: list[Path], linters: list[Linter]) -> dict[str, float]:
    """One line of the table; gives what each program cost."""
    figures = [linter.cpu(documents) for linter in linters]
    size = sum(path.stat().st_size for path in documents) / 1000
    ours = figures[0]
    ratios = "".join(f"{figure:>9.2f} s ({figure / ours:>5.1f}x)" for figure in figures[1:])
    print(f"{name:<36}{size:>7,.0f} KB{ours:>9.3f} s{ratios}", flush=True)
    return {linter.name: figure for linter, figure in zip(linters, figures, strict=True)}


def target(what: str, cost: float, most: float) -> None:
    """One line about a target."""
    print(f"{'met   ' if cost <= most else 'MISSED'} {what}: {cost:.3f} s of {most:.3f} s")


def growth(folder: Path, linter: Linter) -> None:
    """CPU by size: twice the document may cost twice as much, no more."""
    print("\ngrowth of swagsmith with size")
    start = linter.cpu([write(folder / "none.json", big(4, 1))])
    previous = 0.0
    for factor in (1, 2, 4, 8):
        path = write(folder / f"growth{factor}.json", big(275 * factor, 190 * factor))
        cost = linter.cpu([path]) - start
        times = f"{cost / previous:>8.2f} times the one before" if previous else ""
        print(
            f"{path.stat().st_size / 1000:>9,.0f} KB{cost:>9.3f} s above an empty run{times}",
            flush=True,
        )
        previous = cost


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--only-swagsmith", action="store_true")
    only = parser.parse_args().only_swagsmith
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ours = swagsmith()
        linters = [ours, *([] if only else peers(folder))]
        heads = "".join(f"{linter.name:>20}" for linter in linters[1:])
        print(f"{'CPU seconds from start to exit':<36}{'size':>10}{'swagsmith':>11}{heads}")
        made = [write(folder / f"made{seed:03}.json", big(24, 8, seed)) for seed in range(100)]
        middle = row("a document of the middle, made", made[:1], linters)
        yaml = folder / "made.yaml"
        yaml.write_text(safe_dump(json.loads(made[0].read_text()), sort_keys=False))
        row("the same in YAML", [yaml], linters)
        once = [replace(linter, runs=1) for linter in linters]
        # A made document has a hundred findings; those of a corpus count where there is one.
        hundred = row("a hundred documents, made", made, once)
        if CORPUS.is_dir():
            real = published(folder)
            middle = row("a document of the middle, published", real[:1], linters)
            hundred = row(f"{len(real)} documents, published", real, once)
        large = row(
            "as large as Kubernetes'", [write(folder / "big.json", big(1100, 770))], linters
        )
        growth(folder, ours)
        print("\ntargets")
        if len(linters) > 1:
            target("the middle, an eighth of Spectral's", middle[ours.name], middle["Spectral"] / 8)
            target("the middle, a third of Redocly's", middle[ours.name], middle["Redocly"] / 3)
            target("a hundred, a tenth of Spectral's", hundred[ours.name], hundred["Spectral"] / 10)
        target("as large as Kubernetes', half a second", large[ours.name], 0.5)


if __name__ == "__main__":
    main()
