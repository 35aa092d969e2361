"""Fields people bring along from OpenAPI 3 and JSON Schema, and what 2.0 has instead."""

from __future__ import annotations

from typing import Final

_PARAMETER: Final = {
    "schema": "2.0 writes `type`, `format` and `items` on the parameter itself",
    "content": "2.0 writes `type` on the parameter itself",
    "style": "2.0 has `collectionFormat`",
    "explode": "2.0 has `collectionFormat: multi`",
    "allowReserved": "2.0 has nothing like it",
    "deprecated": "2.0 deprecates operations only; `x-deprecated` is the usual extension",
    "example": "2.0 has no examples of parameters; `x-example` is the usual extension",
    "examples": "2.0 has no examples of parameters; `x-example` is the usual extension",
}
_SCHEMA: Final = {
    "nullable": "2.0 documents write `x-nullable`",
    "oneOf": "2.0 has `allOf` with a `discriminator`",
    "anyOf": "2.0 has `allOf` with a `discriminator`",
    "not": "2.0 has nothing like it",
    "writeOnly": "2.0 has `readOnly` only",
    "deprecated": "2.0 deprecates operations only; `x-deprecated` is the usual extension",
    "examples": "2.0 has one `example`",
    "const": "2.0 has `enum` with one value",
}

#: By object of the schema: the field and what to do about it.
OPENAPI3: Final[dict[str, dict[str, str]]] = {
    "": {
        "openapi": 'a 2.0 document says `swagger: "2.0"`',
        "servers": "2.0 has `host`, `basePath` and `schemes`",
        "components": "2.0 has `definitions`, `parameters`, `responses`, `securityDefinitions`",
        "webhooks": "2.0 has nothing like it",
    },
    "info": {"summary": "2.0 has `description`"},
    "license": {"identifier": "2.0 has `url`"},
    "pathItem": {
        "servers": "2.0 has `host` and `schemes` at the top",
        "summary": "2.0 has a summary per operation",
        "description": "2.0 has a description per operation",
        "trace": "2.0 has no TRACE operations",
    },
    "operation": {
        "requestBody": "2.0 has a parameter with `in: body` and a `schema`",
        "callbacks": "2.0 has nothing like it",
        "servers": "2.0 has `host` and `schemes` at the top",
    },
    "response": {
        "content": "2.0 has `schema`, and `produces` on the operation",
        "links": "2.0 has nothing like it",
    },
    "header": {
        **_PARAMETER,
        "schema": "2.0 writes `type`, `format` and `items` on the header itself",
        "required": "2.0 never requires a header of a response",
    },
    "schema": _SCHEMA,
    "fileSchema": _SCHEMA,
    "primitivesItems": _SCHEMA,
    "headerParameterSubSchema": _PARAMETER,
    "queryParameterSubSchema": _PARAMETER,
    "pathParameterSubSchema": _PARAMETER,
    "formDataParameterSubSchema": _PARAMETER,
    "bodyParameter": {
        "content": "2.0 has `schema`, and `consumes` on the operation",
        "example": "2.0 has `example` inside the schema",
        "examples": "2.0 has `example` inside the schema",
    },
}

#: Keywords of JSON Schema that 2.0 leaves out (section Schema Object).
JSON_SCHEMA: Final = frozenset(
    (
        "$schema", "id", "$id", "definitions", "patternProperties", "additionalItems",
        "dependencies", "contains", "propertyNames", "if", "then", "else", "$comment",
        "contentEncoding", "contentMediaType", "minContains", "maxContains", "$defs",
        "unevaluatedProperties", "prefixItems", "dependentRequired", "dependentSchemas",
    )
)  # fmt: skip

#: Types of security definitions that 2.0 lacks.
SECURITY_TYPES: Final = {
    "http": "2.0 has `type: basic`; a bearer token is an `apiKey` in the header Authorization",
    "openIdConnect": "2.0 has `type: oauth2`",
    "mutualTLS": "2.0 has nothing like it",
}
