"""A document as large and as tangled as Kubernetes': dotted names, recursion, a tag for each group."""

from __future__ import annotations

import random
from typing import Any

_KINDS = (
    "Pod",
    "Node",
    "Secret",
    "Service",
    "Volume",
    "Quota",
    "Event",
    "Binding",
    "Scale",
    "Lease",
)


def big_document(operations: int = 1100, definitions: int = 770, seed: int = 1) -> dict[str, Any]:
    """A Swagger 2.0 document as plain data.

    Args:
        operations: how many operations.
        definitions: how many definitions; some refer to themselves and to later ones.
        seed: of the choices made.
    """
    choose = random.Random(seed)
    names = [
        f"io.k8s.api.group{n % 23}.v{n % 3 + 1}.{_KINDS[n % 10]}{n}" for n in range(definitions)
    ]
    made = {name: _definition(names, number, choose) for number, name in enumerate(names)}
    paths: dict[str, Any] = {}
    for number in range(operations // 4 + 1):
        group, kind = f"group{number % 23}", f"{_KINDS[number % 10].lower()}s{number}"
        ref = {"$ref": f"#/definitions/{names[number % definitions]}"}
        paths[f"/apis/{group}/v1/namespaces/{{namespace}}/{kind}/{{name}}"] = {
            "parameters": [
                {
                    "name": "namespace",
                    "in": "path",
                    "required": True,
                    "type": "string",
                    "uniqueItems": True,
                },
                {"name": "name", "in": "path", "required": True, "type": "string"},
                {
                    "name": "pretty",
                    "in": "query",
                    "type": "string",
                    "description": "Printed for people.",
                },
            ],
            **{
                method: {
                    "operationId": f"{verb}{group.capitalize()}V1Namespaced{kind.capitalize()}",
                    "tags": [f"{group}_v1"],
                    "description": f"{verb} the specified object",
                    "consumes": ["application/json", "application/yaml"],
                    "produces": ["application/json"],
                    "parameters": [{"name": "body", "in": "body", "required": True, "schema": ref}]
                    if method in ("put", "patch")
                    else [
                        {
                            "name": "dryRun",
                            "in": "query",
                            "type": "array",
                            "items": {"type": "string"},
                        }
                    ],
                    "responses": {
                        "200": {"description": "OK", "schema": ref},
                        "401": {"description": "Unauthorized"},
                    },
                }
                for method, verb in (
                    ("get", "read"),
                    ("put", "replace"),
                    ("patch", "patch"),
                    ("delete", "delete"),
                )
            },
        }
    return {
        "swagger": "2.0",
        "info": {"title": "Big", "version": "v1.30.0"},
        "paths": paths,
        "definitions": made,
    }


def _definition(names: list[str], number: int, choose: random.Random) -> dict[str, Any]:
    properties: dict[str, Any] = {
        "apiVersion": {
            "type": "string",
            "description": "Which version of the schema this object has.",
        },
        "kind": {"type": "string"},
        "items": {"type": "array", "items": {"$ref": f"#/definitions/{choose.choice(names)}"}},
        "labels": {"type": "object", "additionalProperties": {"type": "string"}},
        "created": {"type": "string", "format": "date-time"},
        "replicas": {"type": "integer", "format": "int32"},
        "template": {"$ref": f"#/definitions/{choose.choice(names)}"},
        "x-odd.name/here": {"type": "boolean"},
    }
    if number % 7 == 0:
        properties["self"] = {"$ref": f"#/definitions/{names[number]}"}
    return {
        "type": "object",
        "description": f"Definition {number} of many.",
        "required": ["kind"],
        "properties": properties,
    }
