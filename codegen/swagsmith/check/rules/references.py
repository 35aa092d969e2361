"""`$ref`: that it leads somewhere, to the right kind of thing, and stands alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from swagsmith.check.grammar import SECTIONS, Kind
from swagsmith.check.rule import Pack, Profile, rule
from swagsmith.check.structure.misspelt import is_hidden
from swagsmith.check.words import listed
from swagsmith.diagnostics import Severity
from swagsmith.source import Finding, is_mapping, reference
from swagsmith.source.similar import closest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swagsmith.check.context import Context
    from swagsmith.check.walk import Use

_ALL_SECTIONS: Final = ("definitions", "parameters", "responses", "securityDefinitions", "paths")


def _uses(context: Context) -> Iterator[Use]:
    """Every `$ref` whose target matters: those of path items have to go from a connector anyway."""
    for use in context.uses:
        if use.kind is not Kind.PATH_ITEM or context.profile is Profile.PLAIN:
            yield use


@rule("ref-resolves", Severity.ERROR, Pack.CORE)
def ref_resolves(context: Context) -> Iterator[Finding]:
    """A `$ref` points at something that does not exist.

    ## Why
    Nothing can be made of it: generators stop, or put a type in its place that means nothing.

    ## Bad
    ```yaml
    definitions: {Widget: {type: object}}
    paths:
      /widgets/first:
        get:
          responses: {"200": {description: It., schema: {$ref: "#/definitions/Widget"}}}
      /widgets/last:
        get:
          responses: {"200": {description: It., schema: {$ref: "#/definitions/Wigdet"}}}
    ```

    ## Good
    ```yaml
    definitions: {Widget: {type: object}}
    paths:
      /widgets/first:
        get:
          responses: {"200": {description: It., schema: {$ref: "#/definitions/Widget"}}}
      /widgets/last:
        get:
          responses: {"200": {description: It., schema: {$ref: "#/definitions/Widget"}}}
    ```
    """
    for use in _uses(context):
        if use.error is None or _wrong_section(context, use) is not None:
            continue
        if use.kind not in SECTIONS:
            continue  # where 2.0 has no references, which doc-structure reports
        if _section_is_broken(context, use):
            continue
        fault = use.error.diagnostics[0]
        if fault.rule not in ("ref-remote", "ref-loop"):
            advice = fault.help or _similar(context, use)
            yield Finding(use.node.child("$ref"), _message(use, fault.message), advice)


def _section_is_broken(context: Context, use: Use) -> bool:
    """Whether the section a reference points into is misspelt or no object, as doc-structure says."""
    section = SECTIONS.get(use.kind, "")
    names_it = use.text.startswith(f"#/{section}/") and use.node.file == context.root.file
    return names_it and (
        is_hidden(context.root, section) or not is_mapping(context.root.get(section, {}))
    )


def _message(use: Use, message: str) -> str:
    """What went wrong, seen from the reference: the fault may be in the file it names."""
    if use.error is not None and use.error.diagnostics[0].span.file != use.node.file:
        return f"{use.text!r} cannot be read: {use.error}"
    return message


def _similar(context: Context, use: Use) -> str | None:
    """A definition that was meant, where only its name was written."""
    section = SECTIONS.get(use.kind)
    if section is None or "/" in use.text:
        return None
    names = context.root.child(section).names()
    found = closest(use.text, names)
    return f"did you mean `#/{section}/{found}`?" if found else None


@rule("ref-pattern", Severity.ERROR, Pack.CORE)
def ref_pattern(context: Context) -> Iterator[Finding]:
    """A `$ref` points into a section that holds another kind of object.

    ## Why
    Schemas are kept under `definitions`, parameters under `parameters`, responses under
    `responses`. What lies elsewhere may resolve and still mean nothing.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get:
          responses: {"200": {description: It., schema: {$ref: "#/components/schemas/Widget"}}}
    ```

    ## Good
    ```yaml
    definitions: {Widget: {type: object}}
    paths:
      /widgets:
        get:
          responses: {"200": {description: It., schema: {$ref: "#/definitions/Widget"}}}
    ```
    """
    for use in _uses(context):
        section = _wrong_section(context, use)
        if section is None:
            continue
        wanted = SECTIONS[use.kind]
        where = f"`#/{section}`" if section else "the whole document"
        message = f"a reference to a {use.kind} points below `#/{wanted}/`, not at {where}"
        advice = "`components` belongs to OpenAPI 3" if section == "components" else None
        yield Finding(use.node.child("$ref"), message, advice)


