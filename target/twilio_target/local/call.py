"""What a resource of the local Twilio is asked, and how it answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from twilio_target.text import require_clean

API_VERSION: Final = "2010-04-01"


@dataclass(frozen=True, slots=True)
class Call:
    """An authenticated request.

    Attributes:
        account_sid: whose resources are asked for.
        resource: the path below the account without its suffix, such as "/Messages".
        suffix: ".json" or "" (XML); URIs in the answer carry it too.
        path: path parameters.
        query: query parameters; of a repeated one the last.
        form: body parameters, each with all its values.
        token: the account's token, for what is signed with it; never stored.
    """

    account_sid: str
    resource: str
    suffix: str
    path: Mapping[str, str]
    query: Mapping[str, str]
    form: Mapping[str, Sequence[str]]
    token: str = field(repr=False)

    def uri(self, resource: str) -> str:
        """Give the URI, without scheme and host, of a resource of this account."""
        return f"/{API_VERSION}/Accounts/{self.account_sid}{resource}{self.suffix}"

    def field(self, name: str) -> str:
        """Give a body parameter, the last where it is repeated, "" where it is missing."""
        values = self.form.get(name)
        return values[-1] if values else ""

    def require_clean_form(self) -> None:
        """Refuse body parameters with characters that an answer could not give back.

        Raises:
            RestError: 400/20001.
        """
        for name, values in self.form.items():
            for value in values:
                require_clean(value, name)


@dataclass(frozen=True, slots=True)
class Answer:
    """What is written back.

    Attributes:
        element: XML name of the resource or, for a list, of its wrapper.
        document: Twilio's JSON.
        status: 200, 201 for what was created, or 204 for what was deleted, with no body.
        items: for a list, the name of its array.
        item: for a list, XML name of an element, where it is not the wrapper's without the "s".
    """

    element: str
    document: Mapping[str, object]
    status: int = 200
    items: str = ""
    item: str = ""
