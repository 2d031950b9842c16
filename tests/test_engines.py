"""Every adapter against a service on this machine, or the real program."""

import json
import threading
import traceback
from urllib.parse import quote

import deep_translator.constants
import pytest
import requests
from engine_support import LANGUAGES, Reply, language, libre, serving

from welcomepack.answer import refusal
from welcomepack.diagnostic import WelcomepackError
from welcomepack.engines import Broken, Busy, Refused, engine_name, open_engine, web
from welcomepack.engines.apertium import Apertium
from welcomepack.engines.deep import Deep
from welcomepack.engines.deepl import DeepL
from welcomepack.engines.libre import Libre
from welcomepack.engines.pseudo import Pseudo
from welcomepack.mask import Style, mask
from welcomepack.model import ENGINE_NAMES, Engines

ES = language("es")
KEY = "secret/k+y:fx"
PAGE = '<html><body><div class="result-container">{}</div></body></html>'


def said(error: BaseException) -> str:
    """All that a message or a printed traceback would show."""
    return f"{error!r} {error} {''.join(traceback.format_exception(error))}"


def assert_silent(error: BaseException) -> None:
    """A key may stand in no message, in none of its written forms."""
    for form in (KEY, quote(KEY), quote(KEY, safe="")):
        assert form not in said(error)


class TestLibre:
    def test_asks_for_one_text_as_json(self):
        with serving(libre(lambda _: "Hola")) as server:
            assert Libre(server.url, KEY).translate("Hello", ES) == "Hola"
        (seen,) = server.seen
        wanted = {"q": "Hello", "source": "en", "target": "es", "format": "text", "api_key": KEY}
        assert (seen.path, seen.values) == ("/translate", wanted)

    def test_a_key_is_not_needed(self):
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
    def test_what_is_no_translation_is_told_apart(self, reply, kind):
        with serving(lambda _: reply) as server, pytest.raises(kind) as caught:
            Libre(server.url, KEY).translate("Hello", ES)
        assert len(server.seen) == 1
        assert_silent(caught.value)

    @pytest.mark.parametrize(
        ("told", "wait"),
        [("7", 7.0), ("", None), ("soon", None), ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0)],
    )
    def test_the_wait_that_a_server_asks_for(self, told, wait):
        reply = Reply("", 429, {"Retry-After": told})
        with serving(lambda _: reply) as server, pytest.raises(Busy) as caught:
            Libre(server.url).translate("Hello", ES)
        assert caught.value.wait == wait

    def test_a_date_far_ahead_is_a_long_wait(self):
        reply = Reply("", 503, {"Retry-After": "Fri, 01 Jan 2100 00:00:00 -0000"})
        with serving(lambda _: reply) as server, pytest.raises(Busy) as caught:
            Libre(server.url).translate("Hello", ES)
        assert caught.value.wait > 10**8

    def test_a_server_that_hangs_is_left(self, monkeypatch):
        monkeypatch.setattr(web, "TIMEOUT", (1.0, 0.2))
        end = threading.Event()

        def hang(_):
            end.wait()
            return Reply()

        with serving(hang) as server:
            with pytest.raises(Busy, match="in time"):
                Libre(server.url).translate("Hello", ES)
            end.set()

    def test_a_server_that_is_not_there(self):
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
    def test_only_a_server_on_this_machine_keeps_texts_here(self, url, away):
        assert Libre(url).sends_text_away is away


