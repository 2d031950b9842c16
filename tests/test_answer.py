"""Which answers of a machine become drafts, and what is said of the others."""

import pytest
from engine_support import LANGUAGES, language
from project_support import REPO

from welcomepack.answer import refusal, script_share
from welcomepack.catalog import read_catalog
from welcomepack.model import State

ENGLISH = "Call {gp.phone} and ask for help. It is free for you and your family."
SPANISH = "Llame al {gp.phone} y pida ayuda. Es gratis para usted y su familia."


def test_a_good_answer_is_kept():
    assert refusal(ENGLISH, SPANISH, language("es")) == ""
    assert refusal("See a GP.", "ሓኪም GP ርኣዩ።", language("ti")) == ""
    assert refusal("Doctor", "Médico", language("es")) == ""


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("", "empty"),
        ("  ", "empty"),
        (None, "empty"),
        ("Llame y pida ayuda. Es gratis para usted y su familia.", "missing"),
        (f"{SPANISH} {{gp.phone}}", "stands there less often"),
        (f"{SPANISH} {{gp.name}}", "not in the English"),
        (f"{SPANISH} Tel. 0808 8010 503", "numbers"),
        (f"{SPANISH} ٣", "numbers"),
        (f"{SPANISH} \u202e", "invisible"),
        (f"{SPANISH} {chr(0xD800)}", "no text has"),
        (f"{SPANISH} \x00", "no text has"),
        (f"{SPANISH} {chr(0xFFFD)}", "no text has"),
        (ENGLISH, "English again"),
        (ENGLISH.upper().replace("{GP.PHONE}", "{gp.phone}"), "English again"),
        ("MYMEMORY WARNING: YOU USED ALL AVAILABLE FREE TRANSLATIONS FOR TODAY.", "message of"),
        ("QUERY LENGTH LIMIT EXCEEDED. MAX ALLOWED QUERY : 500 CHARS", "message of"),
        ("<html><body>Sorry {gp.phone}</body></html>", "message of"),
        (SPANISH.replace("y", "&amp;"), "message of"),
        ("{gp.phone}…", "no words"),
        ("اتصل على {gp.phone} واطلب المساعدة مجانا لك ولعائلتك.", "script of Spanish"),
        (f"{SPANISH} {SPANISH.replace('{gp.phone}', 'aquí') * 5}", "several times longer"),
        ("Llame {gp.phone} ya.", "far shorter"),
        (f"{SPANISH} gratis gratis gratis gratis", "again and again"),
    ],
)
def test_a_bad_answer_is_refused(answer, said):
    assert said in refusal(ENGLISH, answer, language("es"))


def test_english_left_in_another_script_is_refused():
    assert "script of Arabic" in refusal("Ask for help today.", "Ask for help now.", language("ar"))


def test_the_share_of_a_script():
    assert script_share("abc", "Latn") == 1
    assert script_share("ab\u0628\u062a", "Arab") == 0.5
    assert script_share("12 …", "Arab") == 1
    assert script_share("abc", "Zzzz") == 1


def test_every_script_of_the_registry_is_judged():
    for one in LANGUAGES.values():
        if one.tag != "rhg":  # its own name stands in the registry in Latin letters
            assert script_share(one.own_name, one.script) >= 0.6, one.tag
        wrong = "абв" if one.script == "Latn" else "abc"
        assert script_share(wrong, one.script) == 0, one.tag


def test_few_drafts_of_this_repository_would_be_refused():
    judged, refused = 0, []
    for one in LANGUAGES.values():
        catalog, _ = read_catalog(REPO / "locales", one)
        for domain in catalog.domains.values():
            for draft in domain.values():
                if draft.state is State.MT:
                    judged += 1
                    said = refusal(draft.english, draft.text, one)
                    refused += [said] if said else []
    assert judged > 1000
    # Names of services, which stay English; a machine's answer of that kind is left to people.
    assert {said.partition(" of ")[0] for said in refused} <= {
        "The answer is the English again.",
        "The answer is not written in the script",
    }
    assert len(refused) < judged * 0.05
