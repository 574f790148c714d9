"""One goods line, read once: words, identifiers and figures with their places."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from screening.engine import identifiers, measurements, precedents, text
from screening.engine.verdict import Line

QUANTITY: str = "quantity:"
CAS: str = "cas:"
DESCRIPTION: str = "description"
_JOINTS = ("-", ")", "(", "]", "[", ")-", "-(")


@dataclass(frozen=True)
class Reading:
    """A line as the evidence modules see it."""

    line: Line
    composed: str
    folded: str
    tokens: tuple[text.Token, ...]
    positions: dict[str, list[int]]  # word key -> places among the tokens
    hs_code: str
    identifiers: tuple[identifiers.Found, ...]
    stated: dict[str, list[measurements.Measurement]] = field(default_factory=dict)  # by quantity, once read

    @cached_property
    def figures(self) -> list[measurements.Measurement]:
        return measurements.find(self.composed)

    @cached_property
    def recognised(self) -> list[precedents.Recognised]:
        """What was determined about the good that the line names."""
        return precedents.recognise(self.folded, self.line.precedents)

    @cached_property
    def answers(self) -> dict[str, str]:
        return dict(self.line.answers)

    def values_of(self, quantity: measurements.Quantity) -> list[measurements.Measurement]:
        """The figures that state a quantity; an officer's answer goes before what was declared."""
        if quantity.slug not in self.stated:
            self.stated[quantity.slug] = self._values_of(quantity)
        return self.stated[quantity.slug]

    def _values_of(self, quantity: measurements.Quantity) -> list[measurements.Measurement]:
        answer = self.answers.get(QUANTITY + quantity.slug)
        if answer is not None:
            figures = measurements.find(text.compose(answer))
            return [figure for figure in figures if figure.dimension == quantity.dimension]
        return measurements.values_of(quantity, self.folded, self.figures)

    def hyphenated(self, place: int) -> bool:
        """Whether a token hangs on the one before: the parts of a chemical name."""
        before = self.folded[self.tokens[place - 1].end : self.tokens[place].start]
        return before in _JOINTS

    def adjoins(self, place: int) -> bool:
        """Whether nothing but a space or a joint stands before a token: "(20 °C), 4 pcs" is no C4."""
        before = self.folded[self.tokens[place - 1].end : self.tokens[place].start]
        return before.strip() in ("", *_JOINTS)

    def glued(self, first: int, last: int) -> str:
        """The key of some tokens written as one word."""
        word = "".join(self.folded[token.start : token.end] for token in self.tokens[first : last + 1])
        return text.word_key(word)[0]

    def span(self, first: int, last: int | None = None) -> tuple[int, int]:
        """The place of one token, or from one token to another."""
        return self.tokens[first].start, self.tokens[first if last is None else last].end


def read(line: Line) -> Reading:
    """Reads a line. What officers answered about the goods is read behind the description."""
    composed = _composed(line)
    folded = text.fold(composed)
    tokens = tuple(text.tokens(folded))
    positions: dict[str, list[int]] = {}
    for place, token in enumerate(tokens):
        positions.setdefault(token.key, []).append(place)
    return Reading(
        line=line,
        composed=composed,
        folded=folded,
        tokens=tokens,
        positions=positions,
        hs_code="".join(filter(str.isdigit, line.hs_code)),
        identifiers=tuple(identifiers.find(folded)),
    )


def numbers_in(line: Line) -> frozenset[str]:
    """The keys by which precedents that may apply to a line are looked up."""
    return precedents.keys_in(text.fold(_composed(line)))


def _composed(line: Line) -> str:
    said = [answer for key, answer in line.answers if key == DESCRIPTION or key.startswith(CAS)]
    return text.compose("\n".join([line.description, *said]))
