"""Takes the pictures of docs/tour.md.

    make tour

Starts a portal of its own with the demo on a fresh folder, walks through it as the people of the tour do, and
writes docs/pictures/tour-*.png and docs/pictures/dashboard.png. Needs a Chromium (CHROMIUM names another).
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.journeys.conftest import find_chromium
from tests.journeys.people import SCREENED_WITHIN, Person
from tests.stack import Portal, running

PICTURES: Final = Path(__file__).parents[1] / "docs" / "pictures"
MACHINE: Final = "DEMO-TJ-0069"
"""The flagged machine whose question is answered and whose release is proposed and sent back."""
TOLD: Final = "DEMO-TJ-0043"
"""A shipment with a whole time line behind it."""
_LARGEST: Final = 60_000
_COLOURS: Final = 80
Colour = tuple[int, int, int]
_SIZE: Final = (1240, 700)


@dataclass(frozen=True)
class Tour:
    """One browser on one portal."""

    browser: Browser
    portal: Portal

    @contextmanager
    def visitor(self, username: str, language: str = "en", size: tuple[int, int] = _SIZE) -> Iterator[Person]:
        """Someone who signed in, in a browser window of their own."""
        viewport = {"width": size[0], "height": size[1]}
        context = self.browser.new_context(base_url=self.portal.base_url, locale="en", viewport=viewport)  # type: ignore[arg-type]
        person = Person(context.new_page(), self.portal)
        person.sign_in(username, language)
        yield person
        context.close()


def main() -> None:
    chromium = find_chromium()
    if chromium is None:
        sys.exit("No Chromium was found: install the package chromium, or name the browser in CHROMIUM.")
    with tempfile.TemporaryDirectory(prefix="portal-tour-") as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox"] if os.geteuid() == 0 else []
        )
        for portal in running(Path(folder)):
            walk(Tour(browser, portal))
        browser.close()


def walk(tour: Tour) -> None:
    officers_morning(tour)
    flagged_machine(tour)
    second_person(tour)
    searching(tour)
    customs_system(tour)
    training(tour)
    auditor(tour)
    supervisors_morning(tour)  # last: what waits past its deadline is escalated within a minute


def officers_morning(tour: Tour) -> None:
    with tour.visitor("officer.dushanbe") as officer:
        take(officer.page, "dashboard")
    with tour.visitor("officer.ayritom", "uz", size=(360, 760)) as officer:
        take(officer.page, "tour-phone")


def flagged_machine(tour: Tour) -> None:
    with tour.visitor("officer.dushanbe") as officer:
        open_shipment(officer.page, MACHINE)
        take(officer.page, "tour-machine")
        officer.answer_first_question("4 µm")
        officer.page.goto(officer.page.url)
        officer.reload_until("#timeline li:nth-child(4)")  # received, run, answer, run
        scroll_to(officer.page, "article")
        take(officer.page, "tour-answer")
        officer.decide("release", "Statement of the end user attached (invented)")
    with tour.visitor("officer3.dushanbe", size=(1100, 660)) as officer:
        open_shipment(officer.page, TOLD)
        scroll_to(officer.page, "#timeline")
        take(officer.page, "tour-time-line")


def second_person(tour: Tour) -> None:
    with tour.visitor("supervisor.dushanbe") as supervisor:
        open_shipment(supervisor.page, MACHINE)
        scroll_to(supervisor.page, "#decision")
        take(supervisor.page, "tour-second-person")


def searching(tour: Tour) -> None:
    with tour.visitor("officer.dushanbe") as officer:
        open_page(officer.page, "/search/?q=Namuna+Sanoat")
        take(officer.page, "tour-search")
        open_page(officer.page, "/check/")
        officer.page.fill("[name=description]", "Насос вакуумный диффузионный, входной патрубок 400 мм")
        officer.page.fill("[name=hs_code]", "8414102500")
        officer.page.locator("#check button.btn-primary").click()
        scroll_to(officer.page, "#verdict")
        take(officer.page, "tour-check")


def supervisors_morning(tour: Tour) -> None:
    with tour.visitor("supervisor.dushanbe") as supervisor:
        open_page(supervisor.page, "/oversight/")
        take(supervisor.page, "tour-oversight")
        open_page(supervisor.page, "/statistics/")
        scroll_to(supervisor.page, "#waiting")
        take(supervisor.page, "tour-statistics")
        open_page(supervisor.page, "/map/")
        take(supervisor.page, "tour-map")


def customs_system(tour: Tour) -> None:
    with tour.visitor("officer.dushanbe") as developer:
        open_page(developer.page, "/api/v1/docs/")
        developer.page.wait_for_load_state("networkidle")
        take(developer.page, "tour-api")


def training(tour: Tour) -> None:
    with tour.visitor("officer3.dushanbe", "tg") as trainee:
        open_page(trainee.page, "/training/")
        trainee.page.locator("a[href$='/result/']").first.click()
        take(trainee.page, "tour-exercise")
        trainee.page.locator("a[href$='/certificate/']").first.click()
        take(trainee.page, "tour-certificate")


def auditor(tour: Tour) -> None:
    with tour.visitor("auditor.tj") as reader:
        open_page(reader.page, "/audit/")
        take(reader.page, "tour-audit")
        open_shipment(reader.page, TOLD)
        open_page(reader.page, f"{reader.page.url}dossier/")
        take(reader.page, "tour-dossier")


def open_page(page: Page, address: str) -> None:
    answer = page.goto(address)
    if answer is None or not answer.ok:
        sys.exit(f"{address} does not open: the tour shows no page that fails.")


def open_shipment(page: Page, number: str) -> None:
    open_page(page, f"/search/?q={number}")
    page.locator("main a", has_text=number).first.click()
    expect(page.locator("h1")).to_contain_text(number, timeout=SCREENED_WITHIN)


def scroll_to(page: Page, selector: str) -> None:
    page.locator(selector).first.evaluate("element => element.scrollIntoView()")


def take(page: Page, name: str) -> None:
    """Writes what the window shows, with few colours: the pictures live in the repository."""
    page.wait_for_load_state("networkidle")
    shown = Image.open(io.BytesIO(page.screenshot(animations="disabled", caret="hide"))).convert("RGB")
    path = PICTURES / f"{name}.png"
    with_its_own_colours(shown).save(path, optimize=True)
    size = path.stat().st_size
    sys.stdout.write(f"{path.name} {size // 1000} kB\n")
    if size > _LARGEST:
        sys.exit(f"{path.name} has {size} bytes, more than {_LARGEST}: show less of the page.")


def with_its_own_colours(shown: Image.Image) -> Image.Image:
    """The colours that most of a page has, unchanged; those at the edges of letters become the nearest of them."""
    counted = [(count, cast(Colour, colour)) for count, colour in shown.getcolors(shown.width * shown.height) or []]
    most = sorted(counted, key=lambda pair: pair[0] * vividness(pair[1]), reverse=True)[:_COLOURS]
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for _, colour in most for part in colour])
    return shown.quantize(palette=palette, dither=Image.Dither.NONE)


def vividness(colour: Colour) -> int:
    """A small red mark says more than a hundred greys at the edges of letters."""
    return 1 + (max(colour) - min(colour)) // 16


if __name__ == "__main__":
    main()
