"""The public code of a pole, such as `PTCE-0042`: at least four digits, so never sort it as text."""

import re

PREFIX = "PTCE-"
HIGHEST_NUMBER = 999_999


def code_of(number: int) -> str:
    """The code of this number."""
    return f"{PREFIX}{number:04d}"


def hyphenated(text: str) -> str:
    """With the codes of a text as they are written: « ptce 42 » and « PTCE42 » are « PTCE-42 »."""
    return re.sub(r"\bptce[ -]*(?=[0-9])", PREFIX, text, flags=re.IGNORECASE)


def number_of(code: str) -> int | None:
    """The number in a code; None when it is none."""
    digits = code.removeprefix(PREFIX)
    is_code = digits != code and digits.isascii() and digits.isdigit() and len(digits) <= len(str(HIGHEST_NUMBER))
    return int(digits) if is_code else None
