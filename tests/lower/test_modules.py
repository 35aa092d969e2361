"""Classes that refer to each other share a module, all others have their own, whatever the order."""

from __future__ import annotations

import random
from collections.abc import Mapping

import pytest

from swagsmith.ir.api import Alias, Field, Model, Module, Place
from swagsmith.ir.types import Array, Choice, Kind, Map, ModelRef, Nullable, Primitive, Type
from swagsmith.lower.modules import model_modules

PLACE = Place("", "")


def model(
    name: str, *refers: str, base: str | None = None, subtypes: tuple[str, ...] = ()
) -> Model:
    wrapped: list[Type] = [Nullable(Array(Map(ModelRef(other)))) for other in refers]
    fields = [
        Field(f"f{index}", f"f{index}", kind, False, False, "")
        for index, kind in enumerate([*wrapped, Primitive(Kind.STRING)])
    ]
    values = tuple((f"a {name}", name) for name in subtypes)
    return Model(name, "", base, tuple(fields), None, "kind" if subtypes else None, values, PLACE)


def alias(name: str, of: str | None = None) -> Alias:
    string = Primitive(Kind.STRING)
    return Alias(name, Choice(("a",), string) if of is None else Array(ModelRef(of)), "")


def members(modules: tuple[Module, ...]) -> dict[str, str]:
    return {module.name: " ".join(sorted(module.members)) for module in modules}


@pytest.mark.parametrize(
    ("models", "aliases", "expected"),
    [
        ([], [], {}),
        ([model("Pod", "Meta"), model("Meta")], [], {"_meta": "Meta", "_pod": "Pod"}),
        ([model("Pod", "Pod")], [], {"_pod": "Pod"}),
        ([model("Rack", "Node"), model("Node", "Rack")], [], {"_node": "Node Rack"}),
        ([model("Far", "Mid"), model("Mid", "End"), model("End", "Far"), model("Out", "Mid")], [], {"_end": "End Far Mid", "_out": "Out"}),
        ([model("Animal", subtypes=("Cat",)), model("Cat", base="Animal")], [], {"_animal": "Animal Cat"}),
        ([model("Cat", base="Animal"), model("Animal")], [], {"_animal": "Animal", "_cat": "Cat"}),
        ([model("Pod")], [alias("Pods", "Pod"), alias("A", "Pod")], {"_pod": "A Pod Pods"}),
        ([model("Pod")], [alias("Phase")], {"_phase": "Phase", "_pod": "Pod"}),
        ([model("FooBar"), model("Foobar"), model("FOOBar")], [], {"_foo_bar": "FOOBar FooBar", "_foobar": "Foobar"}),
        ([model("Foo", "X"), model("X", "FOO"), model("FOO")], [], {"_x": "FOO Foo X"}),
        ([model("Class"), model("Con"), model("Init"), model("Self")], [], {"_class_": "Class", "_con": "Con", "_init": "Init", "_self_": "Self"}),
    ],
)  # fmt: skip
def test_who_shares(models: list[Model], aliases: list[Alias], expected: dict[str, str]) -> None:
    assert members(model_modules(models, aliases)) == expected
    assert members(model_modules(models[::-1], aliases[::-1])) == expected


def test_what_is_imported() -> None:
    modules = model_modules(
        [model("Pod", "Meta", "Node", "Pod"), model("Meta"), model("Node", "Rack"), model("Rack", "Node")],
        [alias("Pods", "Pod")],
    )  # fmt: skip
    assert {module.name: module.imports for module in modules} == {
        "_meta": (),
        "_node": (),
        "_pod": (("_meta", "Meta"), ("_node", "Node")),
    }


def test_long_names_make_files_that_can_be_written() -> None:
    modules = model_modules([model("A" * 300), model("A" * 299 + "B"), model("É" * 90)], [])
    assert len(modules) == 3
    assert all(len(f"{module.name}.py".encode()) <= 103 for module in modules)


def deepest(modules: Mapping[str, Module], name: str, above: tuple[str, ...] = ()) -> int:
    """How many modules are imported in a row from one on; fails where they import each other in a circle."""
    assert name not in above
    imports = {module for module, _ in modules[name].imports}
    return 1 + max((deepest(modules, other, (*above, name)) for other in imports), default=0)


@pytest.mark.parametrize("length", [10, 33, 34, 500])
def test_a_long_chain_is_no_long_row_of_imports(length: int) -> None:
    chain = [model(f"C{number}", f"C{number + 1}") for number in range(length)]
    modules = {module.name: module for module in model_modules([*chain, model(f"C{length}")], [])}
    assert deepest(modules, modules["_c0"].name) == min(length + 1, 33)
    assert sum(len(module.members) for module in modules.values()) == length + 1


@pytest.mark.parametrize("seed", range(20))
def test_nothing_is_imported_in_a_circle(seed: int) -> None:
    choose = random.Random(seed)
    names = [f"M{number}" for number in range(60)]
    made = [model(name, *choose.sample(names, choose.choice([0, 0, 1, 1, 1, 2]))) for name in names]
    modules = {module.name: module for module in model_modules(made, [alias("Last", "M59")])}
    where = {member: module.name for module in modules.values() for member in module.members}
    assert where.keys() == {*names, "Last"}
    for module in modules.values():
        assert deepest(modules, module.name) <= 33
        assert all(where[name] == other != module.name for other, name in module.imports)
    choose.shuffle(made)
    assert model_modules(made, [alias("Last", "M59")]) == tuple(modules.values())
