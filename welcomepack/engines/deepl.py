"""DeepL through its official client, an extra of ours: ``pip install 'welcomepack[deepl]'``."""

from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import ClassVar

from welcomepack.engines.engine import Broken, Busy, Refused
from welcomepack.language import Language
from welcomepack.mask import Style


def installed() -> bool:
    """Whether the official client is there."""
    return find_spec("deepl") is not None


@dataclass(frozen=True, slots=True)
class DeepL:
    """The API with marks as XML elements, which it moves with the sentence and never translates.

    ``server`` is for tests; by itself the client takes the free or the paid address from the
    key. The client's own retries are switched off, since ours count and wait for all engines.
    """

    key: str = field(repr=False)
    server: str | None = None
    name: ClassVar[str] = "deepl"
    sends_text_away: ClassVar[bool] = True
    limit: ClassVar[int] = 20000
    style: ClassVar[Style] = Style.XML

    def code(self, language: Language) -> str | None:
        """The registry's code for DeepL."""
        return language.engines.get(self.name)

    def translate(self, text: str, language: Language) -> str:
        """Ask for one text, as XML."""
        import deepl  # noqa: PLC0415 - an extra, imported only when used

        deepl.http_client.max_network_retries = 0
        client = deepl.DeepLClient(self.key, server_url=self.server, send_platform_info=False)
        try:
            answer = client.translate_text(
                text,
                source_lang="EN",
                target_lang=self.code(language) or "",
                tag_handling="xml",
                ignore_tags=["x"],
                split_sentences="nonewlines",
            )
        except deepl.AuthorizationException:
            message = "DeepL does not take the key."
            raise Refused(message) from None
        except deepl.QuotaExceededException:
            message = "DeepL's quota of this month is used up."
            raise Refused(message) from None
        except deepl.TooManyRequestsException:
            message = "DeepL gets too many requests."
            raise Busy(message) from None
        except deepl.ConnectionException as error:
            if error.should_retry:
                message = "DeepL cannot be reached."
                raise Busy(message) from None
            message = "The request to DeepL failed."
            raise Broken(message) from None
        except deepl.DeepLException as error:
            raise _told(error.http_status_code) from None
        except (ValueError, LookupError, TypeError, AttributeError):
            message = "DeepL's answer cannot be read."
            raise Broken(message) from None
        finally:
            client.close()  # type: ignore[no-untyped-call] # the client's own gap
        if isinstance(answer, list):
            message = "DeepL answered with a list."
            raise Broken(message)
        return str(answer.text)


def _told(status: int | None) -> Busy | Broken:
    """Other faults by their status: the service's own are worth another try."""
    message = f"DeepL does not take the request (status {status})."
    return Busy(message) if status and status >= 500 else Broken(message)  # noqa: PLR2004
