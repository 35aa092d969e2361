"""The model finds each fault of what it looks at, and nothing in a sound service."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from depth_faults import FAULTS
from depth_target import target_with

from swagsmith.fuzz.curl import curl
from swagsmith.fuzz.depth import ground, service
from swagsmith.fuzz.depth.explore import DepthResult, explore
from swagsmith.fuzz.finding import Finding
from swagsmith.fuzz.settings import Settings
from swagsmith.fuzz.wire import NotSentError
from swagsmith.source import Document

ANN = ("AC" + "a" * 32, "correct-horse-of-ann")
BOB = ("AC" + "b" * 32, "correct-horse-of-bob")
#: fault, check, a word of the message
FOUND = [
    ("lost right after sending", "named_is_found", "only a second later"),
    ("never found with media", "named_is_found", "nor a second later"),
    ("list leaves out media", "depth:listed-after-create", "is not listed"),
    ("page repeats an element", "depth:listed-once", "twice"),
    ("page skips an element", "depth:pages-partition", "on no page"),
    ("next page loses its size", "depth:page-size", "the next page holds"),
    ("next page loses its filter", "depth:filter-means-equal", "To "),
    ("filter matches a prefix", "depth:filter-means-equal", "also finds"),
    ("filter matches a suffix", "depth:filter-means-equal", "also finds"),
    ("filter is a pattern of sql", "depth:filter-means-equal", "_"),
    ("filter is ignored", "depth:filter-means-equal", "From "),
    ("date bound is ignored", "depth:bounds", "DateSent>"),
    ("page holds one too many", "depth:page-size", "PageSize is 1"),
    ("the same sid twice", "depth:unique-ids", "sid"),
    ("text is stripped", "depth:created-as-sent", "padded"),
    ("text loses what is not ascii", "depth:created-as-sent", "\\u00e9"),
    ("text is cut at 160", "depth:created-as-sent", "xxx"),
    ("text is unescaped", "depth:created-as-sent", "&amp;"),
    ("fetched with another recipient", "depth:fetched-as-created", "to was created"),
    ("xml differs from json", "depth:media-types-agree", "body is"),
    ("xml list is shorter", "depth:media-types-agree", "elements in"),
    ("accounts are not apart", "depth:accounts-apart", "another account"),
    ("what is refused is kept", "depth:rejected-changes-nothing", "was refused"),
    ("identifiers are patterns", "depth:unknown-is-not-found", "is answered with 200"),
    ("nul in a number crashes", "not_a_server_error", "500"),
    ("long segment crashes", "not_a_server_error", "500"),
    ("many asterisks are slow", "response_time", "seconds"),
    ("several media crash", "not_a_server_error", "500"),
    ("longest text crashes", "not_a_server_error", "500"),
    ("impossible date crashes", "not_a_server_error", "500"),
    ("connection drops", "answered", "the answer ended after"),
    ("not found for a wrong body", "refused_as_documented", "documented is 400"),
    ("wrong content type", "content_type_conformance", "text/html"),
    ("json for whoever asks for xml", "answered_as_asked", "asked for application/xml"),
    ("created is 201", "positive_data_acceptance", "201"),
    ("number where a text is documented", "response_schema_conformance", "/num_media: 2"),
    ("authentication is ignored", "ignored_auth", "no credentials"),
    ("broken json crashes", "not_a_server_error", "500"),
]
#: what a check of every answer, or the list of hostile requests, is for
LEFT = {
    "stack trace in a refusal",
    "header nobody documented",
    "entities are expanded",
    "oversized body is taken",
    "credentials are echoed",
    "any method is taken",
}


def depth(
    document: Document, url: str, seed: int = 1, **more: Any
) -> tuple[list[Finding], DepthResult]:
    found: list[Finding] = []
    settings = Settings(base_url=url, seed=seed, **{"auth": ANN, "other_auth": BOB, **more})
    return found, explore(document, settings, found.append)


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ground, "_LATER", 0.4)


def test_every_fault_has_its_row() -> None:
    assert {fault for fault, *_ in FOUND} | LEFT == FAULTS.keys()
    assert len(FAULTS) >= 25


@pytest.mark.parametrize(("fault", "check", "word"), FOUND, ids=[row[0] for row in FOUND])
def test_each_fault_is_found(
    twilio: Document, monkeypatch: pytest.MonkeyPatch, fault: str, check: str, word: str
) -> None:
    if "slow" in fault:
        monkeypatch.setattr(service, "LIMIT", 0.2)
        monkeypatch.setattr("depth_faults.SLOW", 0.3)
    with target_with(fault) as target:
        found, _ = depth(twilio, target.url)
    assert any(one.check == check and word in one.message for one in found), found


def test_a_sound_service_is_sound_however_often_it_is_explored(twilio: Document) -> None:
    with target_with(None) as target:
        for seed in range(3):
            found, result = depth(twilio, target.url, seed)
            assert found == []
            assert not result.unexplored
            assert not result.spent
            assert set(result.sent) == set(result.accepted)
        assert result.requests < 800


def test_the_same_seed_sends_the_same(twilio: Document) -> None:
    results = []
    for _ in range(2):
        with target_with("text is stripped") as target:
            found, result = depth(twilio, target.url, seed=5)
            results.append((result.sent, [(one.check, one.message) for one in found]))
    assert results[0] == results[1]


def test_no_credentials_in_findings(twilio: Document) -> None:
    with target_with("accounts are not apart") as target:
        [found], _ = depth(twilio, target.url)
    commands = [curl(exchange) for exchange in found.exchanges]
    assert '"$SWAGSMITH_AUTH"' in commands[0]
    assert '"$SWAGSMITH_OTHER_AUTH"' in commands[1]
    assert "correct-horse" not in repr(found)


def test_limits_are_kept(twilio: Document) -> None:
    passed = []

    def let_pass(method: str) -> None:
        if len(passed) == 2:
            raise NotSentError
        passed.append(method)

    with target_with(None) as target:
        settings = Settings(base_url=target.url, auth=ANN)
        result = explore(twilio, settings, lambda _: None, let_pass=let_pass)
        assert result.spent
        assert target.requests == 2


def test_who_watches_is_told_of_each_answer(twilio: Document) -> None:
    seen: Counter[str] = Counter()
    with target_with(None) as target:
        settings = Settings(base_url=target.url, auth=ANN)
        result = explore(twilio, settings, lambda _: None, watch=lambda one: seen.update([one]))
    assert seen == result.sent


def test_a_part_explores_what_the_whole_does(twilio: Document) -> None:
    """What is sent for one resource does not change with what else is explored."""
    parts = []
    for labels in (None, {"POST /Messages.json", "GET /Messages.json"}):
        chosen = None if labels is None else frozenset({*labels, "GET /Messages/{MessageId}.json"})
        with target_with("text is cut at 160") as target:
            found: list[Finding] = []
            settings = Settings(base_url=target.url, auth=ANN, seed=3)
            result = explore(twilio, settings, found.append, labels=chosen)
        parts.append((found, result))
    (whole, everything), (part, mine) = parts
    assert [one.message for one in part] == [one.message for one in whole] != []
    assert {label: everything.sent[label] for label in mine.sent} == mine.sent
    assert len(mine.sent) < len(everything.sent)


CHANGES = [
    ("deletes nothing", "depth:deleted-is-gone", "still there"),
    ("lists what is deleted", "depth:deleted-is-gone", "still listed"),
    ("deletes the next as well", "depth:delete-leaves-others", "another one is gone"),
    ("loses changes", "depth:update-is-seen", "was set to"),
    ("refuses changes and keeps them", "depth:rejected-changes-nothing", "though that was refused"),
]


@pytest.mark.parametrize(("fault", "check", "word"), CHANGES, ids=[row[0] for row in CHANGES])
def test_faults_of_changing(
    items: Document, serving: Callable[..., Any], fault: str, check: str, word: str
) -> None:
    with serving(fault) as server:
        found, _ = depth(items, server.url, auth=None, other_auth=None)
    assert any(one.check == check and word in one.message for one in found), found
    assert {one.check for one in found} == {check}


def test_a_service_with_everything_is_sound(items: Document, serving: Callable[..., Any]) -> None:
    with serving() as server:
        for seed in range(3):
            found, result = depth(items, server.url, seed, auth=None, other_auth=None)
            assert found == []
        assert {"PATCH /items/{itemId}", "DELETE /items/{itemId}"} <= result.sent.keys()
        assert result.requests == sum(result.sent.values())