class TestDeep:
    @pytest.fixture
    def service(self, monkeypatch):
        def point(url):
            for name in ("GOOGLE_TRANSLATE", "MYMEMORY", "MICROSOFT_TRANSLATE"):
                monkeypatch.setitem(deep_translator.constants.BASE_URLS, name, f"{url}/x")

        return point

    def test_google_with_a_code_that_the_library_does_not_know(self, service):
        dari = language("prs").model_copy(update={"engines": {"google": "fa-AF"}})
        with serving(lambda _: Reply(PAGE.format("سلام XQ0QX"))) as server:
            service(server.url)
            assert Deep("google").translate("Hello XQ0QX", dari) == "سلام XQ0QX"
        values = server.seen[0].values
        assert (values["sl"], values["tl"], values["q"]) == ("en", "fa-AF", "Hello XQ0QX")

    def test_mymemory(self, service):
        told = {"responseData": {"translatedText": "Hola"}, "matches": []}
        with serving(lambda _: Reply(json.dumps(told))) as server:
            service(server.url)
            assert Deep("mymemory").translate("Hello", language("ckb")) == "Hola"
        assert server.seen[0].values["langpair"] == "en-GB|ckb-IQ"

    def test_microsoft_asks_nothing_before_and_keeps_capitals(self, service):
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
    def test_what_is_no_translation_is_told_apart(self, service, name, reply, kind):
        with serving(lambda _: reply) as server:
            service(server.url)
            with pytest.raises(kind) as caught:
                Deep(name, KEY).translate("Hello", any_code(name))
        assert len(server.seen) == 1
        assert_silent(caught.value)

    def test_an_answer_without_letters_is_none_and_so_refused(self, service):
        with serving(lambda _: Reply(PAGE.format("—"))) as server:
            service(server.url)
            with pytest.raises(Broken, match="no answer"):
                Deep("google").translate("—", ES)

    def test_an_empty_answer_of_mymemory(self, service):
        told = {"responseData": {"translatedText": ""}, "matches": []}
        with serving(lambda _: Reply(json.dumps(told))) as server:
            service(server.url)
            with pytest.raises(Broken, match="StopIteration"):
                Deep("mymemory").translate("Hello", ES)

    def test_a_quota_told_as_a_translation_stops_the_engine(self, service):
        text = "MYMEMORY WARNING: YOU USED ALL AVAILABLE FREE TRANSLATIONS FOR TODAY."
        told = {"responseData": {"translatedText": text}, "matches": []}
        with serving(lambda _: Reply(json.dumps(told))) as server:
            service(server.url)
            with pytest.raises(Refused, match="quota"):
                Deep("mymemory").translate("Hello", ES)

    @pytest.mark.parametrize("name", ["google", "mymemory", "microsoft"])
    def test_a_service_that_hangs_is_left(self, service, monkeypatch, name):
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

    def test_texts_travel_by_https(self, monkeypatch):
        asked = []

        def note(_method, url, **_options):
            asked.append(url)
            raise requests.ConnectionError

        monkeypatch.setattr(requests, "request", note)
        with pytest.raises(Busy):
            Deep("mymemory").translate("Hello", ES)
        assert asked == ["https://api.mymemory.translated.net/get"]

    def test_an_exception_that_holds_the_key_is_not_passed_on(self, monkeypatch):
        def fail(*_arguments, **_options):
            message = f"https://x.example.org/?key={quote(KEY)} {KEY}"
            raise requests.exceptions.InvalidURL(message)

        monkeypatch.setattr(requests, "request", fail)
        for name in ("google", "mymemory", "microsoft"):
            with pytest.raises(Broken) as caught:
                Deep(name, KEY).translate("Hello", any_code(name))
            assert_silent(caught.value)

    def test_a_bare_exception_of_the_library_is_told_by_its_kind(self, monkeypatch):
        def fail(*_arguments, **_options):
            raise Exception(f"key={KEY}")  # noqa: TRY002, TRY003, EM102 - as the library does

        monkeypatch.setattr("deep_translator.GoogleTranslator.translate", fail)
        with pytest.raises(Broken, match="Exception") as caught:
            Deep("google", KEY).translate("Hello", ES)
        assert_silent(caught.value)


def any_code(name):
    return ES.model_copy(update={"engines": {**ES.engines, name: ES.engines.get(name, "es")}})


class TestDeepL:
    def test_marks_are_elements_that_it_leaves_alone(self):
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
    def test_what_is_no_translation_is_told_apart_and_asked_once(self, reply, kind):
        with serving(lambda _: reply) as server, pytest.raises(kind) as caught:
            DeepL(KEY, server.url).translate("Hello", ES)
        assert len(server.seen) == 1
        assert_silent(caught.value)

    def test_a_server_that_is_not_there(self):
        with serving(lambda _: Reply()) as server:
            pass
        with pytest.raises(Busy, match="reached"):
            DeepL(KEY, server.url).translate("Hello", ES)

    def test_without_the_extra_it_says_what_to_install(self, monkeypatch):
        monkeypatch.setattr("welcomepack.engines.deepl.find_spec", lambda _: None)
        with pytest.raises(WelcomepackError, match=r"welcomepack\[deepl\]"):
            opened("deepl", sending=True, WELCOMEPACK_DEEPL_KEY=KEY)


