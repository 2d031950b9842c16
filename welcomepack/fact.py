"""Kinds of facts: what a value must look like, and how it is printed.

A fact never passes through a translator. Its printed form is the same in every language
(Latin digits, 24-hour times, ``£``), because it must match the keypad, the bus and the door;
only a date takes its month name from the reader's language.
"""

import re
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from urllib.parse import urlsplit

import phonenumbers

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
FACT_ID = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*")
POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}")
_TIME = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]"
_TIMES = re.compile(rf"{_TIME}(-{_TIME})?")
_MONEY = re.compile(r"£[0-9]{1,3}(,?[0-9]{3})*(\.[0-9]{2})?")
_NUMBER = re.compile(r"[0-9]{1,6}(\.[0-9]+)?")
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_HOST = re.compile(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")
_LONGEST_URL = 32
_LONGEST = 120
_DIALLED = re.compile(r"\+?[0-9]+( [0-9]+)*")
# Text relay prefixes of the UK (18000 alone, 18001 before any number): Relay UK's own scheme.
_RELAY = re.compile(r"18001 ?")
_SHORT = {"999", "112", "111", "101", "105", "119", "18000", "116 123", "116 000", "116 117"}


class Kind(StrEnum):
    """What sort of value a fact holds."""

    PHONE = "phone"
    SMS = "sms"
    URL = "url"
    EMAIL = "email"
    ADDRESS = "address"
    POSTCODE = "postcode"
    MONEY = "money"
    TIME = "time"
    DATE = "date"
    NUMBER = "number"
    NAME = "name"


def problem(kind: Kind, value: str) -> str:
    """Say what is wrong with a value of this kind, or return the empty string."""
    return _PROBLEMS[kind](value)


def _phone(value: str) -> str:
    number = _RELAY.sub("", value, count=1) if _RELAY.match(value) else value
    if number in _SHORT:
        return ""
    if not _DIALLED.fullmatch(number):
        return f'"{value}" is not written as a phone number: digits and single spaces only.'
    if not number.startswith(("0", "+")):
        return f'"{value}" must begin with 0 or with +.'
    try:
        parsed = phonenumbers.parse(number, "GB")
    except phonenumbers.NumberParseException:
        return f'"{value}" is not a possible phone number.'
    if not phonenumbers.is_valid_number(parsed):
        return f'"{value}" is not a phone number that can exist in the UK. Count the digits.'
    return ""


def _sms(value: str) -> str:
    if re.fullmatch(r"[0-9]{5}", value):
        return ""
    return f'"{value}" is not a five-digit number for texts.'


def _url(value: str) -> str:
    try:
        parts = urlsplit(value)
        host = parts.hostname or ""
        port, user = parts.port, parts.username
    except ValueError:
        return f'"{value}" is not a web address.'
    if parts.scheme != "https":
        return f'"{value}" must begin with https://.'
    if not _HOST.fullmatch(host) or user is not None or port is not None:
        return f'"{value}" is not a web address.'
    if re.search(r"[\s<>\"'`{}\\^|]", value):
        return f'"{value}" holds a character that a web address cannot have.'
    return ""


def _date(value: str) -> str:
    try:
        date.fromisoformat(value)
    except ValueError:
        return f'"{value}" is not a date like 2026-11-22.'
    return ""


def _shape(pattern: re.Pattern[str], example: str) -> Callable[[str], str]:
    def check(value: str) -> str:
        return "" if pattern.fullmatch(value) else f'"{value}" should look like {example}.'

    return check


def _words(value: str) -> str:
    return (
        ""
        if value.strip() and len(value) <= _LONGEST
        else "A name or address of 120 letters at most."
    )


_PROBLEMS: dict[Kind, Callable[[str], str]] = {
    Kind.PHONE: _phone,
    Kind.SMS: _sms,
    Kind.URL: _url,
    Kind.EMAIL: _shape(_EMAIL, "name@example.org"),
    Kind.ADDRESS: _words,
    Kind.POSTCODE: _shape(POSTCODE, "HA9 0FJ"),
    Kind.MONEY: _shape(_MONEY, "£49.18"),
    Kind.TIME: _shape(_TIMES, "09:30 or 09:30-17:00"),
    Kind.DATE: _date,
    Kind.NUMBER: _shape(_NUMBER, "42"),
    Kind.NAME: _words,
}


def href(kind: Kind, value: str) -> str:
    """The link target of a fact, or the empty string.

    Full numbers take the global form of RFC 3966 section 5.1.4 (``tel:+448088010503``); short
    codes such as 111 exist only inside the country and stay as they are.
    """
    if kind is Kind.URL:
        return value
    if kind is Kind.EMAIL:
        return f"mailto:{value}"
    digits = re.sub(r"\D", "", value)
    if kind is Kind.SMS:
        return f"sms:{digits}"
    if kind is not Kind.PHONE:
        return ""
    if value in _SHORT or _RELAY.match(value):
        return f"tel:{digits}"
    return f"tel:+44{digits.removeprefix('0')}" if digits.startswith("0") else f"tel:+{digits}"


def shown(kind: Kind, value: str) -> str:
    """The printed form: as stored, but a range with an en dash and a web address bare.

    A long web address is cut to its host: nobody types the rest from paper, where the QR code
    leads to our page and that page to the address.
    """
    if kind is Kind.TIME:
        return value.replace("-", "\N{EN DASH}")
    if kind is Kind.URL:
        bare = value.removeprefix("https://").removeprefix("www.").rstrip("/")
        return bare if len(bare) <= _LONGEST_URL else bare.partition("/")[0]
    return value


def placeholders(text: str) -> tuple[str, ...]:
    """The fact ids named in braces in a text, in order, repeats kept."""
    return tuple(PLACEHOLDER.findall(text))


# What a fact looks like when somebody types it into a sentence. Plain small numbers ("2 weeks")
# are allowed: they carry no address and no price, and the checks compare them with the English.
LITERALS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("web address", re.compile(r"https?://|\bwww\.|\b[a-z0-9-]+\.(?:gov|nhs|org|co|ac)\.uk\b")),
    ("e-mail address", re.compile(r"\S@\S+\.\S")),
    ("price", re.compile(r"[£$€]\s*\d|\d+\s?(?:pounds?|pence)\b")),
    ("phone number", re.compile(r"\+?\d[\d ]{4,}\d|\b(?:999|11[129]|10[15])\b|\b\d{5}\b")),
    ("time", re.compile(r"\b\d{1,2}[:.]\d{2}\b|\b\d{1,2} ?[ap]\.?m\b")),
    ("postcode", re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")),
    (
        "date",
        re.compile(
            r"\b\d{4}-\d\d-\d\d\b|\b\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
        ),
    ),
)
# Every pattern above needs one of these, so a text without them is searched once, not seven times.
_MARK = re.compile(r"[\d@]|://|www\.|\.uk")


def may_hold_literals(text: str) -> bool:
    """Whether a search for typed facts can find anything; quick, and never wrongly false."""
    return _MARK.search(text) is not None


def literals(text: str) -> tuple[tuple[str, str], ...]:
    """Facts typed into prose, as (what it is, the words); braces are left out of the search."""
    if not may_hold_literals(text):
        return ()
    bare = PLACEHOLDER.sub(" ", text)
    found = [(name, hit.group(0)) for name, pattern in LITERALS for hit in pattern.finditer(bare)]
    return tuple(found)
