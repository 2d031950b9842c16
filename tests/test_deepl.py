"""DeepL's official client, against a server on this machine."""

import json

import pytest
from engine_support import KEY, Reply, assert_silent, language, serving

from welcomepack.diagnostic import WelcomepackError
from welcomepack.engines import Broken, Busy, Refused, open_engine
from welcomepack.engines.deepl import DeepL
from welcomepack.mask import Style, mask
from welcomepack.model import Engines

ES = language("es")


def test_marks_are_elements_that_it_leaves_alone():
    told = {
        "translations": [
            {
                "detected_source_language": "EN",
                "text": 'Llame <x id="0"/> &amp; pida',
                "billed_characters": 12,
            }
        ]
    }
    with serving(lambda _: Reply(json.dumps(told))) as server:
        masked = mask("Call {gp.phone} & ask", Style.XML)
        answer = DeepL(KEY, server.url).translate(masked.text, language("prs"))
    assert masked.unmask(answer) == "Llame {gp.phone} & pida"
    (seen,) = server.seen
    assert seen.headers["Authorization"] == f"DeepL-Auth-Key {KEY}"
    assert seen.values["text"] == ['Call <x id="0"/> &amp; ask']
    assert str(seen.values["target_lang"]).lower() == "prs"
    assert (seen.values["tag_handling"], seen.values["ignore_tags"]) == ("xml", ["x"])
    assert KEY not in seen.path


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (Reply("{}", 403), Refused),
        (Reply("{}", 456), Refused),
        (Reply("{}", 429), Busy),
        (Reply("{}", 500), Busy),
        (Reply("{}", 503), Busy),
        (Reply('{"message": "secret/k+y:fx"}', 400), Broken),
        (Reply("<html>", 200), Broken),
        (Reply("{}", 200), Broken),
    ],
)
def test_what_is_no_translation_is_told_apart_and_asked_once(reply, kind):
    with serving(lambda _: reply) as server, pytest.raises(kind) as caught:
        DeepL(KEY, server.url).translate("Hello", ES)
    assert len(server.seen) == 1
    assert_silent(caught.value)


def test_a_server_that_is_not_there():
    with serving(lambda _: Reply()) as server:
        pass
    with pytest.raises(Busy, match="reached"):
        DeepL(KEY, server.url).translate("Hello", ES)


def test_without_the_extra_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr("welcomepack.engines.deepl.find_spec", lambda _: None)
    with pytest.raises(WelcomepackError, match=r"welcomepack\[deepl\]"):
        open_engine("deepl", Engines(), {})
