"""Tells what speaks for and against one entry of a list for a goods line, found by the engine or not."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from screening.engine import Line
from screening.engine.catalogue import LANGUAGES
from screening.engine.explain import say
from screening.engine.measurements import QUANTITIES
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
    candidate = why.candidate
    rows = [f"{why.prior:+6.2f}  before any evidence"]
    rows += [f"{each.points:+6.2f}  {say(each.id, language, each.arguments)}" for each in candidate.evidence]
    rows += [f"        not stated: {QUANTITIES[slug].name[language]}" for slug in why.missing]
    if not candidate.evidence:
        rows.append("        nothing in the line points at it")
    rows.append(f"        what names the goods counts for at most {why.most_naming:g}")
    named = "named in the verdict" if why.told else "not named in the verdict"
    rows.append(f"{candidate.score:6.3f}  probability, level {candidate.level}; {named}")
    return rows
