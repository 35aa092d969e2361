"""What changed in the connection file: how one authenticates, its parameters, its policies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swagsmith.compat.change import HARMLESS
from swagsmith.compat.matching import identifier
from swagsmith.compat.words import canonical, missing, quoted

if TYPE_CHECKING:
    from swagsmith.check.connection import Connection, Policy
    from swagsmith.compat.comparison import Comparison
    from swagsmith.source import Node


def compare(comparison: Comparison) -> None:
    """Both connection files, where there are two."""
    old, new = comparison.old.connection, comparison.new.connection
    if old is None or new is None:
        return
    ours, theirs = old.parameter_lists, new.parameter_lists
    if not ours and not theirs:
        ours, theirs = ({"": one.properties.child("connectionParameters")} for one in (old, new))
    for name in dict.fromkeys((*ours, *theirs)):
        if name in ours and name in theirs:
            _parameters(comparison, ours[name], theirs[name])
        else:
            _list(comparison, name, ours.get(name), theirs.get(name))
    _policies(comparison, old, new)


def _list(comparison: Comparison, name: str, old: Node | None, new: Node | None) -> None:
    """A way to connect that is in one file only."""
    root = (comparison.old, comparison.new)[old is not None].connection
    assert root is not None
    gap = missing(root.properties, name or "connectionParameters")
    what = f"the connection parameters {quoted(name)}" if name else "the connection parameters"
    message = f"{what} are {'gone' if new is None else 'new'}"
    effect = None if new is None else HARMLESS
    comparison.changes.add(
        "diff-connection-parameter", (old or gap, new or gap), message, (), effect
    )


def _authentication(parameters: Node) -> str:
    """How connections authenticate, as the platform tells it from their parameters."""
    for node in parameters.members():
        if (node.text("type") or "").lower() == "oauthsetting":
            provider = node.child("oAuthSettings").get("identityProvider")
            return f"OAuth 2 ({provider})" if isinstance(provider, str) else "OAuth 2"
    if {"username", "password"} <= {*parameters.names()}:
        return "basic"
    secret = any(_is_credential(node) for node in parameters.members())
    return "API key" if secret else "none"


def _is_credential(node: Node) -> bool:
    kind = (node.text("type") or "").lower()
    return kind in ("securestring", "oauthsetting") or node.key == "username"


def _parameters(comparison: Comparison, old: Node, new: Node) -> None:
    before, after = _authentication(old), _authentication(new)
    left, right = (dict(node.items()) for node in (old, new))
    if before != after:
        message = f"connections authenticate by {quoted(after)} now, not by {quoted(before)}"
        comparison.changes.add("diff-auth-type", (old, new), message)
        left, right = (
            {name: node for name, node in one.items() if not _is_credential(node)}
            for one in (left, right)
        )
    gone = [node for name, node in left.items() if name not in right]
    fresh = [node for name, node in right.items() if name not in left]
    for node in gone:
        heir = next((one for one in fresh if _shown(one) == _shown(node)), None)
        message = f"the connection parameter {quoted(node.key)} is gone"
        if heir is not None:
            fresh.remove(heir)
            message = (
                f"the connection parameter {quoted(node.key)} is called {quoted(heir.key)} now"
            )
        places = node, heir or missing(new, node.key)
        comparison.changes.add("diff-connection-parameter", places, message)
    for node in fresh:
        needed = _is_needed(node)
        message = f"the connection parameter {quoted(node.key)} is new"
        message += " and has to be given" if needed else ""
        places = missing(old, node.key), node
        comparison.changes.add(
            "diff-connection-parameter", places, message, (), None if needed else HARMLESS
        )
    for name in (name for name in left if name in right):
        _parameter(comparison, left[name], right[name])


def _shown(node: Node) -> tuple[object, str]:
    """What makes two parameters of different names the same to people: type and display name."""
    name = node.child("uiDefinition").get("displayName")
    return node.get("type"), canonical(name) if name else node.key


def _parameter(comparison: Comparison, old: Node, new: Node) -> None:
    """One connection parameter in both files."""
    add, title = comparison.changes.add, f"the connection parameter {quoted(old.key)}"
    places = old.child("type"), new.child("type")
    if canonical(places[0].value) != canonical(places[1].value):
        message = f"the type of {title} changed"
        add("diff-connection-parameter", places, message)
    was, now = _is_needed(old), _is_needed(new)
    if was != now:
        message = f"{title} {'has' if now else 'need not have'} to be given now"
        if not now:
            message = f"{title} need not be given any more"
        constraints = (node.child("uiDefinition").child("constraints") for node in (old, new))
        ours, theirs = (node.child("required") for node in constraints)
        effect = None if now else HARMLESS
        add("diff-connection-parameter", (ours, theirs), message, (), effect)


def _is_needed(node: Node) -> bool:
    """Whether people have to give it: required, and nothing is assumed for it."""
    constraints = node.child("uiDefinition").child("constraints")
    required = str(constraints.get("required")).lower() == "true"
    places = (node, node.child("uiDefinition"), constraints)
    return required and not any(
        name in place for place in places for name in ("default", "defaultValue")
    )


def _policies(comparison: Comparison, old: Connection, new: Connection) -> None:
    """Policies that are gone, new, changed or in another order."""
    pending = list(new.policies)
    partners: dict[int, Policy] = {}
    for alike in (_content, _title):
        for policy in (one for one in old.policies if id(one) not in partners):
            partner = next((one for one in pending if alike(one) == alike(policy)), None)
            if partner is not None:
                pending.remove(partner)
                partners[id(policy)] = partner
    for policy in old.policies:
        _policy(comparison, policy, partners.get(id(policy)), new)
    for policy in pending:
        places = missing(old.properties, "policyTemplateInstances"), policy.node
        _tell(comparison, policy, places, "is new")
    order = [new.policies.index(partners[id(one)]) for one in old.policies if id(one) in partners]
    if order != sorted(order):
        name = "policyTemplateInstances"
        lists = old.properties.child(name), new.properties.child(name)
        comparison.changes.add("diff-policy", lists, "the policies run in another order")


def _content(policy: Policy) -> str:
    return canonical(policy.node.value)


def _title(policy: Policy) -> tuple[str, str]:
    return policy.template, canonical(policy.node.get("title"))


def _policy(comparison: Comparison, old: Policy, new: Policy | None, file: Connection) -> None:
    if new is None:
        places = old.node, missing(file.properties, "policyTemplateInstances")
        _tell(comparison, old, places, "is gone")
    elif _content(old) != _content(new) and not _is_another_host(old, new):
        _tell(comparison, old, (old.node, new.node), "changed")


def _is_another_host(old: Policy, new: Policy) -> bool:
    """Whether a policy for the host sets another one, which is told as such."""
    return old.template == "dynamichosturl" and old.url.value != new.url.value


def _tell(comparison: Comparison, policy: Policy, places: tuple[Node, Node], what: str) -> None:
    name = policy.node.text("title") or policy.node.text("templateId") or "without a title"
    pairs = comparison.matching.pairs
    covered = [pair.label for pair in pairs if policy.covers(identifier(pair.old))]
    message = f"the policy {quoted(name)} {what}"
    comparison.changes.add("diff-policy", places, message, covered)
