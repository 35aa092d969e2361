"""The AvailablePhoneNumber resources: numbers on offer, made up the same way every time.

https://www.twilio.com/docs/phone-numbers/api/availablephonenumber-resource
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Final
from urllib.parse import urlencode

from twilio_target.errors import twilio_error
from twilio_target.local.call import Answer, Call
from twilio_target.local.capabilities import capabilities_of
from twilio_target.local.database import Database
from twilio_target.local.geography import COUNTRIES, KINDS, Country, Kind, Place
from twilio_target.local.magic import EMPTY_AREA_CODE
from twilio_target.local.near import is_about_place, places_near
from twilio_target.local.paging import parse_page
from twilio_target.local.patterns import overlay, read_pattern

_KINDS: Final[Mapping[str, Kind]] = {kind: kind for kind in KINDS}
_OFFERED: Final = 30
# Each filter leaves out a share of the candidates; past this many there is nothing to find.
_TRIED: Final = 2000
_CAPABILITIES: Final = {"SmsEnabled": "sms", "MmsEnabled": "mms", "VoiceEnabled": "voice"}


@dataclass(frozen=True, slots=True)
class AvailableNumbers:
    """The numbers nobody has bought."""

    database: Database

    async def countries(self, call: Call) -> Answer:
        """Give every country that has numbers."""
        countries = [_write_country(call, code) for code in COUNTRIES]
        document = {"uri": call.uri(call.resource), "countries": countries}
        return Answer("Countries", document, items="countries", item="Country")

    async def country(self, call: Call) -> Answer:
        """Give one country.

        Raises:
            RestError: 404/20404 for an unknown one.
        """
        code = call.path["Country"]
        if code not in COUNTRIES:
            raise twilio_error(20404, call.uri(call.resource))
        return Answer("Country", _write_country(call, code))

    async def list(self, call: Call) -> Answer:
        """Give up to 30 numbers of a country and kind that pass the filters.

        Raises:
            RestError: 404/20404 for an unknown country or kind, 400/20001 for a filter that does
                not fit.
        """
        country = COUNTRIES.get(call.path["Country"])
        kind = _KINDS.get(call.path["Kind"])
        if country is None or kind is None:
            raise twilio_error(20404, call.uri(call.resource))
        wanted = min(parse_page(call.query).size, _OFFERED)
        found = islice(self._offers(country, kind, call), wanted)
        query = f"?{urlencode(call.query)}" if call.query else ""
        document = {
            "uri": call.uri(call.resource) + query,
            "available_phone_numbers": [
                _write(number, place, call.path["Country"]) for number, place in found
            ],
        }
        return Answer("AvailablePhoneNumbers", document, items="available_phone_numbers")

    def _offers(
        self, country: Country, kind: Kind, call: Call
    ) -> Iterator[tuple[str, Place | None]]:
        areas = list(_areas(country, kind, call.query))
        capabilities = _capability_filter(call.query)
        contains = call.query.get("Contains")
        pattern = read_pattern(contains) if contains else ""
        if pattern is None:
            return
        seen: set[str] = set()
        for index in range(_TRIED if areas else 0):
            prefix, place = areas[index % len(areas)]
            number = _candidate(country, prefix, f"{kind}{index}", pattern)
            if number is None or number in seen or not self._is_free(number):
                continue
            seen.add(number)
            has = asdict(capabilities_of(number))
            if all(has[name] is value for name, value in capabilities.items()):
                yield number, place

    def first(self, area_code: str) -> str | None:
        """Give a free number of a North American area code."""
        if area_code == EMPTY_AREA_CODE:
            return None
        plan = COUNTRIES["US"]
        for index in range(_TRIED):
            number = _candidate(plan, area_code, f"Local{index}", "")
            if number is not None and self._is_free(number):
                return number
        return None

    def _is_free(self, number: str) -> bool:
        return not self.database.read("SELECT 1 FROM numbers WHERE phone_number = ?", (number,))


def _areas(
    country: Country, kind: Kind, query: Mapping[str, str]
) -> Iterator[tuple[str, Place | None]]:
    """Give the prefixes that the filters about places leave, the nearest first."""
    area_code = query.get("AreaCode", "")
    if area_code and not area_code.isdecimal():
        raise twilio_error(20001, "AreaCode")
    if kind == "TollFree" or (kind == "Mobile" and country.mobile):
        prefixes = country.toll_free if kind == "TollFree" else country.mobile
        yield from ((prefix, None) for prefix in prefixes if _fits(prefix, area_code))
        return
    places = [place for place in places_near(country, query) if _fits(place.prefix, area_code)]
    yield from ((place.prefix, place) for place in places)
    if country is COUNTRIES["US"] and not is_about_place(query) and _is_elsewhere(area_code):
        yield area_code, None


def is_area_code(text: str) -> bool:
    """Tell whether a text is shaped as a North American area code."""
    return len(text) == 3 and text.isascii() and text.isdecimal() and text[0] not in "01"


def _is_elsewhere(area_code: str) -> bool:
    """Tell whether an area code is one of those whose place is not in the table."""
    plans = (country for country in COUNTRIES.values() if country.calling_code == "1")
    known = {place.prefix for country in plans for place in country.places}
    return is_area_code(area_code) and area_code not in {*known, EMPTY_AREA_CODE}


def _fits(prefix: str, area_code: str) -> bool:
    return not area_code or prefix == area_code


def _capability_filter(query: Mapping[str, str]) -> dict[str, bool]:
    chosen: dict[str, bool] = {}
    for parameter, capability in _CAPABILITIES.items():
        text = query.get(parameter, "").lower()
        if text and text not in {"true", "false"}:
            raise twilio_error(20001, parameter)
        if text:
            chosen[capability] = text == "true"
    return chosen


def _candidate(country: Country, prefix: str, seed: str, pattern: str) -> str | None:
    start = f"+{country.calling_code}{prefix}"
    missing = country.length - len(prefix)
    digest = hashlib.sha256(f"{start}{seed}".encode()).digest()
    digits = str(int.from_bytes(digest[:8])).zfill(missing)[-missing:]
    if country.calling_code == "1":
        # No North American exchange begins with 0 or 1.
        digits = str(2 + int(digits[0]) % 8) + digits[1:]
    return overlay(pattern, start + digits, len(start)) if pattern else start + digits


def friendly_number(number: str) -> str:
    """Write a number for people: North American ones as ``(415) 555-0123``."""
    if number.startswith("+1") and len(number) == 12:
        return f"({number[2:5]}) {number[5:8]}-{number[8:]}"
    return number


def _write_country(call: Call, code: str) -> dict[str, object]:
    uri = f"/AvailablePhoneNumbers/{code}"
    return {
        "country_code": code,
        "country": COUNTRIES[code].name,
        "uri": call.uri(uri),
        "beta": False,
        "subresource_uris": {
            "local": call.uri(f"{uri}/Local"),
            "mobile": call.uri(f"{uri}/Mobile"),
            "toll_free": call.uri(f"{uri}/TollFree"),
        },
    }


def _write(number: str, place: Place | None, country: str) -> dict[str, object]:
    has = capabilities_of(number)
    return {
        "friendly_name": friendly_number(number),
        "phone_number": number,
        "lata": place.lata if place else None,
        "locality": place.rate_center.title() if place else None,
        "rate_center": place.rate_center if place else None,
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
        "region": place.region if place else None,
        "postal_code": place.postal_code if place else None,
        "iso_country": country,
        "address_requirements": "none",
        "beta": False,
        "capabilities": {"voice": has.voice, "SMS": has.sms, "MMS": has.mms},
    }
