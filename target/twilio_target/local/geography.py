"""Where the numbers on offer come from: countries, their number plans, and places.

A small excerpt of the real plans (ITU-T E.164; NANPA area codes), enough for every filter to find
something and something else to leave out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

Kind = Literal["Local", "Mobile", "TollFree"]

KINDS: Final[Sequence[Kind]] = ("Local", "Mobile", "TollFree")


@dataclass(frozen=True, slots=True)
class Place:
    """A local area.

    Attributes:
        prefix: leading digits of its national numbers.
        rate_center: its name.
        lata: North American transport area, where there is one.
        region: state, province or county, as Twilio abbreviates it.
        postal_code: of its centre.
        latitude: degrees north.
        longitude: degrees east.
    """

    prefix: str
    rate_center: str
    lata: str | None
    region: str
    postal_code: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Country:
    """A country's number plan.

    Attributes:
        name: in English.
        calling_code: without "+".
        length: digits of a national number.
        places: areas of local numbers.
        mobile: prefixes of mobile numbers; none where they look like local ones.
        toll_free: prefixes of free numbers.
    """

    name: str
    calling_code: str
    length: int
    places: Sequence[Place]
    mobile: Sequence[str]
    toll_free: Sequence[str]


_NANP_FREE: Final = ("800", "833", "844", "855", "866", "877", "888")

_US: Final = (
    Place("201", "JERSEYCITY", "224", "NJ", "07302", 40.7178, -74.0431),
    Place("202", "WSHNGTNZN1", "236", "DC", "20001", 38.9072, -77.0369),
    Place("206", "SEATTLE", "674", "WA", "98101", 47.6062, -122.3321),
    Place("212", "NWYRCYZN01", "132", "NY", "10001", 40.7506, -73.9972),
    Place("213", "LSAN DA 01", "730", "CA", "90012", 34.0614, -118.2385),
    Place("214", "DALLAS", "552", "TX", "75201", 32.7876, -96.7994),
    Place("303", "DENVER", "656", "CO", "80202", 39.7491, -104.9946),
    Place("305", "MIAMI", "460", "FL", "33130", 25.7672, -80.2050),
    Place("312", "CHICAGOZN1", "358", "IL", "60601", 41.8858, -87.6181),
    Place("404", "ATLANTA", "438", "GA", "30303", 33.7525, -84.3888),
    Place("415", "SNFC CNTRL", "722", "CA", "94102", 37.7813, -122.4167),
    Place("503", "PORTLAND", "672", "OR", "97201", 45.5079, -122.6908),
    Place("510", "OKLD FRTVL", "722", "CA", "94601", 37.7806, -122.2166),
    Place("512", "AUSTIN", "558", "TX", "78701", 30.2711, -97.7437),
    Place("602", "PHOENIX", "666", "AZ", "85003", 33.4511, -112.0776),
    Place("617", "BOSTON", "128", "MA", "02108", 42.3576, -71.0684),
    Place("646", "NWYRCYZN01", "132", "NY", "10011", 40.7420, -74.0003),
    Place("702", "LAS VEGAS", "721", "NV", "89101", 36.1721, -115.1224),
    Place("808", "HONOLULU", "834", "HI", "96813", 21.3138, -157.8455),
    Place("907", "ANCHORAGE", "832", "AK", "99501", 61.2116, -149.8761),
)
_CA: Final = (
    Place("403", "CALGARY", "888", "AB", "T2P 1J9", 51.0478, -114.0593),
    Place("416", "TORONTO", "888", "ON", "M5H 2N2", 43.6503, -79.3839),
    Place("514", "MONTREAL", "888", "QC", "H2Y 1C6", 45.5076, -73.5540),
    Place("604", "VANCOUVER", "888", "BC", "V5Z 1M9", 49.2609, -123.1139),
    Place("613", "OTTAWAHULL", "888", "ON", "K1P 1J1", 45.4235, -75.6979),
    Place("902", "HALIFAX", "888", "NS", "B3J 3K5", 44.6476, -63.5728),
)
_GB: Final = (
    Place("20", "London", None, "London", "SW1A 1AA", 51.5010, -0.1416),
    Place("113", "Leeds", None, "West Yorkshire", "LS1 1UR", 53.7997, -1.5492),
    Place("121", "Birmingham", None, "West Midlands", "B1 1BB", 52.4797, -1.9026),
    Place("131", "Edinburgh", None, "Edinburgh", "EH1 1YZ", 55.9520, -3.1965),
    Place("161", "Manchester", None, "Greater Manchester", "M2 5DB", 53.4794, -2.2453),
)

COUNTRIES: Final[Mapping[str, Country]] = MappingProxyType(
    {
        "US": Country("United States", "1", 10, _US, (), _NANP_FREE),
        "CA": Country("Canada", "1", 10, _CA, (), _NANP_FREE),
        "GB": Country("United Kingdom", "44", 10, _GB, ("7400", "7700", "7900"), ("800", "808")),
        "AU": Country(
            "Australia",
            "61",
            9,
            (
                Place("2", "Sydney", None, "NSW", "2000", -33.8688, 151.2093),
                Place("3", "Melbourne", None, "VIC", "3000", -37.8136, 144.9631),
            ),
            ("4",),
            ("1800",),
        ),
        "DE": Country(
            "Germany",
            "49",
            10,
            (
                Place("30", "Berlin", None, "Berlin", "10117", 52.5170, 13.3889),
                Place("89", "Muenchen", None, "Bayern", "80331", 48.1372, 11.5755),
            ),
            ("151", "160", "175"),
            ("800",),
        ),
        "FR": Country(
            "France",
            "33",
            9,
            (
                Place("1", "Paris", None, "Paris", "75001", 48.8606, 2.3376),
                Place("4", "Lyon", None, "Rhone", "69001", 45.7676, 4.8344),
            ),
            ("6", "7"),
            ("800", "805"),
        ),
        "JP": Country(
            "Japan",
            "81",
            9,
            (Place("3", "Tokyo", None, "Tokyo", "100-0001", 35.6852, 139.7528),),
            ("50", "70", "80", "90"),
            ("120", "800"),
        ),
        "SE": Country(
            "Sweden",
            "46",
            9,
            (Place("8", "Stockholm", None, "Stockholm", "111 20", 59.3326, 18.0649),),
            ("70", "73", "76"),
            ("20",),
        ),
        "TW": Country(
            "Taiwan",
            "886",
            9,
            (Place("2", "Taipei", None, "Taipei", "100", 25.0330, 121.5654),),
            ("9",),
            ("800",),
        ),
    }
)


def kinds_of(number: str) -> Sequence[Kind]:
    """Give the kinds that a number may be sold as, the one it is by its own first."""
    for country in COUNTRIES.values():
        start = f"+{country.calling_code}"
        if not number.startswith(start):
            continue
        national = number.removeprefix(start)
        if national.startswith(tuple(country.toll_free)):
            return ("TollFree",)
        if not country.mobile:
            return ("Local", "Mobile")
        return ("Mobile",) if national.startswith(tuple(country.mobile)) else ("Local",)
    return ("Local",)
