"""The public code of a pole, such as `PTCE-0042`: at least four digits, so never sort it as text."""

PREFIX = "PTCE-"
HIGHEST_NUMBER = 999_999


def code_of(number: int) -> str:
    """The code of this number."""
    return f"{PREFIX}{number:04d}"


def number_of(code: str) -> int | None:
    """The number in a code; None when it is none."""
    digits = code.removeprefix(PREFIX)
    is_code = digits != code and digits.isascii() and digits.isdigit() and len(digits) <= len(str(HIGHEST_NUMBER))
    return int(digits) if is_code else None
