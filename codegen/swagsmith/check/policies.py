"""The templates of policies, and the parameters each takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

PARAMETER: Final = "x-ms-apimTemplateParameter."
OPERATIONS: Final = "x-ms-apimTemplate-operationName"
SECTION: Final = "x-ms-apimTemplate-policySection"

_PROPERTY: Final = ("propertyParentPath", "newPropertyPath")
_SECTIONS: Final = ("Request", "Response")


@dataclass(frozen=True, slots=True)
class Template:
    """What a template is filled with.

    Attributes:
        required: names of parameters without their prefix.
        optional: further ones.
        sections: where it can act; none when that is not a question.
    """

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()


TEMPLATES: Final = {
    "convertarraytoobject": Template(
        (*_PROPERTY, "keyWithinCollectionPath"), ("propertySubPath", "retainKey"), _SECTIONS
    ),
    "convertobjecttoarray": Template(
        _PROPERTY, ("propertySubPath", "keyName", "valueName"), _SECTIONS
    ),
    "dynamichosturl": Template(("urlTemplate",)),
    "encodepropertyvalue": Template(_PROPERTY, ("propertySubPath",), _SECTIONS),
    "pollingtrigger": Template(("triggerConfig", "triggerDataPath")),
    "routerequesttoendpoint": Template(("newPath",), ("httpMethod",)),
    "setconnectionstatustounauthenticated": Template(("statusCode",), (), _SECTIONS),
    "setheader": Template(("name", "value"), ("existsAction",), (*_SECTIONS, "Failure")),
    "setproperty": Template(
        (
            "newPropertyParentPathTemplate",
            "newPropertySubPathTemplate",
            "propertyValuePathTemplate",
        ),
        (),
        _SECTIONS,
    ),
    "setqueryparameter": Template(("name", "value"), ("existsAction",), ("Request",)),
    "setvaluefromurl": Template(
        ("parameterTemplate", "parameterValueUrl", "parameterValuePathTemplate"),
        ("httpMethod",),
        _SECTIONS,
    ),
    "stringreplace": Template(
        (*_PROPERTY, "sourceString", "replacementString"), ("propertySubPath",), _SECTIONS
    ),
    "stringtoarray": Template(
        (*_PROPERTY, "delimiterList", "childPropertyName"), ("propertySubPath",), _SECTIONS
    ),
    "updatenextlink": Template(("nextLinkPropertyName",), ("nextLinkParentPropertyPath",)),
}

#: Values of parameters that are one of a few.
CHOICES: Final = {"existsAction": ("override", "skip", "append")}
