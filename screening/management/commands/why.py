"""Tells what speaks for and against one entry of a list for a goods line, found by the engine or not."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from screening.engine import Line
from screening.engine.catalogue import LANGUAGES
from screening.engine.explain import rendered_why
from screening.engine.verdict import Why
from screening.services.index import NoCatalogue, engine_in_force


class Command(BaseCommand):
    help = "Why an entry of a control list (eu-dual-use:1C350.1) does or does not control a goods line."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("description")
        parser.add_argument("entry", help="list:code")
        parser.add_argument("--hs", default="", help="the declared HS code")
        parser.add_argument("--lang", choices=LANGUAGES, default="en", help="language of the evidence")

    def handle(self, *args: Any, description: str, entry: str, hs: str, lang: str, **options: Any) -> None:
        list_slug, _, code = entry.partition(":")
        try:
            why = engine_in_force().why(Line("", description, hs), list_slug, code)
        except NoCatalogue as error:
            raise CommandError(str(error)) from error
        except KeyError as error:
            raise CommandError(f"{entry} is in no list in force. Write it as eu-dual-use:1C350.1.") from error
        self.stdout.write("\n".join(_told(why, lang)))


def _told(why: Why, language: str) -> list[str]:
    told = rendered_why(why.as_document(), language)
    rows = [f"{why.prior:+6.2f}  before any evidence"]
    rows += [f"{each['points']:+6.2f}  {each['text']}" for each in told["evidence"]]
    rows += [f"{-why.repeated:+6.2f}  what names the goods says the same again"] if why.repeated else []
    rows += [f"        not stated: {name}" for name in told["not_stated"]]
    if not told["evidence"]:
        rows.append("        nothing in the line points at it")
    named = "named in the verdict" if why.told else "not named in the verdict"
    rows.append(f"{why.sum:+6.2f}  probability {told['score']:.3f}, level {told['level']}; {named}")
    return rows
