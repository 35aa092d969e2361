"""The package of models: a class costs what it refers to, and is like any other class of pydantic's."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from swagsmith.emit import emit
from swagsmith.emit.write import write
from swagsmith.lower import lower
from swagsmith.source import load

DOCUMENT = """
swagger: "2.0"
info: {title: Zoo, version: "1"}
host: zoo.invalid
schemes: [http]
produces: [application/json]
paths:
  /pods:
    get:
      operationId: list_pods
      responses:
        200: {description: All., schema: {$ref: "#/definitions/PodList"}}
        default: {description: None., schema: {$ref: "#/definitions/Status"}}
    post:
      operationId: create_pod
      parameters: [{name: body, in: body, required: true, schema: {$ref: "#/definitions/Pod"}}]
      responses: {201: {description: Made.}}
  /animals:
    get:
      operationId: list_animals
      responses: {200: {description: All., schema: {type: array, items: {$ref: "#/definitions/Animal"}}}}
definitions:
  PodList: {properties: {items: {type: array, items: {$ref: "#/definitions/Pod"}}}}
  Pod: {properties: {meta: {$ref: "#/definitions/Meta"}, phase: {$ref: "#/definitions/Phase"}}}
  Meta: {properties: {name: {type: string}}}
  Status: {properties: {meta: {$ref: "#/definitions/Meta"}, code: {type: integer}}}
  Phase: {type: string, enum: [up, down]}
  Names: {type: array, items: {$ref: "#/definitions/Meta"}}
  Rack: {properties: {nodes: {type: array, items: {$ref: "#/definitions/Node"}}}}
  Node: {properties: {rack: {$ref: "#/definitions/Rack"}, meta: {$ref: "#/definitions/Meta"}}}
  Animal: {discriminator: kind, required: [kind], properties: {kind: {type: string}, keeper: {type: string}}}
  Cat: {allOf: [{$ref: "#/definitions/Animal"}, {properties: {lives: {type: integer}, prey: {$ref: "#/definitions/Bird"}}}]}
  Bird: {properties: {wings: {type: integer, readOnly: true}}}
  AttributeError: {properties: {odd: {type: string}}}
  Unused: {properties: {a: {type: string}, b: {type: object, properties: {c: {type: string}}}}}
"""
#: prints the classes of models that there are
LOADED = """
import sys
from zoo_client._runtime import model
def below(kind): return {kind}.union(*(below(found) for found in kind.__subclasses__()))
print(*sorted(kind.__name__ for kind in below(model.Model) - {model.Model}))
"""
CALL = """
import httpx2
from zoo_client import ZooClient
def answer(request): return httpx2.Response(200, content=BODY, headers={"Content-Type": "application/json"})
client = ZooClient(transport=httpx2.Client(transport=httpx2.MockTransport(answer)))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("zoo")
    (folder / "zoo.yaml").write_text(DOCUMENT)
    write(emit(lower(load(folder / "zoo.yaml"), "zoo_client").api), folder / "client")
    return folder / "client"


def run(folder: Path, code: str) -> str:
    """What a program prints in a fresh interpreter that finds the client."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(folder)},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_naming_the_models_loads_none_of_them(folder: Path) -> None:
    code = "import sys\nfrom zoo_client import models\nprint('Pod' in dir(models), 'pydantic' in sys.modules)"
    assert run(folder, code) == "True False"


@pytest.mark.parametrize(
    ("used", "loaded"),
    [
        ("Meta", "Meta"),
        ("PodList", "Meta Pod PodList"),
        ("Names", "Meta"),
        ("Phase", ""),
        ("Node", "Meta Node Rack"),
        ("Animal", "Animal Bird Cat"),
        ("Cat", "Animal Bird Cat"),
        ("UnusedB", "UnusedB"),
    ],
)
def test_a_class_loads_what_it_refers_to_and_nothing_else(
    folder: Path, used: str, loaded: str
) -> None:
    assert run(folder, f"from zoo_client.models import {used}\n{LOADED}") == loaded


def test_a_call_loads_the_classes_of_its_answer(folder: Path) -> None:
    body = 'BODY = b\'{"items": [{"meta": {"name": "a"}, "phase": "new"}]}\''
    code = "print('then', client.list_pods().items[0].meta.name)"
    said = run(folder, f"{body}\n{CALL}\nprint('first')\n{LOADED}\n{code}\n{LOADED}")
    assert said.split("\n") == ["first", "", "then a", "Meta Pod PodList"]


def test_a_discriminator_gives_a_class_nobody_named(folder: Path) -> None:
    body = 'BODY = b\'[{"kind": "Cat", "lives": 9, "prey": {"wings": 2}}, {"kind": "Dog"}]\''
    code = "for found in client.list_animals(): print(type(found).__name__)"
    assert run(folder, f"{body}\n{CALL}\n{code}") == "Cat\nAnimal"


def test_every_name_is_offered(folder: Path) -> None:
    names = "Animal AttributeError Bird Cat Meta Names Node Phase Pod PodList Rack Status Unused UnusedB"
    code = (
        "from zoo_client.models import *\n"
        "from zoo_client import models\n"
        "assert AttributeError is models.AttributeError\n"
        "assert Names == list[Meta]\n"
        "print(*models.__all__, hasattr(models, 'Pods'))"
    )
    assert run(folder, code) == f"{names} False"


def test_annotations_are_resolved(folder: Path) -> None:
    code = (
        "import typing\n"
        "from zoo_client.models import Node, Pod\n"
        "print(typing.get_type_hints(Node)['rack'], typing.get_type_hints(Pod)['meta'])\n"
        "print(*Node.model_json_schema()['$defs'], Node.model_rebuild(force=True), Pod.model_rebuild())"
    )
    assert run(folder, code).split("\n") == [
        "zoo_client.models._node.Rack | None zoo_client.models._meta.Meta | None",
        "Meta Node Rack True True",
    ]


def test_a_class_may_be_extended(folder: Path) -> None:
    code = (
        "from zoo_client.models import Meta, Node\n"
        "class Mine(Node):\n"
        "    spare: Meta | None = None\n"
        "mine = Mine.model_validate({'spare': {'name': 'a'}, 'rack': {'nodes': [{}]}})\n"
        "print(isinstance(mine, Node), type(mine.rack.nodes[0]) is Node, mine.spare.name)"
    )
    assert run(folder, code) == "True True a"


def test_pickles_are_read_where_nothing_was_imported(folder: Path) -> None:
    pickled = run(
        folder,
        "import pickle\n"
        "from zoo_client.models import Node\n"
        "print(pickle.dumps(Node.model_validate({'rack': {'nodes': [{'meta': {'name': 'deep'}}]}})).hex())",
    )
    code = f"import pickle\nprint(pickle.loads(bytes.fromhex({pickled!r})).rack.nodes[0].meta.name)"
    assert run(folder, code) == "deep"


@pytest.mark.parametrize("module", ["_animal", "_meta", "_node", "_phase", "_pod_list"])
def test_any_module_may_come_first(folder: Path, module: str) -> None:
    run(folder, f"import zoo_client.models.{module}\nfrom zoo_client.models import *")
