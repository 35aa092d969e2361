"""The base class of models: what a server may do without breaking its clients."""

from __future__ import annotations

import pickle
from typing import Annotated, Any

import pytest
from pydantic import Field, TypeAdapter, ValidationError

from swagsmith.runtime import Model, polymorphic
from swagsmith.runtime.model import get_property
from swagsmith.runtime.plain import to_wire


class Pet(Model):
    pet_type: Annotated[str | None, Field(alias="petType")] = None
    name: str | None = None
    friend: Pet | None = None
    litter: list[Pet] | None = None


class Zoo(Model):
    pets: list[Pet] | None = None
    by_name: Annotated[dict[str, Pet] | None, Field(alias="byName")] = None
    star: Pet | None = None


class Cat(Pet):
    lives: int | None = None


class Lion(Cat):
    mane: str | None = None


class Dog(Pet):
    zoo: Zoo | None = None


polymorphic(Pet, "petType", {"Cat": Cat, "Dog": Dog})
polymorphic(Cat, "petType", {"Lion": Lion})


def kinds(text: str) -> list[type]:
    return [type(pet) for pet in TypeAdapter(list[Pet]).validate_json(text)]


def test_the_discriminator_chooses_the_class() -> None:
    assert kinds('[{"petType": "Cat"}, {"petType": "Dog"}, {"petType": "Pet"}]') == [Cat, Dog, Pet]


def test_two_levels_down() -> None:
    assert kinds('[{"petType": "Lion"}]') == [Lion]
    assert type(Cat.model_validate({"petType": "Lion"})) is Lion


@pytest.mark.parametrize("text", ['{"petType": "Fish"}', "{}", '{"petType": null}'])
def test_a_missing_or_unknown_value_gives_the_base(text: str) -> None:
    assert type(Pet.model_validate_json(text)) is Pet


def test_a_sibling_is_not_a_subclass() -> None:
    assert type(Cat.model_validate({"petType": "Dog", "lives": 9})) is Cat


def test_everywhere_a_base_can_stand() -> None:
    text = (
        '{"pets": [{"petType": "Cat", "lives": "9", "litter": [{"petType": "Lion", "mane": "m"}]}],'
        '"byName": {"a": {"petType": "Dog", "zoo": {"star": {"petType": "Lion"}}}},'
        '"star": {"friend": {"petType": "Cat"}}}'
    )
    for zoo in (
        Zoo.model_validate_json(text),
        Zoo.model_validate(TypeAdapter(Any).validate_json(text)),
    ):
        assert zoo.pets is not None
        assert zoo.by_name is not None
        assert zoo.star is not None
        cat = zoo.pets[0]
        assert isinstance(cat, Cat)
        assert cat.lives == 9
        assert cat.litter is not None
        assert type(cat.litter[0]) is Lion
        dog = zoo.by_name["a"]
        assert isinstance(dog, Dog)
        assert dog.zoo is not None
        assert type(dog.zoo.star) is Lion
        assert type(zoo.star) is Pet
        assert type(zoo.star.friend) is Cat


def test_what_a_subclass_adds_is_sent() -> None:
    zoo = Zoo(pets=[Lion(pet_type="Lion", lives=1, mane="m")])
    expected = {"pets": [{"petType": "Lion", "lives": 1, "mane": "m"}]}
    assert to_wire(zoo) == expected
    assert zoo.model_dump(mode="json", by_alias=True, exclude_unset=True) == expected


def test_a_constructor_makes_its_own_class() -> None:
    assert type(Pet(pet_type="Cat")) is Pet
    assert type(Cat(pet_type="Lion")) is Cat
    assert type(Zoo(star=Cat(pet_type="Dog")).star) is Cat


def test_errors_below_a_subclass_are_located() -> None:
    with pytest.raises(ValidationError) as caught:
        Zoo.model_validate({"pets": [{}, {"petType": "Lion", "lives": "many"}]})
    assert caught.value.errors()[0]["loc"] == ("pets", 1, "lives")


def test_wire_names_and_python_names() -> None:
    assert Pet.model_validate({"petType": "Dog"}) == Pet.model_validate({"pet_type": "Dog"})


def test_numbers_where_strings_are_documented_and_the_reverse() -> None:
    cat = Cat.model_validate_json('{"name": 5, "lives": "9"}')
    assert (cat.name, cat.lives) == ("5", 9)


def test_names_from_a_server_cannot_forge_a_repr() -> None:
    pet = Pet.model_validate({"name": "a\nb", "x\n\x1b[31m": 1, "ok": 2})
    assert "\n" not in repr(pet)
    assert "\x1b" not in repr(pet)
    assert "ok=2" in repr(pet)


def test_models_survive_pickling() -> None:
    pet = Pet.model_validate({"petType": "Cat", "more": 1})
    assert pickle.loads(pickle.dumps(pet)) == pet


def test_properties_are_found_by_wire_name() -> None:
    pet = Pet.model_validate({"petType": "Fish", "@odata.nextLink": "x"})
    assert get_property(pet, "petType") == "Fish"
    assert get_property(pet, "@odata.nextLink") == "x"
    assert get_property(pet, "nothing") is None
    assert get_property({"a": 1}, "a") == 1
    assert get_property([1], "a") is None
