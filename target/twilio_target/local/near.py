"""The filters of available numbers that are about places."""

import math
import re
from collections.abc import Mapping, Sequence
from typing import Final

from twilio_target.errors import twilio_error
from twilio_target.local.geography import Country, Place
from twilio_target.local.outbound import E164

_DECIMAL: Final = r"\s*([+-]?[0-9]{1,3}(?:\.[0-9]{1,15})?)\s*"
_LAT_LONG: Final = re.compile(f"{_DECIMAL},{_DECIMAL}")
_FILTERS: Final = ("NearNumber", "NearLatLong", "InPostalCode", "InRegion")
_MILES: Final = re.compile("[0-9]{1,3}")
_DEFAULT_MILES: Final = "25"
_EARTH_MILES: Final = 3959.0


def is_about_place(query: Mapping[str, str]) -> bool:
    """Tell whether a query has one of the filters of `places_near`."""
    return any(query.get(name) for name in _FILTERS)


def places_near(country: Country, query: Mapping[str, str]) -> Sequence[Place]:
    """Give a country's places that pass every filter, the nearest first.

    Args:
        country: the country.
        query: may have NearNumber, NearLatLong, Distance (miles, 25 by default), InPostalCode and
            InRegion.

    Raises:
        RestError: 400/20001, where a value does not fit.
    """
    places: Sequence[Place] = country.places
    if query.get("InRegion"):
        places = [place for place in places if _same(place.region, query["InRegion"])]
    if query.get("InPostalCode"):
        places = [place for place in places if _same(place.postal_code, query["InPostalCode"])]
    if query.get("NearNumber"):
        places = _near_number(country, places, query["NearNumber"])
    if query.get("NearLatLong"):
        places = _near_point(places, query["NearLatLong"], query.get("Distance", ""))
    return places


def _same(ours: str, asked: str) -> bool:
    return ours.replace(" ", "").casefold() == asked.replace(" ", "").casefold()


def _near_number(country: Country, places: Sequence[Place], number: str) -> Sequence[Place]:
    if not E164.fullmatch(number):
        raise twilio_error(20001, "NearNumber")
    return [
        place for place in places if number.startswith(f"+{country.calling_code}{place.prefix}")
    ]


def _near_point(places: Sequence[Place], point: str, distance: str) -> Sequence[Place]:
    found = _LAT_LONG.fullmatch(point)
    if found is None or abs(float(found[1])) > 90 or abs(float(found[2])) > 180:
        raise twilio_error(20001, "NearLatLong")
    if not _MILES.fullmatch(distance or _DEFAULT_MILES):
        raise twilio_error(20001, "Distance")
    limit = float(distance or _DEFAULT_MILES)
    latitude, longitude = float(found[1]), float(found[2])
    miles = {place: _miles(place, latitude, longitude) for place in places}
    return sorted((place for place in places if miles[place] <= limit), key=miles.__getitem__)


def _miles(place: Place, latitude: float, longitude: float) -> float:
    """Give the great-circle distance (haversine formula)."""
    here, there = math.radians(place.latitude), math.radians(latitude)
    half = math.sin((there - here) / 2) ** 2
    turn = math.sin(math.radians(longitude - place.longitude) / 2) ** 2
    return 2 * _EARTH_MILES * math.asin(math.sqrt(half + math.cos(here) * math.cos(there) * turn))
