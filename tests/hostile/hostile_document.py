"""A document that has a text in every position Swagger 2.0 and the extensions that are read have one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from swagsmith.emit import emit
from swagsmith.lower import Lowered, lower
from swagsmith.source import load

#: occurs in every harmless text, so that what is made from one can be told from what is ours
MARK = "hrm"


class Slots:
    """The texts of a document; remembers which positions there are."""

    def __init__(self, given: Mapping[str, str]) -> None:
        self._given = given
        self.harmless: dict[str, str] = {}

    def __call__(self, position: str, prefix: str = "") -> str:
        number = len(self.harmless)
        known = self.harmless.setdefault(position, f"Hrm text-{number}")
        return prefix + self._given.get(position, known)


def document(given: Mapping[str, str] | None = None) -> tuple[dict[str, Any], dict[str, str]]:
    """A document with texts in some positions, and the harmless text of every position."""
    at = Slots(given or {})
    root = {
        "swagger": "2.0",
        "info": {
            "title": at("info.title"),
            "version": at("info.version"),
            "description": at("info.description"),
            "termsOfService": at("info.termsOfService"),
            "contact": {key: at(f"info.contact.{key}") for key in ("name", "url", "email")},
            "license": {key: at(f"info.license.{key}") for key in ("name", "url")},
            "x-python-name": at("info.x-python-name"),
        },
        "host": at("host"),
        "basePath": at("basePath", "/"),
        "schemes": [at("schemes")],
        "consumes": ["application/json", at("consumes")],
        "produces": ["application/json", "application/xml", at("produces")],
        "tags": [
            {
                "name": at("tag.name"),
                "description": at("tag.description"),
                "externalDocs": {"url": at("tag.externalDocs.url"), "description": at("tag.externalDocs.description")},
            }
        ],
        "externalDocs": {"url": at("externalDocs.url"), "description": at("externalDocs.description")},
        "securityDefinitions": _security(at),
        "security": [{at("security.apiKey.scheme"): []}],
        "paths": _paths(at),
        "definitions": _definitions(at),
        "parameters": {at("parameters.key"): {"name": "hrm-shared", "in": "query", "type": "string"}},
        "responses": {at("responses.key"): {"description": at("responses.description")}},
        at("extension", "x-"): {at("extension.key"): at("extension.value")},
    }  # fmt: skip
    return root, at.harmless


def _security(at: Slots) -> dict[str, Any]:
    return {
        at("security.basic.scheme", "basic "): {
            "type": "basic",
            "description": at("security.basic.description"),
            "x-swagsmith-credentials": {
                "username": at("credentials.username"),
                "password": at("credentials.password"),
            },
        },
        at("security.apiKey.scheme"): {
            "type": "apiKey",
            "in": "header",
            "name": at("security.apiKey.name"),
            "description": at("security.apiKey.description"),
        },
        at("security.oauth2.scheme", "oauth "): {
            "type": "oauth2",
            "flow": "implicit",
            "authorizationUrl": at("security.oauth2.authorizationUrl"),
            "scopes": {at("security.oauth2.scope"): at("security.oauth2.scope.description")},
        },
    }


def _paths(at: Slots) -> dict[str, Any]:
    return {
        at("path", "/hrm/"): {"get": _listing(at)},
        "/hrm-items/{hrm-id}": {"get": _reading(at), "delete": {"responses": {"204": {"description": "gone"}}}},
        "/hrm-bodies": {"post": _writing(at), "put": _form(at)},
        at("path.extension", "x-"): at("path.extension.value"),
    }  # fmt: skip


def _listing(at: Slots) -> dict[str, Any]:
    return {
        "tags": [at("tag.name"), at("tag.second")],
        "operationId": at("operationId"),
        "summary": at("operation.summary"),
        "description": at("operation.description"),
        "externalDocs": {"url": at("operation.externalDocs.url")},
        "x-swagsmith-paging": {"items": at("paging.items"), "next": at("paging.next")},
        "parameters": [
            {
                "name": at("query.name"),
                "in": "query",
                "type": "string",
                "description": at("query.description"),
                "default": at("query.default"),
                "pattern": at("query.pattern"),
                "format": at("query.format"),
                "x-example": at("query.example"),
            },
            {
                "name": "hrm-choice",
                "in": "query",
                "type": "string",
                "enum": ["hrm-first", at("query.enum")],
                "x-python-name": at("query.x-python-name"),
                "x-ms-enum": {
                    "name": at("x-ms-enum.name"),
                    "values": [
                        {
                            "value": at("x-ms-enum.value"),
                            "name": at("x-ms-enum.values.name"),
                            "description": at("x-ms-enum.values.description"),
                        }
                    ],
                },
            },
            {
                "name": "hrm-many",
                "in": "query",
                "type": "array",
                "items": {"type": "string", "enum": ["hrm-first", at("items.enum")]},
                "collectionFormat": at("collectionFormat"),
                "x-ms-client-name": at("query.x-ms-client-name"),
            },
            {"name": at("header.name"), "in": "header", "type": "integer", "description": at("header.description")},
            {"name": "hrm-fixed", "in": "query", "type": "string", "required": True, "enum": [at("query.constant")]},
            {"name": "hrm-odd", "in": "query", "type": at("query.type")},
        ],
        "responses": {
            "200": {
                "description": at("response.description"),
                "headers": {at("response.header"): {"type": "string", "description": at("response.header.description")}},
                "examples": {at("response.example.media"): at("response.example")},
                "schema": {
                    "type": "object",
                    "properties": {
                        at("paging.items"): {"type": "array", "items": {"$ref": "#/definitions/HrmBase"}},
                        "hrm-next": {"type": "string"},
                    },
                },
            },
            at("response.status"): {"description": at("response.status.description")},
        },
    }  # fmt: skip


def _reading(at: Slots) -> dict[str, Any]:
    return {
        "x-python-name": at("operation.x-python-name"),
        "summary": at("root.summary"),
        "description": at("root.description"),
        "parameters": [
            {"name": "hrm-id", "in": "path", "required": True, "type": "string", "description": at("path.description")}
        ],
        "produces": ["application/xml", at("operation.produces")],
        "responses": {"200": {"description": "hrm", "schema": {"$ref": "#/definitions/HrmBase"}}},
    }  # fmt: skip


def _writing(at: Slots) -> dict[str, Any]:
    return {
        "operationId": "hrmWrite",
        "consumes": ["application/json", at("operation.consumes")],
        "parameters": [
            {
                "name": at("body.name"),
                "in": "body",
                "required": True,
                "description": at("body.description"),
                "schema": {
                    "type": "object",
                    "title": at("body.title"),
                    "required": [at("body.property")],
                    "properties": {
                        at("body.property"): {
                            "type": "string",
                            "description": at("body.property.description"),
                            "default": at("body.property.default"),
                        },
                        "hrm-renamed": {"type": "string", "x-python-name": at("body.property.x-python-name")},
                        "hrm-client": {"type": "string", "x-ms-client-name": at("body.property.x-ms-client-name")},
                        "hrm-nested": {"type": "object", "properties": {at("body.nested"): {"type": "string"}}},
                    },
                },
            }
        ],
        "responses": {"default": {"description": at("default.description")}},
    }  # fmt: skip


def _form(at: Slots) -> dict[str, Any]:
    return {
        "operationId": "hrmForm",
        "consumes": ["multipart/form-data"],
        "parameters": [
            {"name": at("form.name"), "in": "formData", "type": "string", "default": at("form.default")},
            {"name": "hrm-file", "in": "formData", "type": "file", "description": at("form.file.description")},
        ],
        "responses": {"200": {"description": "hrm", "schema": {"type": "file"}}},
    }  # fmt: skip


def _definitions(at: Slots) -> dict[str, Any]:
    return {
        "HrmBase": {
            "type": "object",
            "description": at("definition.description"),
            "title": at("definition.title"),
            "discriminator": at("discriminator"),
            "required": [at("discriminator")],
            "properties": {
                at("discriminator"): {"type": "string"},
                at("property", "hrm "): {
                    "type": "string",
                    "description": at("property.description"),
                    "title": at("property.title"),
                    "default": at("property.default"),
                    "pattern": at("property.pattern"),
                    "format": at("property.format"),
                    "example": at("property.example"),
                },
                "hrm-choice": {"type": "string", "enum": ["hrm-first", at("property.enum")], "readOnly": True},
                "hrm-name": {"type": "integer", "x-python-name": at("property.x-python-name")},
                "hrm-client": {"type": "integer", "x-ms-client-name": at("property.x-ms-client-name")},
                "hrm-map": {"type": "object", "additionalProperties": {"type": "string", "enum": [at("map.enum")]}},
            },
            "xml": {key: at(f"definition.xml.{key}") for key in ("name", "namespace", "prefix")},
        },
        "HrmSub": {
            "allOf": [
                {"$ref": "#/definitions/HrmBase"},
                {
                    "properties": {
                        "hrm-own": {
                            "type": "array",
                            "xml": {"wrapped": True, "name": at("property.xml.name")},
                            "items": {"type": "string", "xml": {"name": at("items.xml.name"), "namespace": at("items.xml.namespace")}},
                        },
                        "hrm-attribute": {"type": "string", "xml": {"attribute": True, "prefix": at("property.xml.prefix")}},
                    }
                },
            ],
            "x-ms-discriminator-value": at("x-ms-discriminator-value"),
        },
        at("definition", "hrm "): {"type": "object", "properties": {at("definition.property"): {"type": "string"}}},
        at("alias"): {"type": "string", "enum": ["hrm-first", at("alias.enum")], "description": at("alias.description")},
        "HrmNamed": {
            "type": "object",
            "properties": {"hrm-self": {"$ref": "#/definitions/HrmNamed"}, "hrm-odd": {"type": at("property.type")}},
            "x-python-name": at("definition.x-python-name"),
        },
    }  # fmt: skip


#: every position and its harmless text
POSITIONS: dict[str, str] = document()[1]


def lowered(given: Mapping[str, str], folder: Path) -> Lowered:
    """The document with these texts, read from a JSON file and lowered."""
    file = folder / "document.json"
    file.write_text(json.dumps(document(given)[0]), encoding="ascii")
    return lower(load(file))


def emitted(given: Mapping[str, str], folder: Path) -> dict[str, str]:
    """The files of the document with these texts."""
    return emit(lowered(given, folder).api)