class TestApertium:
    """The real program; Debian's packages apertium and apertium-eng-spa."""

    def test_english_to_spanish_with_marks(self):
        masked = mask("Call {gp.phone} if you need a GP.", Style.WORD)
        answer = masked.unmask(Apertium().translate(masked.text, ES))
        assert refusal("Call {gp.phone} if you need a GP.", answer, ES) == ""
        assert "necesitas" in answer

    def test_a_text_is_never_taken_for_an_option(self):
        assert Apertium().translate("--help", ES).startswith("--")

    def test_a_pair_that_is_not_installed(self):
        other = ES.model_copy(update={"engines": {"apertium": "eng-xxx"}})
        with pytest.raises(Refused, match="Install: apertium-eng-xxx"):
            Apertium().translate("Hello", other)

    def test_a_program_that_is_not_installed(self):
        with pytest.raises(Refused, match="not installed"):
            Apertium("no-such-program").translate("Hello", ES)

    def test_a_program_that_fails_and_one_that_hangs(self, tmp_path):
        for name, body, kind in (("fails", "exit 3", Broken), ("hangs", "exec sleep 60", Busy)):
            program = tmp_path / name
            program.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
            program.chmod(0o755)
            with pytest.raises(kind):
                Apertium(str(program), 0.3).translate("Hello", ES)

    def test_it_does_not_have_every_language(self):
        assert Apertium().code(language("ar")) is None


class TestPseudo:
    @pytest.mark.parametrize("tag", sorted(set(LANGUAGES) - {"en", "rhg"}))
    def test_it_looks_like_the_language_and_would_pass_as_an_answer(self, tag):
        english = "Call {gp.phone} and ask the GP for help with your health today."
        masked = mask(english, Style.WORD)
        made = masked.unmask(Pseudo().translate(masked.text, language(tag)))
        assert refusal(english, made, language(tag)) == ""
        assert len(made) > len(english) * 1.2

    def test_a_language_whose_letters_are_not_known(self):
        with pytest.raises(Broken, match="no letters of Rohingya"):
            Pseudo().translate("Hello", language("rhg"))

    def test_it_accents_latin_letters(self):
        assert Pseudo().translate("Call XQ0QX now", ES) == "ĆáĺĺĆá XQ0QX ńóŵńó"

    def test_right_to_left_languages_get_their_own_letters(self):
        made = Pseudo().translate("now", language("ar"))
        assert all("\u0600" < char < "\u06ff" for char in made)


def opened(name, *, sending=False, environment=None, **settings):
    keys = {key: settings.pop(key) for key in list(settings) if key.startswith("WELCOMEPACK")}
    return open_engine(name, Engines(allow_sending=sending, **settings), keys)


class TestRegistry:
    @pytest.mark.parametrize("name", ["google", "mymemory", "microsoft", "deepl"])
    def test_no_text_leaves_the_machine_unless_the_project_allows_it(self, name):
        keys = {"WELCOMEPACK_DEEPL_KEY": KEY, "WELCOMEPACK_MICROSOFT_KEY": KEY}
        with pytest.raises(WelcomepackError, match="allow_sending"):
            opened(name, **keys)
        assert opened(name, sending=True, **keys).name == name

    def test_a_server_elsewhere_is_not_asked_either(self):
        with pytest.raises(WelcomepackError, match="allow_sending"):
            opened("libre", libre_url="https://libre.example.org")
        assert opened("libre", libre_url="http://127.0.0.1:5000").name == "libre"

    @pytest.mark.parametrize("name", ["deepl", "microsoft"])
    def test_a_missing_key_is_asked_for_by_its_variable(self, name):
        with pytest.raises(WelcomepackError, match=f"WELCOMEPACK_{name.upper()}_KEY"):
            opened(name, sending=True)

    def test_a_missing_address(self):
        with pytest.raises(WelcomepackError, match="libre_url"):
            opened("libre")

    def test_an_unknown_name_and_the_nearest(self):
        with pytest.raises(WelcomepackError, match='Did you mean "apertium"'):
            opened("apertum")

    def test_made_up_text_needs_a_project_that_says_so(self):
        with pytest.raises(WelcomepackError, match="made-up"):
            opened("pseudo")
        assert opened("pseudo", languages={"ar": "pseudo"}).name == "pseudo"

    def test_which_engine_a_language_gets(self):
        settings = Engines(default="apertium", languages={"ti": "google"})
        assert engine_name(settings, ES) == "apertium"
        assert engine_name(settings, language("ti")) == "google"
        with pytest.raises(WelcomepackError, match="No engine is named for Spanish"):
            engine_name(Engines(), ES)

    def test_a_key_is_in_no_engines_words(self):
        settings = {"libre_url": "http://127.0.0.1", "default": "pseudo"}
        keys = {f"WELCOMEPACK_{name.upper()}_KEY": KEY for name in ENGINE_NAMES}
        for name in ENGINE_NAMES:
            assert KEY not in repr(opened(name, sending=True, **settings, **keys))
