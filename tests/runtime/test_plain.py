"""Models and Python values as JSON: in requests, and through pydantic itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from types import MappingProxyType
from typing import Annotated, Any
from uuid import UUID

import pytest
from hypothesis import given as any_of
from hypothesis import strategies as st
from pydantic import Field, RootModel

from swagsmith.runtime import OMIT, Model, read_only
from swagsmith.runtime.body import json_bytes
from swagsmith.runtime.plain import PlainError, to_wire
from swagsmith.runtime.wire import Base64, Date, DateTime


class Kind(Enum):
    CAT = "cat"


class Owner(Model):
    id: int | None = None
    name: str | None = None


class Pet(Model):
    from_: Annotated[str | None, Field(alias="from")] = None
    born: DateTime | None = None
    day: Date | None = None
    photo: Base64 | None = None
    owner: Owner | None = None
    friends: list[Owner] | None = None
    by_name: Annotated[dict[str, Owner] | None, Field(alias="byName")] = None
    kind: Kind | None = None
    anything: Any = None


class Tags(RootModel[list[str]]):
    pass


read_only(Owner, "id")


def test_only_what_was_set_is_sent_by_wire_name() -> None:
    assert to_wire(Pet(from_="me")) == {"from": "me"}
    assert to_wire(Pet.model_validate({"from": "me"})) == {"from": "me"}
    assert to_wire(Pet()) == {}


def test_null_is_not_the_same_as_absent() -> None:
    assert to_wire(Pet(from_=None)) == {"from": None}
    assert to_wire({"a": None, "b": OMIT}) == {"a": None}


def test_what_was_set_later_is_sent() -> None:
    pet = Pet()
    pet.from_ = "me"
    assert to_wire(pet) == {"from": "me"}


def test_unknown_properties_survive() -> None:
    text = b'{"from":"me","new":{"deep":[1,null]},"owner":{"more":1.5}}'
    assert json.loads(json_bytes(to_wire(Pet.model_validate_json(text)))) == json.loads(text)


def test_read_only_properties_are_not_sent() -> None:
    pet = Pet.model_validate({"owner": {"id": 1, "name": "Ann"}, "friends": [{"id": 2}]})
    assert pet.owner is not None
    assert pet.owner.id == 1
    assert to_wire(pet) == {"owner": {"name": "Ann"}, "friends": [{}]}


class Keeper(Owner):
    badge: int | None = None


def test_read_only_is_inherited_and_adds_up() -> None:
    read_only(Keeper, "badge")
    assert to_wire(Keeper(id=1, badge=2, name="Ann")) == {"name": "Ann"}
    assert to_wire(Owner(id=1, name="Ann")) == {"name": "Ann"}


def test_everything_nested() -> None:
    pet = Pet(
        born=datetime(2026, 11, 1, tzinfo=UTC),
        day=date(2026, 11, 1),
        photo=b"\xff\xfe",
        friends=[Owner(name="Ann")],
        byName={"b": Owner(name="Bob")},
        kind=Kind.CAT,
        anything=[{"a": datetime(2026, 1, 1, tzinfo=UTC)}, Decimal("1.5"), b"hi", UUID(int=0)],
    )
    assert to_wire(pet) == {
        "born": "2026-11-01T00:00:00Z",
        "day": "2026-11-01",
        "photo": "//4=",
        "friends": [{"name": "Ann"}],
        "byName": {"b": {"name": "Bob"}},
        "kind": "cat",
        "anything": [
            {"a": "2026-01-01T00:00:00Z"},
            1.5,
            "aGk=",
            "00000000-0000-0000-0000-000000000000",
        ],
    }


def test_pydantic_writes_the_same() -> None:
    data = {
        "from": "me",
        "born": "2026-11-01T00:00:00.1234567+00:00",
        "day": "2026-02-30",
        "photo": "aGk=",
        "friends": [{"name": None}],
        "new": 1,
    }
    pet = Pet.model_validate(data)
    assert to_wire(pet) == data
    assert pet.model_dump(mode="json", by_alias=True, exclude_unset=True) == data
    assert json.loads(pet.model_dump_json(exclude_unset=True)) == data


def test_other_mappings_sequences_and_root_models() -> None:
    assert to_wire(MappingProxyType({"a": (1, range(2))})) == {"a": [1, [0, 1]]}
    assert to_wire({"tags": Tags(["a"]), Kind.CAT: 1}) == {"tags": ["a"], "cat": 1}


def test_decimals() -> None:
    assert to_wire(Decimal(12345678901234567890)) == 12345678901234567890
    assert to_wire(Decimal("0.10")) == 0.1
    with pytest.raises(PlainError, match="more digits"):
        to_wire(Decimal("0.12345678901234567890123"))


@pytest.mark.parametrize(
    ("value", "pointer", "reason"),
    [
        ({"a": [1, float("nan")]}, "/a/1", "NaN"),
        ({"a": float("-inf")}, "/a", "infinity"),
        ({"a/b": {"~": Decimal("NaN")}}, "/a~1b/~0", "NaN"),
        ({"a": datetime(2026, 1, 1)}, "/a", "time zone"),  # noqa: DTZ001 - that is the point
        (Pet(friends=[Owner(name="x")], anything=[object()]), "/anything/0", "object is not JSON"),
        ({1: 2}, "", "key of type int"),
        ({"a": {1, 2}}, "/a", "set is not JSON"),
        ({"a": 1j}, "/a", "complex is not JSON"),
    ],
)
def test_what_json_cannot_hold_is_located(value: Any, pointer: str, reason: str) -> None:
    with pytest.raises(PlainError, match=reason) as caught:
        to_wire(value)
    assert caught.value.pointer == pointer


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner)
    ),
    max_leaves=10,
)


@any_of(JSON)
def test_json_round_trips(value: Any) -> None:
    assert json.loads(json_bytes(to_wire(value))) == value


# Names that pydantic or Python would not leave alone are the generator's business, not the data's.
@any_of(st.dictionaries(st.sampled_from(["x", "y z", "from", "day", "new-one"]), JSON))
def test_models_keep_what_they_do_not_know(data: Mapping[str, Any]) -> None:
    unknown = {key: value for key, value in data.items() if key not in {"from", "day"}}
    text = json.dumps(unknown)
    assert to_wire(Pet.model_validate_json(text)) == unknown


@any_of(st.text() | st.datetimes(timezones=st.timezones()).map(datetime.isoformat))
def test_date_times_are_sent_back_as_they_came(text: str) -> None:
    text = text.encode("utf-8", "ignore").decode()
    data = json.dumps({"born": text, "day": text, "photo": text})
    pet = Pet.model_validate_json(data)
    assert to_wire(pet) == json.loads(data)
    assert pet.model_dump(mode="json", exclude_unset=True) == json.loads(data)
