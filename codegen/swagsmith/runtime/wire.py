"""Types for formatted strings of the document: `date-time`, `date` and `byte`.

Each is decoded into the Python value where the text is what the format says, and kept as the
string where it is not, so one bad date never loses a whole answer: hence `datetime | str`.
What was decoded is encoded back to exactly the text it came from.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

from pydantic import GetPydanticSchema
from pydantic_core import core_schema

from . import formats

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import GetCoreSchemaHandler


def _schema(
    kind: type, read: Callable[[str], Any], write: Callable[[Any], str]
) -> GetPydanticSchema:
    def validate(value: Any) -> Any:
        if isinstance(value, str):
            return read(value)
        if isinstance(value, kind):
            return value
        raise ValueError(f"expected a string or {kind.__name__}")

    def serialize(value: Any) -> Any:
        return write(value) if isinstance(value, kind) else value

    def build(_source: Any, _handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(
            validate,
            serialization=core_schema.plain_serializer_function_ser_schema(
                serialize, when_used="json"
            ),
        )

    return GetPydanticSchema(build)


DateTime: TypeAlias = Annotated[
    datetime | str, _schema(datetime, formats.read_datetime, formats.datetime_text)
]
"""`format: date-time`; a string where the server's text is not RFC 3339."""

Date: TypeAlias = Annotated[date | str, _schema(date, formats.read_date, formats.date_text)]
"""`format: date`; a string where the server's text is not RFC 3339."""

Base64: TypeAlias = Annotated[bytes | str, _schema(bytes, formats.read_base64, formats.base64_text)]
"""`format: byte`; a string where the server's text is not base64."""
