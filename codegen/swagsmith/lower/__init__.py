"""Document to IR: everything inherited is flattened and every name decided here, once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from swagsmith.ir.api import Api, Operation, Resource
from swagsmith.lower.address import base_url, lower_host
from swagsmith.lower.inventory import Root, take_inventory
from swagsmith.lower.modules import model_modules
from swagsmith.lower.names import Wanted, claim, pascal
from swagsmith.lower.naming import (
    CLIENT_ATTRIBUTES,
    RESERVED_METHODS,
    class_stem,
    client_class,
    full_name,
    method_wanted,
    package_name,
    resource_class,
    resource_wanted,
)
from swagsmith.lower.operations import Operations, Raw, raw_operations, responses_of
from swagsmith.lower.report import Report
from swagsmith.lower.schema import Schemas
from swagsmith.lower.security import lower_schemes
from swagsmith.lower.types import Types, text
from swagsmith.lower.xml import XmlShapes
from swagsmith.source import is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.diagnostics import Diagnostic
    from swagsmith.source import Document

__all__ = ["Lowered", "lower"]


@dataclass(frozen=True, slots=True)
class Lowered:
    """An API and what there is to say about its document.

    Attributes:
        findings: errors among them only where the work went on in spite of them.
        left_out: the operations that are not in the API because of an error, `GET /a`.
    """

    api: Api
    findings: tuple[Diagnostic, ...]
    left_out: tuple[str, ...] = ()


def lower(document: Document, package: str | None = None, *, keep_going: bool = False) -> Lowered:
    """Resolves, flattens, names and types a document.

    Args:
        document: a Swagger 2.0 document.
        package: the client's import name; by default made from `info.title`.
        keep_going: leave out the operations that cannot be emitted faithfully; where a schema leads nowhere, take
            any value.

    Raises:
        DocumentError: something cannot be emitted faithfully; every such place is named.
    """
    report = Report(document)
    report.refuse_losses()
    raws = list(raw_operations(document, report))
    schemas = Schemas(report)
    inventory = take_inventory(schemas, _roots(document, raws, report), report)
    types = Types(schemas, inventory, report)
    places = Types(schemas, inventory, report, by_place=True)
    shapes = XmlShapes(schemas, inventory)
    info = document.root.child("info")
    title = text(info.get("title")) or "API"
    override = info.get("x-python-name")
    package = package or package_name(override if isinstance(override, str) else title)
    client = client_class(package)
    host = lower_host(document, report)
    resources = _resources(document, raws, client, report)
    security = lower_schemes(
        document, {item.name for item in host.arguments} if host else (), report
    )
    usable = frozenset(scheme.name for scheme in security)
    operations = _operations(
        raws, resources, Operations(document, schemas, places, shapes, usable, report), report
    )
    models, aliases = types.models(), types.aliases()
    api = Api(
        title=title,
        version=str(info.get("version") or "0"),
        description=text(info.get("description")),
        package=package,
        client=client,
        async_client=f"Async{client}",
        base_url=base_url(document, document.root, report),
        host=host,
        security=security,
        resources=tuple(resources.values()),
        operations=operations,
        models=models,
        aliases=aliases,
        model_modules=model_modules(models, aliases),
        xml_shapes=shapes.classes(),
    )
    if not keep_going:
        report.raise_errors()
    return Lowered(api, tuple(report.findings), tuple(report.broken))


def _roots(document: Document, raws: list[Raw], report: Report) -> Iterator[Root]:
    """Where schemas start, most stable names first."""
    for name, node in document.root.child("definitions").items():
        client_name = node.get("x-ms-client-name")
        stem = client_name if isinstance(client_name, str) and client_name else name
        yield Root(pascal(stem), node, definition=True)
    for raw in raws:
        stem = class_stem(raw.operation_id, raw.method, raw.path)
        if raw.body is not None and is_mapping(raw.body.child("schema").value):
            yield Root(f"{stem}Request", raw.body.child("schema"))
        answers = list(responses_of(raw, report))
        success = next((status for status, _ in answers if status.startswith("2")), "default")
        for status, response in answers:
            if is_mapping(response.child("schema").value):
                suffix = "" if status == success else status.capitalize()
                yield Root(f"{stem}{suffix}Response", response.child("schema"))


def _resources(
    document: Document, raws: list[Raw], client: str, report: Report
) -> dict[str, Resource]:
    """The tags in use, declared ones first, as attributes of the client."""
    used = {raw.tag for raw in raws} - {None}
    declared = [
        tag
        for tag in document.root.child("tags").elements()
        if isinstance(tag.get("name"), str) and tag.get("name") in used
    ]
    descriptions = {str(tag.get("name")): text(tag.get("description")) for tag in declared}
    ordered = dict.fromkeys([*descriptions, *(raw.tag for raw in raws if raw.tag is not None)])
    names, meetings = claim({tag: resource_wanted(tag) for tag in ordered}, CLIENT_ATTRIBUTES)
    for meeting in meetings:
        told = ", ".join(f"{tag!r} is {names[tag]}" for tag in ordered if tag in meeting.keys)
        place = next(raw.node for raw in reversed(raws) if raw.tag in meeting.keys)
        report.warn(
            "name-collision",
            f"tags are both {meeting.name} in Python: {told}",
            place.child("tags").child(0),
        )
    classes, _ = claim(
        {tag: resource_class(names[tag]) for tag in ordered}, {client, f"Async{client}"}
    )
    return {tag: Resource(names[tag], classes[tag], descriptions.get(tag, "")) for tag in ordered}


def _operations(
    raws: list[Raw], resources: dict[str, Resource], lowering: Operations, report: Report
) -> tuple[Operation, ...]:
    groups: dict[str | None, list[int]] = {}
    for index, raw in enumerate(raws):
        groups.setdefault(raw.tag, []).append(index)
    names: dict[int, str] = {}
    for tag, indexes in groups.items():
        wanted: dict[int, Wanted] = {}
        for index in indexes:
            raw = raws[index]
            full = full_name(raw.operation_id, raw.method, raw.path)
            wanted[index] = method_wanted(raw.node, raw.method, raw.path, tag, full)
        taken = (
            RESERVED_METHODS
            if tag is not None
            else CLIENT_ATTRIBUTES | {r.name for r in resources.values()}
        )
        given, meetings = claim(wanted, taken)
        names.update(given)
        for meeting in meetings:
            first, *others = [raws[index].node for index in indexes if index in meeting.keys]
            for other in others:
                report.warn(
                    "name-collision",
                    f"two operations are both {meeting.name} in Python; they are told apart by longer names",
                    other,
                    ("the other one", first),
                    advice="name one of them with x-python-name",
                )
    lowered: list[Operation] = []
    for index, raw in enumerate(raws):
        with report.within(raw.id):
            resource = resources[raw.tag].name if raw.tag is not None else None
            operation = lowering.lower(raw, names[index], resource)
        if raw.id not in report.broken:
            lowered.append(operation)
    return tuple(lowered)
