"""Every page of the table: accessible in every language and look, without sideways scroll, light enough for 2G."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal
from unicodedata import normalize

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Response, ViewportSize, expect
from pypdf import PdfReader

from screening.web import urls as screening_urls
from tests.journeys.conftest import Visit
from tests.journeys.pages import NO_PAGES, PAGES, Act, route_names
from tests.journeys.people import SCREENED_WITHIN, Person, broken_rules, sideways
from tests.stack import Portal
from training.web import urls as training_urls

FIRST_VISIT, LATER = 100_000, 15_000
"""Most bytes over the line."""
MANY = 119
DESK: Final[ViewportSize] = {"width": 1280, "height": 800}
PHONE: Final[ViewportSize] = {"width": 360, "height": 740}


@dataclass(frozen=True)
class Look:
    """One language on one screen. Together they show each language, width and scheme once at least."""

    language: str
    screen: ViewportSize
    scheme: Literal["light", "dark"]

    def put_on(self, page: Page, base_url: str) -> None:
        page.context.add_cookies([{"name": "django_language", "value": self.language, "url": base_url}])
        page.set_viewport_size(self.screen)
        page.emulate_media(color_scheme=self.scheme)

    def __str__(self) -> str:
        return f"{self.language} {self.screen['width']} {self.scheme}"


LOOKS: Final = (
    Look("en", DESK, "light"),
    Look("ru", PHONE, "dark"),
    Look("tg", DESK, "dark"),
    Look("uz", PHONE, "light"),
)


class Watch:
    """What goes wrong on a page and what it weighs."""

    def __init__(self, page: Page) -> None:
        self.page, self.weight, self.errors = page, _weigh(page), list[str]()
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def begin(self) -> None:
        self.weight()
        self.errors.clear()

    def answer_to(self, act: Act) -> Response:
        """What the portal says to a form that is sent."""
        with self.page.expect_response(lambda answer: answer.request.method == "POST") as sent:
            act(self.page)
        return sent.value

    def faults(self, status: int, expected: int, look: Look) -> Iterator[str]:
        if status != expected:
            yield f"answers {status}"
        weight = self.weight()
        if weight > LATER:
            yield f"weighs {weight} bytes"
        yield from (f"console: {text}" for text in self.errors if f"status of {expected}" not in text)
        if self.page.locator("html").get_attribute("lang") != look.language:
            yield "speaks another language"
        yield from (f"axe: {rule}" for rule in broken_rules(self.page))
        for screen in (PHONE, DESK):
            self.page.set_viewport_size(screen)
            wide = sideways(self.page)
            if wide > 0:
                yield f"is {wide} px too wide at {screen['width']}"


def _table(lines: int) -> bytes:
    """One declaration of many lines, every tenth of them listed."""
    texts = ["thiodiglycol in drums" if place % 10 == 0 else f"cotton shirts model {place}" for place in range(lines)]
    rows = [f"MANY-{lines},{text},{'2930709809' if 'thio' in text else '6105100000'}" for text in texts]
    return "\n".join(["declaration_number,description,hs_code", *rows]).encode()


def _weigh(page: Page) -> Callable[[], int]:
    """Counts what comes over the line until a page is loaded, headers included; each call tells it and begins anew."""
    received: list[int] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: received.append(int(event["encodedDataLength"])))

    def told() -> int:
        page.wait_for_load_state()
        session.send("Runtime.evaluate", {"expression": "0"})  # its answer comes after every event so far
        total = sum(received)
        received.clear()
        return total

    return told


def _send(officer: Person, content: bytes, name: str) -> None:
    officer.page.goto("/submissions/new/")
    officer.page.set_input_files("[type=file]", {"name": name, "mimeType": "text/csv", "buffer": content})
    officer.page.locator("main form button").click()


# -- the table ---------------------------------------------------------------------------------------------


def test_the_table_names_every_route() -> None:
    routes = set(route_names([*screening_urls.urlpatterns, *training_urls.urlpatterns]))
    shown = {page.route for page in PAGES} & routes
    assert shown | set(NO_PAGES) == routes
    assert shown & set(NO_PAGES) == set()


@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="how a page looks does not hang on the database")
@pytest.mark.parametrize("who", sorted({page.who for page in PAGES}), ids=lambda who: who or "visitor")
def test_every_page_holds_in_every_language_and_look(portal: Portal, visit: Visit, who: str) -> None:
    page = visit(locale="en", viewport=DESK)
    watch = Watch(page)
    if who:
        Person(page, portal).sign_in(who, "en")
    page.goto("/no-such-page/")  # what every page shares is here from now on
    faults: list[str] = []
    for shown in (each for each in PAGES if each.who == who):
        address = shown.way(page)
        for look in LOOKS:
            look.put_on(page, portal.base_url)
            watch.begin()
            answer = page.goto(address)
            assert answer is not None
            if shown.act:
                answer = watch.answer_to(shown.act)
            faults += [f"{shown.name} {look}: {fault}" for fault in watch.faults(answer.status, shown.status, look)]
    assert faults == []


def test_paper_says_what_it_shows_when_and_for_whom(portal: Portal, page: Page, tmp_path: Path) -> None:
    Person(page, portal).sign_in("officer.dushanbe", "ru")
    for shown in (each for each in PAGES if each.who == "officer.dushanbe" and not each.act):
        page.goto(shown.way(page))
        page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
        text = _read(tmp_path / "page.pdf")
        title = page.locator("h1").inner_text()
        assert "".join(title.split()) in "".join(text.split()), shown.name
        assert f"{timezone.localdate():%d.%m.%Y}" in text
        assert "http" not in text, shown.name
        assert "Выйти" not in text


def _read(paper: Path) -> str:
    """The text of a PDF; letters that were set as one sign (ﬀ, ﬁ) come back as they were written."""
    return normalize("NFKC", " ".join(sheet.extract_text() for sheet in PdfReader(paper).pages))


# -- keys ----------------------------------------------------------------------------------------------------


def test_keys_lead_where_the_style_page_says_and_can_be_turned_off(portal: Portal, page: Page) -> None:
    Person(page, portal).sign_in("officer.dushanbe", "en")
    page.keyboard.press("/")
    expect(page.locator("#find")).to_be_focused()
    page.keyboard.type("gdj?")  # who types goes nowhere
    expect(page.locator("#find")).to_have_value("gdj?")
    page.locator("#find").blur()
    page.keyboard.press("j")
    page.keyboard.press("j")
    rows = page.locator("main tbody th[scope=row] a")
    expect(rows.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(rows.nth(0)).to_be_focused()
    page.keyboard.press("?")
    expect(page.locator("h2#keyboard")).to_be_in_viewport()
    page.locator("[data-shortcuts]").click()
    page.keyboard.type("gd")
    expect(page.locator("h2#keyboard")).to_be_visible()
    page.locator("[data-shortcuts]").click()
    page.keyboard.type("gd")
    expect(page).to_have_url(f"{portal.base_url}/")


def test_news_leave_the_keyboard_where_it_is(portal: Portal, page: Page) -> None:
    Person(page, portal).sign_in("officer.dushanbe", "en")
    row = page.locator("main tbody th[scope=row] a").first
    row.focus()
    page.evaluate("document.getElementById('queue').old = true")
    page.evaluate("htmx.ajax('GET', '/', {target: '#queue', swap: 'outerHTML'})")
    page.wait_for_function("!document.getElementById('queue').old")
    expect(row).to_be_focused()


# -- weight --------------------------------------------------------------------------------------------------


def test_a_first_visit_and_a_long_declaration_are_light(portal: Portal, page: Page) -> None:
    weight = _weigh(page)
    kept = list[Response]()
    page.on("response", lambda answer: kept.append(answer) if "/static/" in answer.url else None)
    page.goto("/sign-in/")
    assert weight() <= FIRST_VISIT
    assert {answer.header_value("content-encoding") for answer in kept} <= {"br", "gzip"}
    assert all("immutable" in (answer.header_value("cache-control") or "") for answer in kept)
    officer = Person(page, portal)
    officer.sign_in("officer.dushanbe", "ru")
    _send(officer, _table(MANY), "many.csv")
    page.locator("#taken + ul a").click()
    expect(page.locator("article mark").first).to_be_visible(timeout=SCREENED_WITHIN)
    many = page.url
    weight()
    page.goto(many)
    assert weight() <= LATER


def test_a_file_above_the_limit_is_refused_before_it_is_sent(portal: Portal, page: Page, tmp_path: Path) -> None:
    officer = Person(page, portal)
    officer.sign_in("officer.dushanbe", "en")
    page.goto("/submissions/new/")
    page.set_input_files("[type=file]", _large(tmp_path))
    page.locator("main form button").click()
    expect(page.locator("#file-problem")).to_contain_text("Divide it into smaller ones")


def test_without_javascript_the_portal_itself_refuses_it(portal: Portal, visit: Visit, tmp_path: Path) -> None:
    officer = Person(visit(java_script_enabled=False), portal)
    officer.sign_in("officer.dushanbe", "en")
    officer.page.goto("/submissions/new/")
    officer.page.set_input_files("[type=file]", _large(tmp_path))
    officer.page.locator("main form button").click()
    expect(officer.page.locator("h1")).to_have_text("The file is too large")


def _large(folder: Path) -> Path:
    """200 MB that take no room on the disk."""
    path = folder / "large.csv"
    with path.open("wb") as file:
        file.truncate(200 * 2**20)
    return path
