"""The live target with faults that can be switched on one at a time.

A fault stands between a caller and one of the target's two applications: in front of the connector
(`outer`), or between it and the local Twilio (`inner`), whose answers are JSON alone, so that what
is wrong there is wrong in JSON and XML alike.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode

LIST = re.compile(r"(/2010-04-01/Accounts/[^/]+)?/Messages\.json")
ITEM = re.compile(r"(?:/2010-04-01/Accounts/[^/]+)?/Messages/([^/]+)\.json")
#: seconds; longer than an answer may take
SLOW = 2.2
Headers = tuple[tuple[str, str], ...]
Forward = Callable[["Asked"], Awaitable["Given"]]


@dataclass(frozen=True)
class Asked:
    """A request; `state` is what a fault keeps between requests."""

    method: str
    path: str
    raw_path: bytes
    query: str
    headers: Headers
    body: bytes
    state: dict[str, Any] = field(default_factory=dict)

    @property
    def parameters(self) -> dict[str, str]:
        return dict(parse_qsl(self.query, keep_blank_values=True))

    @property
    def form(self) -> list[tuple[str, str]]:
        return parse_qsl(self.body.decode(), keep_blank_values=True)

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name), "")

    def asking(self, **changes: str | None) -> Asked:
        """With other query parameters."""
        kept = {**self.parameters, **changes}
        return replace(self, query=urlencode({k: v for k, v in kept.items() if v is not None}))

    def with_form(self, change: Callable[[str], str]) -> Asked:
        """With another text of the message."""
        pairs = [(k, change(v) if k == "Body" else v) for k, v in self.form]
        return self.with_body(urlencode(pairs).encode())

    def with_body(self, body: bytes) -> Asked:
        headers = [(k, v) for k, v in self.headers if k.lower() != "content-length"]
        return replace(self, body=body, headers=(*headers, ("content-length", str(len(body)))))

    @property
    def is_list(self) -> bool:
        return self.method == "GET" and LIST.fullmatch(self.path) is not None

    @property
    def is_create(self) -> bool:
        return self.method == "POST" and LIST.fullmatch(self.path) is not None

    @property
    def item(self) -> str:
        match = ITEM.fullmatch(self.path)
        return match[1] if match and self.method == "GET" else ""


@dataclass(frozen=True)
class Given:
    """An answer."""

    status: int
    headers: Headers
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)

    def saying(self, value: Any, status: int | None = None) -> Given:
        return replace(self, body=json.dumps(value).encode(), status=status or self.status)

    def with_header(self, name: str, value: str) -> Given:
        kept = tuple((k, v) for k, v in self.headers if k.lower() != name)
        return replace(self, headers=(*kept, (name, value)))

    @property
    def is_json(self) -> bool:
        return any(v.startswith("application/json") for k, v in self.headers if k == "content-type")

    @property
    def ok(self) -> bool:
        return self.status < 300


Behaviour = Callable[[Asked, Forward], Awaitable[Given]]


@dataclass(frozen=True)
class Fault:
    """One fault: what it is called, where it stands and what it does."""

    name: str
    inner: bool
    behave: Behaviour


FAULTS: dict[str, Fault] = {}


def fault(*, inner: bool) -> Callable[[Behaviour], Behaviour]:
    def add(behave: Behaviour) -> Behaviour:
        name = behave.__name__.replace("_", " ")
        FAULTS[name] = Fault(name, inner, behave)
        return behave

    return add


def error(status: int, message: str) -> Given:
    body = {
        "code": 20000 + status,
        "message": message,
        "more_info": "https://example.com",
        "status": status,
    }
    return Given(status, (("content-type", "application/json"),), json.dumps(body).encode())


def crash() -> Given:
    return error(500, "Internal Server Error")


# -- what the model sees ------------------------------------------------------------------------


@fault(inner=True)
async def lost_right_after_sending(asked: Asked, forward: Forward) -> Given:
    given = await forward(asked)
    if asked.is_create and given.ok:
        asked.state[given.json()["sid"]] = time.monotonic()
    if asked.item and time.monotonic() - asked.state.get(asked.item, -9) < 0.3:
        return error(404, "not yet")
    return given


@fault(inner=True)
async def never_found_with_media(asked: Asked, forward: Forward) -> Given:
    return error(404, "gone") if asked.item.startswith("MM") else await forward(asked)


@fault(inner=True)
async def list_leaves_out_media(asked: Asked, forward: Forward) -> Given:
    given = await forward(asked)
    if not asked.is_list or not given.ok:
        return given
    page = given.json()
    page["messages"] = [one for one in page["messages"] if one["num_media"] == "0"]
    return given.saying(page)


@fault(inner=True)
async def page_repeats_an_element(asked: Asked, forward: Forward) -> Given:
    given = await forward(asked)
    if not asked.is_list or not given.ok:
        return given
    page = given.json()
    key = (asked.path, *(asked.parameters.get(name) for name in ("To", "From", "PageSize")))
    before, now = asked.state.get(key), page["messages"]
    asked.state[key] = now[-1:]
    if page["page"] > 0 and before:
        page["messages"] = [*before, *now][: page["page_size"]]
    return given.saying(page)


@fault(inner=True)
async def page_skips_an_element(asked: Asked, forward: Forward) -> Given:
    given = await forward(asked)
    if asked.is_list and given.ok and asked.parameters.get("Page", "0") != "0":
        page = given.json()
        page["messages"] = page["messages"][1:]
        return given.saying(page)
    return given


def without(name: str) -> Behaviour:
    async def behave(asked: Asked, forward: Forward) -> Given:
        given = await forward(asked)
        if asked.is_list and given.ok and given.json()["next_page_uri"]:
            page = given.json()
            path, _, query = page["next_page_uri"].partition("?")
            kept = [(k, v) for k, v in parse_qsl(query) if k != name]
            return given.saying({**page, "next_page_uri": f"{path}?{urlencode(kept)}"})
        return given

    return behave


@fault(inner=True)
async def next_page_loses_its_size(asked: Asked, forward: Forward) -> Given:
    return await without("PageSize")(asked, forward)


@fault(inner=True)
async def next_page_loses_its_filter(asked: Asked, forward: Forward) -> Given:
    return await without("To")(asked, forward)


def matching(fits: Callable[[str, str], bool]) -> Behaviour:
    """A list whose filter To means something else than equality."""

    async def behave(asked: Asked, forward: Forward) -> Given:
        wanted = asked.parameters.get("To")
        if not asked.is_list or not wanted:
            return await forward(asked)
        given = await forward(asked.asking(To=None, PageSize="1000", Page=None, PageToken=None))
        if not given.ok:
            return given
        page = given.json()
        size = int(asked.parameters.get("PageSize", "50"))
        found = [one for one in page["messages"] if fits(one["to"], wanted)]
        page |= {"messages": found[:size], "next_page_uri": None, "page_size": size}
        return given.saying(page)

    return behave


@fault(inner=True)
async def filter_matches_a_prefix(asked: Asked, forward: Forward) -> Given:
    return await matching(str.startswith)(asked, forward)


@fault(inner=True)
async def filter_matches_a_suffix(asked: Asked, forward: Forward) -> Given:
    return await matching(str.endswith)(asked, forward)


@fault(inner=True)
async def filter_is_a_pattern_of_sql(asked: Asked, forward: Forward) -> Given:
    def like(value: str, wanted: str) -> bool:
        pattern = re.escape(wanted).replace("%", ".*").replace("_", ".")
        return re.fullmatch(pattern, value) is not None

    return await matching(like)(asked, forward)


@fault(inner=True)
async def filter_is_ignored(asked: Asked, forward: Forward) -> Given:
    return await forward(asked.asking(From=None) if asked.is_list else asked)


@fault(inner=True)
async def date_bound_is_ignored(asked: Asked, forward: Forward) -> Given:
    return await forward(asked.asking(**{"DateSent>": None}) if asked.is_list else asked)


@fault(inner=True)
async def page_holds_one_too_many(asked: Asked, forward: Forward) -> Given:
    size = asked.parameters.get("PageSize", "")
    more = asked.is_list and size.isdecimal() and 0 < int(size) < 1000
    return await forward(asked.asking(PageSize=str(int(size) + 1)) if more else asked)


@fault(inner=True)
async def the_same_sid_twice(asked: Asked, forward: Forward) -> Given:
    given = await forward(asked)
    if asked.is_create and given.ok:
        count = asked.state["count"] = asked.state.get("count", 0) + 1
        message = given.json()
        known = asked.state.setdefault("sid", message["sid"])
        asked.state["sid"] = message["sid"]
        return given.saying({**message, "sid": known}) if count % 5 == 0 else given
    return given


@fault(inner=True)
async def text_is_stripped(asked: Asked, forward: Forward) -> Given:
    return await forward(asked.with_form(str.strip) if asked.is_create else asked)


@fault(inner=True)
async def text_loses_what_is_not_ascii(asked: Asked, forward: Forward) -> Given:
    def ascii_only(text: str) -> str:
        return text.encode("ascii", "ignore").decode() or "?"

    return await forward(asked.with_form(ascii_only) if asked.is_create else asked)


@fault(inner=True)
async def text_is_cut_at_160(asked: Asked, forward: Forward) -> Given:
    return await forward(asked.with_form(lambda text: text[:160]) if asked.is_create else asked)


@fault(inner=True)
async def text_is_unescaped(asked: Asked, forward: Forward) -> Given:
    def unescaped(text: str) -> str:
        return text.replace("&amp;", "&")

    return await forward(asked.with_form(unescaped) if asked.is_create else asked)


@fault(inner=True)
async def fetched_with_another_recipient(asked: Asked, forward: Forward) -> Given:
    given = await forward(asked)
    if asked.item and given.ok:
        return given.saying({**given.json(), "to": given.json()["to"][:-1] + "0"})
    return given


@fault(inner=False)
async def xml_differs_from_json(asked: Asked, forward: Forward) -> Given:
    given = await forward(asked)
    return (
        given if given.is_json else replace(given, body=given.body.replace(b"&amp;", b"&amp;amp;"))
    )


@fault(inner=False)
async def xml_list_is_shorter(asked: Asked, forward: Forward) -> Given:
    given = await forward(asked)
    if asked.is_list and not given.is_json:
        last = re.compile(rb"<Message>(?:(?!<Message>).)*</Message>(?=</Messages>)", re.DOTALL)
        return replace(given, body=last.sub(b"", given.body))
    return given


@fault(inner=True)
async def accounts_are_not_apart(asked: Asked, forward: Forward) -> Given:
    given = await forward(asked)
    if asked.is_create and given.ok:
        asked.state[given.json()["sid"]] = asked
    owner = asked.state.get(asked.item)
    if asked.item and given.status == 404 and owner is not None:
        path = owner.path.replace("/Messages.json", f"/Messages/{asked.item}.json")
        return await forward(
            replace(asked, path=path, raw_path=path.encode(), headers=owner.headers)
        )
    return given


@fault(inner=False)
async def what_is_refused_is_kept(asked: Asked, forward: Forward) -> Given:
    given = await forward(asked)
    if asked.is_create and given.status == 400:
        try:
            message = json.loads(asked.body)
            message["body"] = str(message["body"])[:100]
            await forward(asked.with_body(json.dumps(message).encode()))
        except (ValueError, TypeError, KeyError):
            pass
    return given


@fault(inner=False)
async def identifiers_are_patterns(asked: Asked, forward: Forward) -> Given:
    given = await forward(asked)
    if asked.is_create and given.ok and given.is_json:
        asked.state.setdefault("sids", []).append(given.json()["sid"])
    if asked.item.endswith(("%", "_")):
        known = [sid for sid in asked.state.get("sids", ()) if sid.startswith(asked.item[:-1])]
        if known:
            path = f"/Messages/{known[0]}.json"
            return await forward(replace(asked, path=path, raw_path=path.encode()))
    return given


# -- what inputs reach that are rarely sent -----------------------------------------------------


@fault(inner=False)
async def nul_in_a_number_crashes(asked: Asked, forward: Forward) -> Given:
    return crash() if "\0" in asked.parameters.get("To", "") else await forward(asked)


@fault(inner=False)
async def long_segment_crashes(asked: Asked, forward: Forward) -> Given:
    return crash() if max(map(len, asked.path.split("/"))) > 1000 else await forward(asked)


@fault(inner=False)
async def many_asterisks_are_slow(asked: Asked, forward: Forward) -> Given:
    if asked.parameters.get("Contains", "").count("*") > 10:
        await asyncio.sleep(SLOW)
    return await forward(asked)


@fault(inner=True)
async def several_media_crash(asked: Asked, forward: Forward) -> Given:
    media = asked.is_create and sum(name == "MediaUrl" for name, _ in asked.form)
    return crash() if media and media > 2 else await forward(asked)


@fault(inner=True)
async def longest_text_crashes(asked: Asked, forward: Forward) -> Given:
    text = dict(asked.form).get("Body", "") if asked.is_create else ""
    return crash() if len(text) >= 1600 else await forward(asked)


@fault(inner=False)
async def impossible_date_crashes(asked: Asked, forward: Forward) -> Given:
    return crash() if "02-30" in unquote(asked.query) else await forward(asked)


@fault(inner=False)
async def connection_drops(asked: Asked, forward: Forward) -> Given:
    given = await forward(asked)
    cut = asked.is_create and "😀".encode() in asked.body
    return given.with_header("content-length", "999999") if cut else given


# -- what a check of each answer sees -----------------------------------------------------------


@fault(inner=False)
async def stack_trace_in_a_refusal(asked: Asked, forward: Forward) -> Given:
    given = await forward(asked)
    if given.status != 400 or not given.is_json:
        return given
    trace = 'Traceback (most recent call last):\n  File "/srv/app/messages.py", line 41, in create'
    return given.saying({**given.json(), "message": f"{trace}\nValueError: {asked.path}"})


@fault(inner=False)
async def not_found_for_a_wrong_body(asked: Asked, forward: Forward) -> Given:
    given = await forward(asked)
    wrong = asked.is_create and given.status == 400
    return replace(given, status=404) if wrong else given


@fault(inner=False)
async def header_nobody_documented(asked: Asked, forward: Forward) -> Given:
    given = await forward(asked)
    injected = "\nX-Injected" in unquote(asked.query) or b"\\nX-Injected" in asked.body
    return given.with_header("x-injected", "yes") if injected else given


@fault(inner=False)
async def entities_are_expanded(asked: Asked, forward: Forward) -> Given:
    text = asked.body.decode("utf-8", "ignore")
    if not asked.is_create or "<!DOCTYPE" not in text:
        return await forward(asked)
    entities = re.findall(r"""<!ENTITY\s+(\w+)\s+["']([^"']*)["']\s*>""", text)
    text = re.sub(r"<!DOCTYPE[^\[>]*(\[.*?\])?\s*>", "", text, flags=re.DOTALL)
    for name, value in reversed(entities):
        text = text.replace(f"&{name};", value)
        if len(text) > 50_000:
            text = re.sub(r"<Body>.*</Body>", "<Body>expanded</Body>", text, flags=re.DOTALL)
            break
    return await forward(asked.with_body(text.encode()))


@fault(inner=False)
async def oversized_body_is_taken(asked: Asked, forward: Forward) -> Given:
    if asked.is_create and len(asked.body) > 60_000 and "json" in asked.header("content-type"):
        try:
            message = json.loads(asked.body)
            kept = {name: message[name][:1600] for name in ("from", "to", "body")}
            return await forward(asked.with_body(json.dumps(kept).encode()))
        except (ValueError, TypeError, KeyError, RecursionError):
            pass
    return await forward(asked)


@fault(inner=False)
async def wrong_content_type(asked: Asked, forward: Forward) -> Given:
    given = await forward(asked)
    return given.with_header("content-type", "text/html") if asked.is_list and given.ok else given


@fault(inner=False)
async def json_for_whoever_asks_for_xml(asked: Asked, forward: Forward) -> Given:
    headers = tuple((k, v) for k, v in asked.headers if k.lower() != "accept")
    return await forward(replace(asked, headers=headers) if asked.item else asked)


@fault(inner=False)
async def created_is_201(asked: Asked, forward: Forward) -> Given:
    given = await forward(asked)
    return replace(given, status=201) if asked.is_create and given.ok else given


@fault(inner=False)
async def number_where_a_text_is_documented(asked: Asked, forward: Forward) -> Given:
    given = await forward(asked)
    if not (asked.is_create and given.ok and given.is_json):
        return given
    message = given.json()
    many = message["num_media"] not in ("0", "1")
    return given.saying({**message, "num_media": int(message["num_media"])}) if many else given


@fault(inner=False)
async def credentials_are_echoed(asked: Asked, forward: Forward) -> Given:
    given = await forward(asked)
    if given.status != 404 or not given.is_json:
        return given
    return given.saying(
        {**given.json(), "message": f"not found for {asked.header('authorization')}"}
    )


@fault(inner=False)
async def authentication_is_ignored(asked: Asked, forward: Forward) -> Given:
    given = await forward(asked)
    if given.ok:
        asked.state["authorization"] = asked.header("authorization")
    if given.status == 401 and "authorization" in asked.state:
        kept = tuple((k, v) for k, v in asked.headers if k.lower() != "authorization")
        known = ("authorization", asked.state["authorization"])
        return await forward(replace(asked, headers=(*kept, known)))
    return given


@fault(inner=False)
async def any_method_is_taken(asked: Asked, forward: Forward) -> Given:
    other = asked.method not in ("GET", "HEAD", "POST") and LIST.fullmatch(asked.path)
    return await forward(replace(asked, method="GET") if other else asked)


@fault(inner=False)
async def broken_json_crashes(asked: Asked, forward: Forward) -> Given:
    if asked.is_create and "json" in asked.header("content-type"):
        try:
            json.loads(asked.body)
        except ValueError:
            return crash()
    return await forward(asked)
