"""Twilio's paging: PageSize, Page, PageToken, and the URIs that lead on.

A page that is reached over a page token begins where the one before it ended, so that a list that
grows at its head repeats and skips nothing. A token is ``PA`` (after) or ``PB`` (before), the kind
of sid, and the place in the account's order.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from twilio_target.errors import twilio_error

DEFAULT_SIZE: Final = 50
MOST_SIZE: Final = 1000
_TOKEN: Final = re.compile("P([AB])(SM|PN)([0-9a-f]{32})")
_INTEGER: Final = re.compile("[0-9]{1,1000}")
_LARGEST: Final = 2**63 - 1  # of an SQLite integer


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Which page is asked for.

    Attributes:
        page: number of the page, from 0.
        size: how many elements it holds at most.
        after: only elements older than this place.
        before: only elements newer than this place, the oldest of them.
    """

    page: int = 0
    size: int = DEFAULT_SIZE
    after: int | None = None
    before: int | None = None

    @property
    def offset(self) -> int:
        """How many elements to pass over."""
        if self.after is not None or self.before is not None:
            return 0
        return min(self.page * self.size, _LARGEST)


def parse_page(query: Mapping[str, str], kind: str = "") -> PageRequest:
    """Read the paging parameters.

    Args:
        query: the request's query; blank values count as absent.
        kind: "SM" or "PN", where the list has page tokens.

    Raises:
        RestError: 400/20001.
    """
    page = _integer(query, "Page", 0)
    size = _integer(query, "PageSize", DEFAULT_SIZE)
    if not 1 <= size <= MOST_SIZE:
        raise twilio_error(20001, "PageSize")
    token = query.get("PageToken") if kind else None
    if not token:
        return PageRequest(page, size)
    found = _TOKEN.fullmatch(token)
    if found is None or found[2] != kind:
        raise twilio_error(20001, "PageToken")
    place = min(int(found[3], 16), _LARGEST)
    return PageRequest(page, size, *((place, None) if found[1] == "A" else (None, place)))


def _integer(query: Mapping[str, str], name: str, default: int) -> int:
    text = query.get(name)
    if not text:
        return default
    if not _INTEGER.fullmatch(text):
        raise twilio_error(20001, name)
    return int(text)


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list, before it is written.

    Attributes:
        resource: path of the list, with its suffix.
        filters: the query parameters that choose the elements, kept in every URI.
        items: name of the array.
        elements: what the page holds.
        total: how many there are on all pages; None when that is not known.
        following: page token of the next page, "" for a page without one; None at the end.
        preceding: page token of the page before, or "".
    """

    resource: str
    filters: Mapping[str, str]
    items: str
    elements: Sequence[Mapping[str, object]]
    total: int | None
    following: str | None
    preceding: str = ""


def write_page(listing: Listing, asked: PageRequest) -> dict[str, object]:
    """Give the page as Twilio's JSON has it."""
    first = asked.page * asked.size
    document: dict[str, object] = {
        "page": asked.page,
        "page_size": asked.size,
        "start": first,
        "end": first + max(len(listing.elements) - 1, 0),
        "uri": _uri(listing, asked, asked.page),
        "first_page_uri": _uri(listing, asked, 0),
        "next_page_uri": None,
        "previous_page_uri": None,
        listing.items: listing.elements,
    }
    if listing.following is not None:
        document["next_page_uri"] = _uri(listing, asked, asked.page + 1, listing.following)
    if asked.page > 0:
        document["previous_page_uri"] = _uri(listing, asked, asked.page - 1, listing.preceding)
    if listing.total is not None:
        document["total"] = listing.total
        document["num_pages"] = max(-(-listing.total // asked.size), 1)
    return document


def _uri(listing: Listing, asked: PageRequest, page: int, token: str = "") -> str:
    query = {**listing.filters, "PageSize": asked.size, "Page": page}
    if token:
        query["PageToken"] = token
    return f"{listing.resource}?{urlencode(query)}"
