"""`swagsmith inspect`: the API as it was understood."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from swagsmith.source import Document


@click.command()
@click.argument("spec", metavar="SPEC")
@click.option(
    "--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True
)
@click.option(
    "--package", metavar="NAME", help="Import name of the client; by default made from info.title."
)
@click.option(
    "--resources",
    is_flag=True,
    help="Show instead what the service keeps, as `swagsmith fuzz` explores it.",
)
def inspect(spec: str, *, format_: str, package: str | None, resources: bool) -> None:
    """Show how each operation of SPEC is called from Python and where each argument goes.

    \b
    swagsmith inspect spec/twilio.yaml
    swagsmith inspect spec/twilio.yaml --format json | jq '.operations[].call'
    swagsmith inspect spec/twilio.yaml --resources
    """
    from swagsmith.commands.common import load_or_exit, lower_or_exit
    from swagsmith.emit.inspect import describe

    document = load_or_exit(spec)
    if resources:
        _show_resources(document, format_)
        return
    lowered = lower_or_exit(document, package)
    description = describe(lowered.api)
    if format_ == "json":
        click.echo(json.dumps(description, indent=2, ensure_ascii=True))
        return
    click.echo(
        f"{description['client']}, {description['async_client']} in {description['package']}"
    )
    for operation in description["operations"]:
        _show(operation)


def _show_resources(document: Document, format_: str) -> None:
    from swagsmith.commands.common import refuse
    from swagsmith.diagnostics import DocumentError
    from swagsmith.fuzz.depth.show import describe_resources, lines

    try:
        found = describe_resources(document)
    except DocumentError as error:
        refuse(error)
    if format_ == "json":
        click.echo(json.dumps({"resources": found}, indent=2, ensure_ascii=True))
    elif not found:
        click.echo("no resources: no operation fetches a single thing by a property of it")
    else:
        click.echo("\n".join(lines(found)).rstrip())


def _show(operation: dict[str, Any]) -> None:
    call = (
        f"{operation['resource']}.{operation['call']}"
        if operation["resource"]
        else operation["call"]
    )
    click.echo(f"\n{click.style(call, bold=True)}  {operation['method']} {operation['path']}")
    for argument in operation["arguments"]:
        extras = [argument["type"]]
        extras += ["required"] if argument["required"] else []
        extras += [f"default {argument['default']!r}"] if argument["default"] is not None else []
        extras += [argument["collection_format"]] if argument["collection_format"] else []
        click.echo(
            f"  {argument['python_name']}: {argument['in']} {argument['wire_name']!r} ({', '.join(extras)})"
        )
    for answer in operation["responses"]:
        click.echo(f"  -> {answer['status']}: {answer['python_type']}")
    if operation["paging"]:
        click.echo(
            f"  pages: {operation['paging']['items'] or 'the body'}, next {operation['paging']['next']}"
        )
