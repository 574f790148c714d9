"""Every page of the portal: its route, who opens it, and how to get there. Proofs and pictures follow this table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit
from uuid import uuid4

from django.urls import URLPattern, URLResolver
from playwright.sync_api import Page

from screening.lists.table.template import template

Way = Callable[[Page], str]
"""From a signed-in browser to the address of a page."""
Act = Callable[[Page], None]
"""What a person does on the page before it is looked at."""

VISITOR: Final = ""
OFFICER: Final = "officer.dushanbe"
SUPERVISOR: Final = "supervisor.dushanbe"
LISTS: Final = "lists.tj"
AUDITOR: Final = "auditor.tj"
TRAINER: Final = "trainer.tj"
TRAINEE: Final = "officer2.dushanbe"
"""Has finished the exercise of the demo."""
BEGINNER: Final = "officer.khujand"
"""Is in the middle of it."""


@dataclass(frozen=True)
class Shown:
    """A page as somebody sees it; ``name`` is that of its pictures, ``status`` how the portal answers."""

    route: str
    who: str
    way: Way
    act: Act | None = None
    state: str = ""
    status: int = 200

    @property
    def name(self) -> str:
        return "-".join(part for part in (self.route, self.state) if part)


def at(address: str) -> Way:
    return lambda _page: address


def by(start: str, *links: str) -> Way:
    """From a page along the first link of each kind."""

    def follow(page: Page) -> str:
        address = start
        for link in links:
            page.goto(address)
            address = str(page.locator(link).first.evaluate("link => link.pathname + link.search"))
        return address

    return follow


def written_on(way: Way, place: str) -> Way:
    """The address that a page spells out."""

    def read(page: Page) -> str:
        page.goto(way(page))
        return urlsplit(page.locator(place).inner_text()).path

    return read


def with_query(way: Way, query: str) -> Way:
    """The same way, and a question put into the address."""
    return lambda page: way(page) + query


def press(button: str) -> Act:
    def act(page: Page) -> None:
        page.locator(button).first.click()
        page.wait_for_load_state()

    return act


def fill(button: str, **fields: str) -> Act:
    """Fills fields by name and presses the button."""

    def act(page: Page) -> None:
        for name, value in fields.items():
            page.fill(f"main [name={name}]", value)
        press(button)(page)

    return act


def unfold(details: str, act: Act) -> Act:
    """Opens what is folded away, and acts in it."""

    def acted(page: Page) -> None:
        page.locator(f"{details} > summary").click()
        act(page)

    return acted


def with_a_term_proposed(page: Page) -> str:
    """The proposals that wait, once there is one."""
    page.goto(_ENTRY)
    said = {"term-text": f"invented {uuid4().hex}", "term-reason": "On a drum at the terminal"}
    unfold("#proposals ~ details", fill(f"{_PROPOSALS} button", **said))(page)
    return "/term-proposals/"


def with_a_list_sent(content: bytes) -> Way:
    """What became of a file with a list, once a worker was at it."""

    def sent(page: Page) -> str:
        page.goto("/editions/new/")
        page.set_input_files("main [name=file]", {"name": "list.csv", "mimeType": "text/csv", "buffer": content})
        page.locator("main form .btn-primary").click()
        page.locator("#import-state:not([hx-get])").wait_for()
        return urlsplit(page.url).path

    return sent


_ENTRY: Final = "/lists/eu-dual-use/1C350.1/"
_PROPOSALS: Final = "#proposals ~ details form"
_ROW: Final = "table.queue tbody th[scope=row] a"
_VERSIONS: Final = "main a[href*='/versions/']"
_FIRST_CELL: Final = "main tbody th[scope=row] a"
_WHY: Final = by("/?show=waiting", _ROW, "main .act a[href$='/why/']")
_CERTIFICATE: Final = by("/training/", _FIRST_CELL, "main a[href$='/certificate/']")
PAGES: Final = (
    Shown("sign-in", VISITOR, at("/sign-in/")),
    Shown("sign-in", VISITOR, at("/sign-in/"), fill("main form button", username="x", password=""), "wrong"),
    Shown("verify-certificate", VISITOR, at("/training/certificates/unknown/"), state="unknown", status=404),
    # -- the officer's day
    Shown("dashboard", OFFICER, at("/")),
    Shown("dashboard", OFFICER, at("/?show=decided"), state="decided"),
    Shown("dashboard", OFFICER, at("/?show=new"), state="empty"),
    Shown("shipment", OFFICER, by("/", _ROW)),
    Shown("shipment", OFFICER, by("/?show=open", _ROW), state="open"),
    Shown("shipment", OFFICER, by("/?show=decided", _ROW), state="decided"),
    Shown("comparison", OFFICER, by("/search/?q=DEMO-TJ-0052", _ROW, _VERSIONS)),
    Shown("my-decisions", OFFICER, at("/my-decisions/")),
    Shown("new-shipment", OFFICER, at("/shipments/new/")),
    Shown("new-shipment", OFFICER, at("/shipments/new/"), press("#declaration .btn-primary"), "wrong", 422),
    Shown("upload", OFFICER, at("/submissions/new/")),
    Shown("submission", OFFICER, by("/?show=clear", _ROW, "main a[href^='/submissions/']")),
    Shown("search", OFFICER, at("/search/?q=DEMO")),
    Shown("search", OFFICER, at("/search/?q=nothing+of+that+name"), state="empty"),
    Shown("check", OFFICER, at("/check/")),
    Shown("check", OFFICER, at("/check/"), fill("#check .btn-primary", description="thiodiglycol, drums"), "answer"),
    Shown("goods", OFFICER, at("/goods/")),
    Shown("goods", OFFICER, at("/goods/?q=nothing+of+that+name"), state="empty"),
    Shown("good", OFFICER, by("/goods/", _FIRST_CELL)),
    Shown("good", SUPERVISOR, by("/goods/?state=waiting", _FIRST_CELL), state="waiting"),
    Shown("determine", OFFICER, at("/goods/new/")),
    Shown("determine", OFFICER, at("/goods/new/"), press("main form .btn-primary"), "wrong", 422),
    Shown("why", OFFICER, _WHY),
    Shown("why", OFFICER, with_query(_WHY, "?entry=1C350"), state="asked"),
    Shown("lists", OFFICER, at("/lists/")),
    Shown("list", OFFICER, at("/lists/eu-dual-use/")),
    Shown("entry", OFFICER, at(_ENTRY)),
    Shown("entry", OFFICER, at(_ENTRY), unfold("#proposals ~ details", press(f"{_PROPOSALS} button")), "wrong", 422),
    Shown("account", OFFICER, at("/account/")),
    Shown("style", OFFICER, at("/style/")),
    Shown("not-found", OFFICER, at("/no-such-page/"), status=404),
    # -- the supervisor's morning
    Shown("dashboard", SUPERVISOR, at("/"), state="supervisor"),
    Shown("shipment", SUPERVISOR, by("/?show=confirming", _ROW), state="supervisor"),
    Shown("oversight", SUPERVISOR, at("/oversight/")),
    Shown("statistics", SUPERVISOR, at("/statistics/?days=90")),
    Shown("delegations", SUPERVISOR, at("/delegations/")),
    Shown("delegations", SUPERVISOR, at("/delegations/"), press("main form .btn-primary"), "wrong", 422),
    Shown("map", SUPERVISOR, at("/map/")),
    # -- lists, audit
    Shown("dashboard", LISTS, at("/"), state="lists"),
    Shown("lists", LISTS, at("/lists/"), state="drafts"),
    Shown("term-proposals", LISTS, at("/term-proposals/?state=refused"), state="empty"),
    Shown("term-proposals", LISTS, with_a_term_proposed),
    Shown("lists-import", LISTS, at("/editions/new/")),
    Shown("lists-import", LISTS, at("/editions/new/"), press("main form .btn-primary"), "wrong", 422),
    Shown("list-import", LISTS, with_a_list_sent(template("csv"))),
    Shown("list-import", LISTS, with_a_list_sent(b"part,code\nterm,1A"), state="wrong"),
    Shown("edition", LISTS, by("/lists/", "main tbody td a[href^='/editions/']")),
    Shown("watchlists", LISTS, at("/watchlists/")),
    Shown("watchlist-edition", LISTS, by("/watchlists/", "main tbody tr td:last-child a")),
    Shown("dashboard", AUDITOR, at("/"), state="auditor"),
    Shown("audit", AUDITOR, at("/audit/")),
    Shown("dossier", AUDITOR, by("/?show=decided", _ROW, "main a[href$='/dossier/']")),
    Shown("forbidden", AUDITOR, at("/shipments/new/"), status=403),
    # -- training
    Shown("exercises", TRAINEE, at("/training/")),
    Shown("result", TRAINEE, by("/training/", _FIRST_CELL)),
    Shown("debrief", TRAINEE, by("/training/", _FIRST_CELL, "#debrief-1")),
    Shown("certificate", TRAINEE, _CERTIFICATE),
    Shown("verify-certificate", TRAINEE, written_on(_CERTIFICATE, ".certificate-address")),
    Shown("manifest", BEGINNER, by("/training/", "main a[id^=continue]")),
    Shown("exercise-declaration", BEGINNER, by("/training/", "main a[id^=continue]", "#next")),
    Shown("groups", TRAINER, at("/training/groups/")),
    Shown("group", TRAINER, by("/training/groups/", _FIRST_CELL)),
    Shown("figures", TRAINER, by("/training/groups/", _FIRST_CELL, "main a[href*='/exercises/']")),
)

NO_PAGES: Final = {
    "sign-out": "a button",
    "language": "a button",
    "shipment-state": "a live part of the shipment's page",
    "answer": "where the shipment's page sends an answer",
    "decide": "where it sends a decision",
    "confirm": "where it sends a confirmation",
    "holding": "where it sends who works on it",
    "add-note": "where it sends a note",
    "attach": "where it sends an attachment",
    "record-result": "where it sends what a check found",
    "attachment": "a download",
    "small-picture": "a picture",
    "refused-rows": "a download",
    "statistics-table": "a download",
    "list-template": "a download",
    "edition-table": "a download",
    "delegation-end": "a button",
    "determination": "leads to the good",
    "edition-act": "where the edition's page sends what its manager does",
    "watchlist-edition-act": "the same for a watchlist's edition",
    "propose-term": "where an entry's page sends a proposal",
    "list-import-act": "where the page of a file with a list sends what its manager says",
    "resume-drafting": "a button",
    "decide-term": "where the page of proposals sends a decision",
    "uphold": "where the good's page sends a confirmation",
    "start-exercise": "a button",
    "finish-exercise": "a button",
    "certificate-pdf": "a download",
    "add-members": "where a group's page sends people",
    "remove-member": "a button",
    "assign-exercise": "where a group's page sends an exercise",
    "figures-csv": "a download",
}
"""Routes that show no page of their own, and what they are."""


def route_names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    """Every name in an address table, included ones too."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from route_names(pattern.url_patterns)
        elif pattern.name:
            yield pattern.name
