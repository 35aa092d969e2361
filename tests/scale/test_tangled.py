"""A document in which nearly everything leads to nearly everything else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from big import big_document

from swagsmith.emit import emit
from swagsmith.emit.write import write
from swagsmith.lower import lower
from swagsmith.source import load

CALL = """
import httpx2
from tangled_client import TangledClient

def answer(request):
    items = [{"kind": "inner", "template": {"kind": "innermost", "replicas": 3}}]
    return httpx2.Response(200, json={"kind": "outer", "items": items})

client = TangledClient(base_url="http://tangled.invalid", transport=httpx2.Client(transport=httpx2.MockTransport(answer)))
found = client.group1_v1.read_namespaced_nodes1("space", "name")
print(found.kind, found.items[0].template.replicas)
"""


def test_its_answers_are_decoded(tmp_path: Path) -> None:
    (tmp_path / "big.json").write_text(json.dumps(big_document(operations=60, definitions=300)))
    write(emit(lower(load(tmp_path / "big.json"), "tangled_client").api), tmp_path / "out")
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", CALL],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "out")},
    )
    assert (done.stdout.strip(), done.returncode) == ("outer 3", 0), done.stderr
