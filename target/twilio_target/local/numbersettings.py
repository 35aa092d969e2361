"""What an owner can set about a number, and how it is checked."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from twilio_target.errors import twilio_error
from twilio_target.local.call import Call
from twilio_target.local.outbound import is_web_url

_LONGEST_NAME: Final = 64
_METHODS: Final = frozenset({"GET", "POST"})

# Parameter -> property, and the property's value where nobody has set it.
_URLS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "SmsUrl": "sms_url",
        "SmsFallbackUrl": "sms_fallback_url",
        "VoiceUrl": "voice_url",
        "VoiceFallbackUrl": "voice_fallback_url",
    }
)
_VERBS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "SmsMethod": "sms_method",
        "SmsFallbackMethod": "sms_fallback_method",
        "VoiceMethod": "voice_method",
        "VoiceFallbackMethod": "voice_fallback_method",
    }
)
_SIDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "AddressSid": "address_sid",
        "BundleSid": "bundle_sid",
        "EmergencyAddressSid": "emergency_address_sid",
        "IdentitySid": "identity_sid",
        "SmsApplicationSid": "sms_application_sid",
        "TrunkSid": "trunk_sid",
        "VoiceApplicationSid": "voice_application_sid",
    }
)
_CHOICES: Final[Mapping[str, tuple[str, frozenset[str]]]] = MappingProxyType(
    {
        "EmergencyStatus": ("emergency_status", frozenset({"Active", "Inactive"})),
        "VoiceReceiveMode": ("voice_receive_mode", frozenset({"voice", "fax"})),
    }
)
DEFAULTS: Final[Mapping[str, object]] = MappingProxyType(
    {
        **dict.fromkeys(_URLS.values(), ""),
        **dict.fromkeys(_VERBS.values(), "POST"),
        **dict.fromkeys(_SIDS.values()),
        "emergency_status": "Inactive",
        "voice_receive_mode": "voice",
        "voice_caller_id_lookup": False,
    }
)
"""The settings of a number that nobody has set."""


def read_settings(call: Call) -> dict[str, object]:
    """Give the settings a request makes, beside name and status callback.

    Raises:
        RestError: 400/20001, where a value is of the wrong kind; 400/21402 for a URL.
    """
    form = {name: values[-1] for name, values in call.form.items() if values}
    settings: dict[str, object] = {}
    for name, text in form.items():
        if name in _URLS:
            settings[_URLS[name]] = _url(name, text, 21402)
        elif name in _VERBS:
            settings[_VERBS[name]] = require_one_of(name, text, _METHODS)
        elif name in _SIDS:
            settings[_SIDS[name]] = text or None
        elif name in _CHOICES:
            member, choices = _CHOICES[name]
            settings[member] = require_one_of(name, text, choices)
        elif name == "VoiceCallerIdLookup":
            lower = require_one_of(name, text.lower(), frozenset({"true", "false"}))
            settings["voice_caller_id_lookup"] = lower == "true"
    return settings


def read_name(call: Call, default: str) -> str:
    """Give the FriendlyName of a request.

    Raises:
        RestError: 400/20002, where it is too long.
    """
    name = call.field("FriendlyName") or default
    if len(name) > _LONGEST_NAME:
        raise twilio_error(20002)
    return name


def read_callback(call: Call, url: str, method: str) -> tuple[str, str]:
    """Give StatusCallback and StatusCallbackMethod of a request.

    Args:
        call: the request.
        url: what is taken where the request has none.
        method: the same.

    Raises:
        RestError: 400/21502 for the URL, 400/20001 for the method.
    """
    if "StatusCallback" in call.form:
        url = _url("StatusCallback", call.field("StatusCallback"), 21502)
    method = call.field("StatusCallbackMethod") or method
    return url, require_one_of("StatusCallbackMethod", method, _METHODS)


def _url(name: str, text: str, code: int) -> str:
    if text and not is_web_url(text):
        raise twilio_error(code, name, text)
    return text


def require_one_of(name: str, text: str, choices: frozenset[str]) -> str:
    """Give a value back, or refuse it with 400/20001."""
    if text not in choices:
        raise twilio_error(20001, name)
    return text
