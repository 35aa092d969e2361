"""Validators of classes that refer to each other in chains longer than the stack."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from types import ModuleType
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError, create_model

from swagsmith.runtime import Model

LENGTH = 200
LINKS = {
    "a chain": "",
    "a chain that comes back": "first: M0 | None = None",
    "a ladder": "second: M{two} | None = None",
}


@pytest.fixture(params=LINKS)
def chain(request: pytest.FixtureRequest) -> Iterator[Any]:
    """A module of classes, each referring to the next, the last holding a number."""
    source = "from swagsmith.runtime import Model\n"
    for number in range(LENGTH):
        link = LINKS[request.param].format(two=min(number + 2, LENGTH))
        source += (
            f"class M{number}(Model):\n    next: list[M{number + 1}] | None = None\n    {link}\n"
        )
    source += f"class M{LENGTH}(Model):\n    number: int\n"
    module = ModuleType("chain_of_models")
    sys.modules[module.__name__] = module
    exec("from __future__ import annotations\n" + source, vars(module))
    yield module
    del sys.modules[module.__name__]


def nested(depth: int, innermost: Any) -> dict[str, Any]:
    for _ in range(depth):
        innermost = {"next": [innermost]}
    return innermost


def test_every_class_along_the_chain_is_decoded(chain: Any) -> None:
    text = TypeAdapter(Any).dump_json(nested(60, {"more": 1}))
    value = chain.M0.model_validate_json(text)
    assert value.model_dump_json(exclude_unset=True).encode() == text
    for number in range(60):
        assert type(value) is getattr(chain, f"M{number}")
        value = value.next[0]


def test_the_far_end_is_checked(chain: Any) -> None:
    near = getattr(chain, f"M{LENGTH - 40}")
    assert near.model_validate(nested(40, {"number": "5"})) is not None
    with pytest.raises(ValidationError) as caught:
        near.model_validate(nested(40, {"number": "many"}))
    assert caught.value.errors()[0]["loc"] == (*("next", 0) * 40, "number")


def test_inside_other_types(chain: Any) -> None:
    (found,) = TypeAdapter(list[chain.M3]).validate_python([nested(30, {})])
    assert type(found) is chain.M3
    outer = create_model("Outer", pages=dict[str, chain.M5])
    assert type(outer.model_validate({"pages": {"a": {}}}).pages["a"]) is chain.M5  # type: ignore[attr-defined]


def test_several_threads_at_once(chain: Any) -> None:
    def build(number: int) -> type:
        kind = getattr(chain, f"M{number}")
        return type(TypeAdapter(kind).validate_python(nested(20, {})))

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(build, range(0, 80, 10)))
    assert found == [getattr(chain, f"M{number}") for number in range(0, 80, 10)]


def test_a_class_that_cannot_be_built_harms_no_other(chain: Any) -> None:
    class Broken(Model):
        chain: list[Missing] | None = None  # type: ignore[name-defined]  # noqa: F821

    with pytest.raises(Exception, match="Missing"):
        Broken.model_rebuild()
    assert type(chain.M1.model_validate({})) is chain.M1
