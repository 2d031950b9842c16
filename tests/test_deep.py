"""deep-translator's services, against a server on this machine."""

import json
import threading
from urllib.parse import quote

import deep_translator.constants
import pytest
import requests
from engine_support import KEY, Reply, assert_silent, language, serving

from welcomepack.engines import Broken, Busy, Refused, web
from welcomepack.engines.deep import Deep

ES = language("es")
PAGE = '<html><body><div class="result-container">{}</div></body></html>'


def any_code(name):
    return ES.model_copy(update={"engines": {**ES.engines, name: ES.engines.get(name, "es")}})


@pytest.fixture
def service(monkeypatch):
    def point(url):
        for name in ("GOOGLE_TRANSLATE", "MYMEMORY", "MICROSOFT_TRANSLATE"):
            monkeypatch.setitem(deep_translator.constants.BASE_URLS, name, f"{url}/x")

    return point


def test_google_with_a_code_that_the_library_does_not_know(service):
    dari = language("prs").model_copy(update={"engines": {"google": "fa-AF"}})
    with serving(lambda _: Reply(PAGE.format("سلام XQ0QX"))) as server:
        service(server.url)
        assert Deep("google").translate("Hello XQ0QX", dari) == "سلام XQ0QX"
    values = server.seen[0].values
    assert (values["sl"], values["tl"], values["q"]) == ("en", "fa-AF", "Hello XQ0QX")


def test_mymemory(service):
    told = {"responseData": {"translatedText": "Hola"}, "matches": []}
    with serving(lambda _: Reply(json.dumps(told))) as server:
        service(server.url)
        assert Deep("mymemory").translate("Hello", language("ckb")) == "Hola"
    assert server.seen[0].values["langpair"] == "en-GB|ckb-IQ"


def test_microsoft_asks_nothing_before_and_keeps_capitals(service):
    chinese = language("zh-Hans").model_copy(update={"engines": {"microsoft": "zh-Hans"}})
    told = [{"translations": [{"text": "你好", "to": "zh-Hans"}]}]
    with serving(lambda _: Reply(json.dumps(told))) as server:
        service(server.url)
        made = Deep("microsoft", KEY, "uksouth").translate("Hello", chinese)
    assert made == "你好"
    (seen,) = server.seen
    assert (seen.values["from"], seen.values["to"]) == ("en", "zh-Hans")
    assert seen.headers["Ocp-Apim-Subscription-Key"] == KEY
    assert seen.headers["Ocp-Apim-Subscription-Region"] == "uksouth"


@pytest.mark.parametrize("name", ["google", "mymemory", "microsoft"])
@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (Reply("", 429, {"Retry-After": "3"}), Busy),
        (Reply("", 500), Busy),
        (Reply("", 403), Refused),
        (Reply("", 413), Broken),
        (Reply("", 302, {"Location": "/sorry"}), Broken),
        (Reply("<html>Are you a robot?</html>"), Broken),
        (Reply("{}"), Broken),
        (Reply("[]"), Broken),
        (Reply('{"error": {"code": 1, "message": "secret/k+y:fx"}}'), Broken),
    ],
)
def test_what_is_no_translation_is_told_apart(service, name, reply, kind):
    with serving(lambda _: reply) as server:
        service(server.url)
        with pytest.raises(kind) as caught:
            Deep(name, KEY).translate("Hello", any_code(name))
    assert len(server.seen) == 1
    assert_silent(caught.value)


def test_an_answer_without_letters_is_none_and_so_refused(service):
    with serving(lambda _: Reply(PAGE.format("—"))) as server:
        service(server.url)
        with pytest.raises(Broken, match="no answer"):
            Deep("google").translate("—", ES)


def test_an_empty_answer_of_mymemory(service):
    told = {"responseData": {"translatedText": ""}, "matches": []}
    with serving(lambda _: Reply(json.dumps(told))) as server:
        service(server.url)
        with pytest.raises(Broken, match="StopIteration"):
            Deep("mymemory").translate("Hello", ES)


def test_a_quota_told_as_a_translation_stops_the_engine(service):
    text = "MYMEMORY WARNING: YOU USED ALL AVAILABLE FREE TRANSLATIONS FOR TODAY."
    told = {"responseData": {"translatedText": text}, "matches": []}
    with serving(lambda _: Reply(json.dumps(told))) as server:
        service(server.url)
        with pytest.raises(Refused, match="quota"):
            Deep("mymemory").translate("Hello", ES)


@pytest.mark.parametrize("name", ["google", "mymemory", "microsoft"])
def test_a_service_that_hangs_is_left(service, monkeypatch, name):
    monkeypatch.setattr(web, "TIMEOUT", (1.0, 0.2))
    end = threading.Event()

    def hang(_):
        end.wait()
        return Reply()

    with serving(hang) as server:
        service(server.url)
        with pytest.raises(Busy, match="in time"):
            Deep(name, KEY).translate("Hello", any_code(name))
        end.set()


def test_texts_travel_by_https(monkeypatch):
    asked = []

    def note(_method, url, **_options):
        asked.append(url)
        raise requests.ConnectionError

    monkeypatch.setattr(requests, "request", note)
    with pytest.raises(Busy):
        Deep("mymemory").translate("Hello", ES)
    assert asked == ["https://api.mymemory.translated.net/get"]


def test_an_exception_that_holds_the_key_is_not_passed_on(monkeypatch):
    def fail(*_arguments, **_options):
        message = f"https://x.example.org/?key={quote(KEY)} {KEY}"
        raise requests.exceptions.InvalidURL(message)

    monkeypatch.setattr(requests, "request", fail)
    for name in ("google", "mymemory", "microsoft"):
        with pytest.raises(Broken) as caught:
            Deep(name, KEY).translate("Hello", any_code(name))
        assert_silent(caught.value)


def test_a_bare_exception_of_the_library_is_told_by_its_kind(monkeypatch):
    def fail(*_arguments, **_options):
        raise Exception(f"key={KEY}")  # noqa: TRY002, EM102 - as the library does

    monkeypatch.setattr("deep_translator.GoogleTranslator.translate", fail)
    with pytest.raises(Broken, match="Exception") as caught:
        Deep("google", KEY).translate("Hello", ES)
    assert_silent(caught.value)
