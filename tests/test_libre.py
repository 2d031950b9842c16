"""LibreTranslate's protocol, against a server on this machine."""

import threading

import pytest
from engine_support import KEY, Reply, assert_silent, language, libre, serving

from welcomepack.engines import Broken, Busy, Refused, web
from welcomepack.engines.libre import Libre

ES = language("es")


def test_asks_for_one_text_as_json():
    with serving(libre(lambda _: "Hola")) as server:
        assert Libre(server.url, KEY).translate("Hello", ES) == "Hola"
    (seen,) = server.seen
    wanted = {"q": "Hello", "source": "en", "target": "es", "format": "text", "api_key": KEY}
    assert (seen.path, seen.values) == ("/translate", wanted)


def test_a_key_is_not_needed():
    with serving(libre(lambda _: "Hola")) as server:
        Libre(server.url).translate("Hello", ES)
    assert "api_key" not in server.seen[0].values


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (Reply("no", 400), Broken),
        (Reply("no", 403), Refused),
        (Reply("no", 456), Refused),
        (Reply("no", 429), Busy),
        (Reply("no", 500), Busy),
        (Reply("no", 302, {"Location": "/elsewhere"}), Broken),
        (Reply("<html>", 200), Broken),
        (Reply("[]", 200), Broken),
        (Reply('{"error": "no"}', 200), Broken),
        (Reply('{"translatedText": null}', 200), Broken),
        (Reply('{"translatedText": ["a"]}', 200), Broken),
        (Reply(b"\xff\xfe", 200), Broken),
    ],
)
def test_what_is_no_translation_is_told_apart(reply, kind):
    with serving(lambda _: reply) as server, pytest.raises(kind) as caught:
        Libre(server.url, KEY).translate("Hello", ES)
    assert len(server.seen) == 1
    assert_silent(caught.value)


@pytest.mark.parametrize(
    ("told", "wait"),
    [("7", 7.0), ("", None), ("soon", None), ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0)],
)
def test_the_wait_that_a_server_asks_for(told, wait):
    reply = Reply("", 429, {"Retry-After": told})
    with serving(lambda _: reply) as server, pytest.raises(Busy) as caught:
        Libre(server.url).translate("Hello", ES)
    assert caught.value.wait == wait


def test_a_date_far_ahead_is_a_long_wait():
    reply = Reply("", 503, {"Retry-After": "Fri, 01 Jan 2100 00:00:00 -0000"})
    with serving(lambda _: reply) as server, pytest.raises(Busy) as caught:
        Libre(server.url).translate("Hello", ES)
    assert caught.value.wait > 10**8


def test_a_server_that_hangs_is_left(monkeypatch):
    monkeypatch.setattr(web, "TIMEOUT", (1.0, 0.2))
    end = threading.Event()

    def hang(_):
        end.wait()
        return Reply()

    with serving(hang) as server:
        with pytest.raises(Busy, match="in time"):
            Libre(server.url).translate("Hello", ES)
        end.set()


def test_a_server_that_is_not_there():
    with serving(lambda _: Reply()) as server:
        pass
    with pytest.raises(Busy, match="reached"):
        Libre(server.url, KEY).translate("Hello", ES)


@pytest.mark.parametrize(
    ("url", "away"),
    [
        ("http://127.0.0.1:5000", False),
        ("http://[::1]:5000", False),
        ("http://localhost", False),
        ("https://libre.example.org", True),
        ("https://localhost.example.org", True),
        ("https://10.0.0.1", True),
    ],
)
def test_only_a_server_on_this_machine_keeps_texts_here(url, away):
    assert Libre(url).sends_text_away is away
