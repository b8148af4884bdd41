"""The words of the field that a newcomer may not know, as pages show them."""

from dataclasses import dataclass

from poles.models import GlossaryWord
from ptce_site.clock import today
from ptce_site.remembered import Remembered, read_moment


@dataclass(frozen=True)
class Glossary:
    """Every word, by identifier, in the order of their names."""

    moment: tuple[str, int, str]
    words: dict[str, GlossaryWord]


def _made() -> Glossary:
    moment = read_moment()  # first: never newer than the words
    return Glossary((*moment, today().isoformat()), {word.slug: word for word in GlossaryWord.objects.all()})


kept = Remembered(_made)