def _wrong_section(context: Context, use: Use) -> str | None:
    """The section a reference wrongly points into, if it does.

    Another file may be laid out freely, so there only a section of the wrong name counts.
    """
    wanted = SECTIONS.get(use.kind)
    parsed = reference.parse(use.text)
    if wanted is None or parsed.tokens is None or parsed.remote:
        return None
    section = parsed.tokens[0] if parsed.tokens else ""
    if parsed.path or use.node.file != context.root.file:
        foreign = section in (*_ALL_SECTIONS, "components") and section != wanted
        return section if foreign and len(parsed.tokens) > 1 else None
    if section == wanted and len(parsed.tokens) > 1:
        return None
    # The schema or parameter of an operation, say: an unusual target, but of the right kind.
    inner = section in _ALL_SECTIONS and len(parsed.tokens) > 2
    fits = use.kind is Kind.SCHEMA or parsed.tokens[-2:-1] == (wanted,)
    return None if inner and fits else section


@rule("ref-no-siblings", Severity.ERROR, Pack.CORE)
def ref_no_siblings(context: Context) -> Iterator[Finding]:
    """Something stands beside a `$ref`.

    ## Why
    A reference replaces the whole object, so the description or `readOnly` beside it is ignored.
    An `allOf` with the reference as its only member can carry them.

    ## Bad
    ```yaml
    definitions:
      Colour: {type: string}
      Widget:
        type: object
        properties: {colour: {$ref: "#/definitions/Colour", description: Of the lid.}}
    paths:
      /widgets:
        get: {responses: {"200": {description: It., schema: {$ref: "#/definitions/Widget"}}}}
    ```

    ## Good
    ```yaml
    definitions:
      Colour: {type: string}
      Widget:
        type: object
        properties: {colour: {allOf: [{$ref: "#/definitions/Colour"}], description: Of the lid.}}
    paths:
      /widgets:
        get: {responses: {"200": {description: It., schema: {$ref: "#/definitions/Widget"}}}}
    ```
    """
    for use in context.uses:
        if use.kind not in SECTIONS or use.kind is Kind.PATH_ITEM:
            continue
        siblings = [key for key in use.node.names() if key != "$ref"]
        if siblings:
            names = listed((f"`{name}`" for name in siblings), "and")
            message = f"{names} beside a `$ref` {'is' if len(siblings) == 1 else 'are'} ignored"
            advice = "put the `$ref` into an `allOf`" if use.kind is Kind.SCHEMA else "remove it"
            yield Finding(use.node.child(siblings[0]), message, advice, key=True)


@rule("ref-remote", Severity.WARNING, Pack.CORE)
def ref_remote(context: Context) -> Iterator[Finding]:
    """A `$ref` leaves the files of the document: to a host, an absolute path, or out of the folder.

    ## Why
    What is elsewhere changes without notice, and a document from outside could make a tool read
    any file or address. Nothing is fetched.

    ## Bad
    ```yaml
    paths:
      /widgets:
        get:
          responses: {"200": {description: It., schema: {$ref: "https://x.test/w.json#/Widget"}}}
    ```

    ## Good
    ```yaml
    definitions: {Widget: {type: object}}
    paths:
      /widgets:
        get:
          responses: {"200": {description: It., schema: {$ref: "#/definitions/Widget"}}}
    ```
    """
    for use in _uses(context):
        fault = use.error.diagnostics[0] if use.error else None
        if fault is not None and fault.rule == "ref-remote":
            yield Finding(use.node.child("$ref"), fault.message, fault.help)


@rule("ref-path-item", Severity.WARNING, Pack.CONNECTOR)
def ref_path_item(context: Context) -> Iterator[Finding]:
    """A path item is a reference.

    ## Why
    2.0 allows it and leaves open what counts when both sides declare the same thing. Power
    Platform refuses it.

    ## Bad
    ```yaml
    paths:
      /parts:
        get: {responses: {"200": {description: All parts.}}}
      /widgets: {$ref: "#/paths/~1parts"}
    ```

    ## Good
    ```yaml
    paths:
      /parts:
        get: {responses: {"200": {description: All parts.}}}
      /widgets:
        get: {responses: {"200": {description: All widgets.}}}
    ```
    """
    for use in context.uses:
        if use.kind is Kind.PATH_ITEM:
            message = f"the path item {use.node.key} is a reference"
            yield Finding(use.node.child("$ref"), message, "write its operations here")
