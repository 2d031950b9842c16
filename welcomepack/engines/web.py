"""Asking a translation service over HTTP: a time limit on everything, and no key in a message.

Exceptions of the HTTP library hold the whole address, where some services want the key. None
of them gets past this module: what is raised here says what happened in our own words.
"""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import requests

from welcomepack.engines.engine import Broken, Busy, Refused
from welcomepack.model import loopback

# Seconds to connect, and between two pieces of the answer.
TIMEOUT = (5.0, 30.0)
_SECONDS = re.compile(r"[0-9]{1,9}")
_NO_ENTRY = {401, 402, 403, 456}  # 456: DeepL's "quota exceeded"
_LATER = {408, 425, 429}
_SERVER_FAULT = 500


def ask(method: str, url: str, **options: object) -> requests.Response:
    """Send one request and give the answer if its status is good.

    ``options`` go to the HTTP library, but a plain ``http://`` address that is not on this
    machine is asked by ``https://``, and a redirection is not followed: it could carry texts
    and keys to somebody else. Raises `Refused`, `Busy` (with the seconds of ``Retry-After``)
    or `Broken`.
    """
    if url.startswith("http://") and not loopback(url):
        url = f"https://{url.removeprefix('http://')}"
    kept = {**options, "timeout": TIMEOUT, "allow_redirects": False}
    try:
        answer = requests.request(method, url, **kept)  # type: ignore[arg-type] # noqa: S113
    except requests.Timeout:
        message = "The service did not answer in time."
        raise Busy(message) from None
    except requests.ConnectionError:
        message = "The service cannot be reached."
        raise Busy(message) from None
    except (requests.RequestException, ValueError) as error:
        message = f"The request failed ({type(error).__name__})."
        raise Broken(message) from None
    _must_be_good(answer)
    return answer


def _must_be_good(answer: requests.Response) -> None:
    status = answer.status_code
    if status in _NO_ENTRY:
        message = f"The service refuses us (status {status}): look at the key and the quota."
        raise Refused(message)
    if status in _LATER or status >= _SERVER_FAULT:
        message = f"The service is busy or out of order (status {status})."
        raise Busy(message, _wait(answer.headers.get("Retry-After", "")))
    if not answer.ok or answer.is_redirect:
        message = f"The service does not take the request (status {status})."
        raise Broken(message)


def _wait(told: str) -> float | None:
    """The seconds that ``Retry-After`` asks for, as a number or a date (RFC 9110, 10.2.3)."""
    if _SECONDS.fullmatch(told.strip()):
        return float(told)
    try:
        moment = parsedate_to_datetime(told)
    except (TypeError, ValueError):
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max((aware - datetime.now(UTC)).total_seconds(), 0.0)
