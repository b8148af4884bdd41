"""The text of a version as a page shows it: each numbered principle has an address of its own, which stays."""

import re

from django.utils.safestring import SafeString, mark_safe

from ptce_site.markdown import sanitised_html

# « ## 3. Un titre », « ## Principe 3 : un titre ».
HEADING = re.compile(r"<h([3-6])>(?:principe |article )?([1-9][0-9]?)\b(.*?)</h\1>", re.IGNORECASE | re.DOTALL)


def as_html(text: str, prefix: str = "principe") -> SafeString:
    """HTML of a version's Markdown; the first heading that begins with a number has `<prefix>-<number>` as its anchor."""
    seen: set[str] = set()

    def anchored(found: re.Match[str]) -> str:
        level, number, _ = found.groups()
        if number in seen:
            return found[0]
        seen.add(number)
        return f'<h{level} id="{prefix}-{number}">' + found[0].split(">", 1)[1]

    return mark_safe(HEADING.sub(anchored, sanitised_html(text)))  # noqa: S308 (cleaned above; numbers only are added)


def twice(text: str) -> list[str]:
    """The numbers that several principles bear: the first of each has the address."""
    found = [number for _, number, _ in HEADING.findall(sanitised_html(text))]
    return sorted({number for number in found if found.count(number) > 1}, key=int)


def numbers(text: str, prefix: str = "principe") -> list[str]:
    """The numbers of the principles, in their order."""
    return re.findall(rf'id="{prefix}-([0-9]+)"', as_html(text, prefix))
