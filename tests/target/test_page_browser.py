"""The page as a person meets it: in headless Chromium, which may talk to loopback alone."""

import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import httpx2
import pytest

from twilio_target import Addresses, Settings, running_target

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
Browser, Page = sync_api.Browser, sync_api.Page

CHROMIUM = (
    shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)
TOKEN = "a tökén:&<"

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium on the PATH")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # Chromium's sandbox refuses to run as root, as which containers and CI often run.
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """A function that opens the page of a target; what went wrong in it fails the test at the end."""
    problems: list[str] = []
    contexts = []

    def open_at(url: str, **options: object) -> Page:
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on(
            "console",
            lambda said: problems.append(said.text) if said.type in {"error", "warning"} else None,
        )
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("request", lambda asked: _note_stranger(asked.url, url, problems))
        page.goto(url)
        page.wait_for_selector("#operations-Messages-SendMessage")
        return page

    yield open_at
    for context in contexts:
        context.close()
    assert problems == []


def _note_stranger(asked: str, url: str, problems: list[str]) -> None:
    if urlsplit(asked).scheme != "data" and urlsplit(asked).netloc != urlsplit(url).netloc:
        problems.append(f"a request to {asked}")


@pytest.fixture
def sid() -> str:
    return "AC" + secrets.token_hex(16)


def sign_in(page: Page, sid: str, token: str = TOKEN) -> None:
    page.fill("#sid", sid)
    page.fill("#token", token)
    page.click("#sign-in button[type=submit]")


def list_messages(target: Addresses, sid: str) -> list[dict[str, str]]:
    auth = (sid.encode(), TOKEN.encode())
    return httpx2.get(f"{target.url}/Messages.json", auth=auth).json()["messages"]


def test_try_it_sends_a_message_that_the_live_view_shows(
    target: Addresses, open_page: Callable[..., Page], sid: str
) -> None:
    page = open_page(target.url)
    sign_in(page, sid)
    page.wait_for_selector("#messages .empty")
    operation = page.locator("#operations-Messages-SendMessage")
    operation.locator(".opblock-summary-control").click()
    operation.locator("textarea").fill(
        '{"from": "+15005550006", "to": "+15558675310", "body": "By hand"}'
    )
    operation.locator("button.execute").click()
    assert (
        operation.locator(".live-responses-table tbody .response-col_status")
        .inner_text()
        .startswith("200")
    )
    page.wait_for_selector("#messages .message")
    assert page.locator("#messages .body").all_inner_texts() == ["By hand"]
    listing = page.locator("#operations-Messages-ListMessages")
    listing.locator(".opblock-summary-control").click()
    listing.locator("button.execute").click()
    sync_api.expect(listing.locator(".live-responses-table")).to_contain_text("By hand")
    (message,) = list_messages(target, sid)
    assert (message["body"], message["to"]) == ("By hand", "+15558675310")


def test_the_live_view_shows_what_code_sends(
    target: Addresses, open_page: Callable[..., Page], sid: str
) -> None:
    page = open_page(target.url)
    sign_in(page, sid)
    page.wait_for_selector("#messages .empty")
    texts = ["one", "<img src=x onerror=alert(1)>", "three\nlines\n<b>here</b>"]
    with httpx2.Client(base_url=target.url, auth=(sid.encode(), TOKEN.encode())) as client:
        number = {"PhoneNumber": "+15005550006", "FriendlyName": "<script>alert(2)</script>"}
        assert client.post("/IncomingPhoneNumbers.json", json=number).status_code == 200
        for text in texts:
            body = {"from": "+15005550006", "to": "+15558675310", "body": text}
            assert client.post("/Messages.json", json=body).status_code == 200
    sync_api.expect(page.locator("#messages .message")).to_have_count(3)
    assert page.locator("#messages .body").all_inner_texts() == texts[::-1]
    page.wait_for_selector("#messages .pill[data-status=delivered]")
    page.wait_for_selector("#usage .number")
    assert "<script>alert(2)</script>" in page.locator("#numbers").inner_text()
    assert page.locator("#live img, #live b, #live script").count() == 0
    assert "3 messages" in page.locator("#status").inner_text()


def test_wrong_credentials_are_told_and_forgotten(
    target: Addresses, browser: Browser, sid: str
) -> None:
    httpx2.get(f"{target.url}/Messages.json", auth=(sid, "the right one"))
    page = browser.new_page()
    page.goto(target.url)
    page.wait_for_selector("#operations-Messages-SendMessage")
    sign_in(page, sid, "a wrong one")
    sync_api.expect(page.locator("#status")).to_contain_text("refused")
    assert page.locator("#sign-in").is_visible()
    assert not page.locator("#account").is_visible()
    assert page.locator("#token").input_value() == ""
    page.context.close()


def test_credentials_stay_in_memory(
    target: Addresses, open_page: Callable[..., Page], sid: str
) -> None:
    page = open_page(target.url)
    sign_in(page, sid)
    page.wait_for_selector("#messages .empty")
    kept = page.evaluate(
        "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, location.href])"
    )
    assert TOKEN not in kept
    assert sid not in kept
    page.click("#sign-out")
    assert page.locator("#messages > *").count() == 0
    page.reload()
    assert page.locator("#sid").input_value() == page.locator("#token").input_value() == ""


def test_an_account_can_be_made_up(target: Addresses, open_page: Callable[..., Page]) -> None:
    page = open_page(target.url, viewport={"width": 390, "height": 800}, color_scheme="dark")
    page.click("#make-up")
    made = page.locator("#sid").input_value()
    page.click("#sign-in button[type=submit]")
    page.wait_for_selector("#messages .empty")
    assert page.locator("#who").inner_text() == made
    # Nothing is wider than the window.
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_pausing_stops_asking(target: Addresses, open_page: Callable[..., Page], sid: str) -> None:
    page = open_page(target.url)
    sign_in(page, sid)
    page.wait_for_selector("#messages .empty")
    page.click("#pause")
    page.wait_for_timeout(500)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_timeout(2500)
    assert asked == []
    page.click("#pause")
    page.wait_for_event("request", timeout=5000)


def test_it_works_the_same_in_front_of_another_twilio(
    target: Addresses, open_page: Callable[..., Page], sid: str
) -> None:
    with running_target(Settings(upstream=target.twilio_url)) as front:
        page = open_page(front.url)
        body = {"from": "+15005550006", "to": "+15558675310", "body": "Through both"}
        auth = (sid.encode(), TOKEN.encode())
        assert httpx2.post(f"{target.url}/Messages.json", auth=auth, json=body).status_code == 200
        sign_in(page, sid)
        page.wait_for_selector("#messages .message")
        assert page.locator("#messages .body").all_inner_texts() == ["Through both"]
