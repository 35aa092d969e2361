"""Every change rule: its id, whom such a change hurts, and what it means.

One entry of the catalogue may have several ids, for what is removed and for what is added, say.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from swagsmith.check.rule import Profile
from swagsmith.compat.change import BREAKS, BREAKS_CALLERS, HARMLESS, MAY_BREAK, Effect


@dataclass(frozen=True, slots=True)
class ChangeRule:
    """One kind of change.

    Attributes:
        id: stable name; never reused.
        effect: whom it hurts where nothing else is found; None for a change that is not reported.
        text: one sentence.
        connector: the same for a connector, where that differs.
        designers: it concerns designers of flows alone, and is reported for a connector only.
    """

    id: str
    effect: Effect | None
    text: str
    connector: Effect | None = None
    designers: bool = False

    def effect_for(self, profile: Profile) -> Effect | None:
        """Whom it hurts in a profile; None where it is not reported."""
        if profile is Profile.PLAIN:
            return None if self.designers else self.effect
        return self.connector or self.effect


_RULES: Final = (
    # Operations and addresses
    ChangeRule("diff-operation-removed", BREAKS, "An operation is gone."),
    ChangeRule("diff-operation-added", HARMLESS, "An operation is new."),
    ChangeRule(
        "diff-operation-deprecated",
        HARMLESS,
        "An operation becomes deprecated, or is so no longer.",
    ),
    ChangeRule(
        "diff-operation-hidden",
        HARMLESS,
        "An operation becomes internal; designers can no longer edit steps that use it.",
        connector=BREAKS,
    ),
    ChangeRule("diff-operation-shown", HARMLESS, "An internal operation becomes visible."),
    ChangeRule(
        "diff-operation-id",
        BREAKS_CALLERS,
        "An operation has another operationId, which names client methods, steps and policies.",
        connector=BREAKS,
    ),
    ChangeRule(
        "diff-path-changed",
        BREAKS,
        "An operation has another method or path, other than the names of its templates.",
    ),
    ChangeRule(
        "diff-path-template-renamed",
        BREAKS_CALLERS,
        "A template of a path, and its parameter, have another name.",
    ),
    ChangeRule(
        "diff-host",
        BREAKS,
        "Calls go to another host; harmless where a policy of the connection sets the host.",
    ),
    ChangeRule(
        "diff-basepath",
        BREAKS,
        "Calls go to another base path; harmless where a policy of the connection sets the host.",
    ),
    ChangeRule("diff-scheme-removed", BREAKS, "A scheme is no longer offered."),
    ChangeRule("diff-scheme-added", HARMLESS, "A scheme is offered."),
    ChangeRule(
        "diff-tag",
        BREAKS_CALLERS,
        "The tag of an operation changed, and with it the resource that has its method.",
    ),
    ChangeRule(
        "diff-summary",
        HARMLESS,
        "The summary of an operation changed, which is the name of its step.",
        designers=True,
    ),
    ChangeRule("diff-description", None, "A description changed: documentation only."),
    ChangeRule("diff-example", None, "An example changed: documentation only."),
    # Requests
    ChangeRule(
        "diff-param-added-required",
        BREAKS,
        "A required parameter or body is new; old requests lack it, default or not.",
    ),
    ChangeRule("diff-param-added-optional", HARMLESS, "An optional parameter or body is new."),
    ChangeRule(
        "diff-param-removed",
        BREAKS_CALLERS,
        "A parameter or body is gone: a lenient server ignores what is still sent, an argument of"
        " the client is no more.",
        connector=BREAKS,
    ),
    ChangeRule("diff-param-required", BREAKS, "A parameter becomes required, or optional."),
    ChangeRule("diff-param-location", BREAKS, "A value is sent in another place."),
    ChangeRule(
        "diff-param-type",
        BREAKS,
        "What is sent has another type or format; a wider one takes what the old one took.",
    ),
    ChangeRule(
        "diff-param-collection-format", BREAKS, "The elements of an array are joined differently."
    ),
    ChangeRule(
        "diff-param-encoding", BREAKS, "A value is escaped once, twice or not at all in the URL."
    ),
    ChangeRule("diff-param-limits-tighter", BREAKS, "A limit on what is sent is tighter."),
    ChangeRule("diff-param-limits-looser", HARMLESS, "A limit on what is sent is looser."),
    ChangeRule("diff-param-enum-removed", BREAKS, "A value may no longer be sent."),
    ChangeRule("diff-param-enum-added", HARMLESS, "Another value may be sent."),
    ChangeRule(
        "diff-param-enum-list", BREAKS, "A free value becomes one of a list, or no longer is."
    ),
    ChangeRule("diff-param-default", MAY_BREAK, "What is assumed for a value left out changed."),
    ChangeRule("diff-param-allow-empty", BREAKS, "An empty value may be sent no longer, or now."),
    ChangeRule(
        "diff-param-order", None, "The order of parameters has no meaning: they are passed by name."
    ),
    ChangeRule("diff-body-name", None, "The name of a body parameter has no meaning."),
    ChangeRule("diff-body-required", BREAKS, "A body becomes required, or optional."),
    ChangeRule("diff-consumes-removed", BREAKS, "A media type is no longer accepted."),
    ChangeRule("diff-consumes-added", HARMLESS, "Another media type is accepted."),
    ChangeRule(
        "diff-request-property-required",
        BREAKS,
        "A required property of what is sent is new, or an optional one becomes required.",
    ),
    ChangeRule(
        "diff-request-property-removed",
        BREAKS_CALLERS,
        "A property of what is sent is gone; it is refused where no further ones are allowed.",
    ),
    ChangeRule("diff-request-property-added", HARMLESS, "Another property may be sent."),
    ChangeRule(
        "diff-request-property-readonly", BREAKS, "A property may no longer be sent, or now may."
    ),
    ChangeRule("diff-request-nullable", BREAKS, "null may no longer be sent, or now may."),
    ChangeRule(
        "diff-request-additional-properties",
        BREAKS,
        "Further properties are forbidden or bound to a schema, or no longer are.",
    ),
    ChangeRule("diff-request-allof", None, "`allOf` is compared flattened."),
    ChangeRule(
        "diff-request-discriminator", BREAKS, "What is sent has to name its type, or another way."
    ),
    ChangeRule("diff-request-xml", BREAKS, "What is sent is written otherwise as XML."),
    # Responses
    ChangeRule("diff-response-success-removed", BREAKS, "A successful answer is gone."),
    ChangeRule("diff-response-success-added", MAY_BREAK, "A successful answer is new."),
    ChangeRule("diff-response-error-removed", HARMLESS, "The answer for a failure is gone."),
    ChangeRule("diff-response-error-added", HARMLESS, "The answer for a failure is new."),
    ChangeRule("diff-response-schema-removed", BREAKS, "An answer has no content any more."),
    ChangeRule("diff-response-schema-added", HARMLESS, "An answer has content now."),
    ChangeRule(
        "diff-response-property-removed",
        BREAKS_CALLERS,
        "A property of what comes back is gone; worse if it was required.",
        connector=BREAKS,
    ),
    ChangeRule(
        "diff-response-property-optional",
        BREAKS,
        "A property that always came may be absent, or always comes now.",
    ),
    ChangeRule(
        "diff-response-property-added",
        HARMLESS,
        "A property of what comes back is new; worse if further ones were forbidden.",
    ),
    ChangeRule(
        "diff-response-type",
        BREAKS,
        "What comes back has another type or format; a narrower one is what the old one was.",
    ),
    ChangeRule("diff-response-nullable", BREAKS, "null may come back, or no longer does."),
    ChangeRule("diff-response-enum-added", MAY_BREAK, "Another value may come back."),
    ChangeRule("diff-response-enum-removed", HARMLESS, "A value does not come back any more."),
    ChangeRule("diff-response-limits-looser", MAY_BREAK, "A limit on what comes back is looser."),
    ChangeRule("diff-response-limits-tighter", HARMLESS, "A limit on what comes back is tighter."),
    ChangeRule("diff-response-header-removed", BREAKS, "A header of an answer is gone."),
    ChangeRule("diff-response-header-added", HARMLESS, "A header of an answer is new."),
    ChangeRule(
        "diff-response-header-type",
        BREAKS,
        "A header has another type; a narrower one is harmless.",
    ),
    ChangeRule("diff-produces-removed", BREAKS, "A media type is no longer answered."),
    ChangeRule(
        "diff-produces-added", MAY_BREAK, "Another media type may be answered to who asks for none."
    ),
    ChangeRule("diff-response-file", BREAKS, "An answer becomes a file, or is one no longer."),
    ChangeRule("diff-response-xml", BREAKS, "What comes back is written otherwise as XML."),
    # Security
    ChangeRule("diff-security-added", BREAKS, "More credentials or scopes are needed."),
    ChangeRule(
        "diff-security-alternative-removed", BREAKS, "A way to authenticate is no longer accepted."
    ),
    ChangeRule(
        "diff-security-scheme",
        BREAKS,
        "A scheme in use has another type, name, place, flow or URL.",
    ),
    ChangeRule("diff-security-relaxed", HARMLESS, "Fewer credentials are needed."),
    # Connectors
    ChangeRule(
        "diff-auth-type", BREAKS, "Connections authenticate differently; old ones are void."
    ),
    ChangeRule(
        "diff-connection-parameter",
        BREAKS,
        "A connection parameter is gone, has another name or type, or is new and required.",
    ),
    ChangeRule(
        "diff-trigger",
        BREAKS,
        "An operation becomes a trigger or another one, or is one no longer.",
    ),
    ChangeRule(
        "diff-dynamic", MAY_BREAK, "A drop-down or dynamic schema gets its values differently."
    ),
    ChangeRule("diff-xms-summary", HARMLESS, "The label of a field changed.", designers=True),
    ChangeRule("diff-policy", MAY_BREAK, "A policy is gone, new, changed, or in another place."),
    ChangeRule(
        "diff-minor-update",
        HARMLESS,
        "Only texts, contact, colours or publisher changed: certification calls it minor.",
        designers=True,
    ),
    ChangeRule(
        "diff-needs-revision",
        MAY_BREAK,
        "A change that breaks a revision of an operation belongs into a new revision.",
        designers=True,
    ),
    # The emitted client, beyond what the wire says
    ChangeRule(
        "diff-client-name", BREAKS_CALLERS, "The emitted client calls something by another name."
    ),
    ChangeRule(
        "diff-client-type",
        BREAKS_CALLERS,
        "The emitted client takes or gives another type, though the wire stays as it was.",
    ),
)

#: The rules by id.
RULES: Final = {rule.id: rule for rule in _RULES}
