"""All checks together: their codes, what blocks, and the drafts of this repository."""

import pytest
from project_support import REPO

from welcomepack.catalog import read_catalog
from welcomepack.codes import CODES
from welcomepack.language import registry
from welcomepack.quality import BLOCKING, blocking, findings
from welcomepack.terms import Term, read_terms

LANGUAGES = registry(REPO / "locales")
GP = (Term(term="GP"),)
TRANSLATED = [
    tag
    for tag, one in LANGUAGES.items()
    if (REPO / "locales" / one.folder).is_dir() and tag != "en"
]


@pytest.mark.parametrize(
    ("code", "tag", "english", "text"),
    [
        ("WP221", "ti", "Call {gp.phone}.", "ደውሉ።"),
        ("WP222", "ti", "Wait 2 days.", "3 መዓልቲ ተጸበዩ።"),
        ("WP224", "ti", "See a GP.", "ሓኪም ርኣዩ።"),
        ("WP225", "ti", "It is free.", "Ist gratis።"),
        ("WP226", "fr", "It is free.", "It is free."),
        ("WP227", "ti", "Please see now or wait.", "በጃኹም ርኣዩ ተጸበዩ ብዝያዳ ዓቕሊ see now or ግበሩ።"),
        ("WP228", "fa", "Doctor", "پزشك"),
        ("WP229", "fa", "I want", "می خواهم"),
        ("WP230", "fr", "A sentence that is long enough.", "Oui."),
        ("WP231", "ti", "It is free.", "ብናጻ እዩ"),
        ("WP232", "fr", "In the house.", "Dans la la maison."),
        ("WP233", "fr", "Call us.", "Appelez  nous."),
        ("WP234", "ar", "Wait 2 days.", "انتظر ٢ يوم."),
        ("WP217", "so", "It is free.", "Waa bilaash ð."),
    ],
)
def test_each_check_has_its_code_and_only_some_block(
    code: str, tag: str, english: str, text: str
) -> None:
    language = LANGUAGES[tag]
    assert [one for one, _ in findings(english, text, language, GP)] == [code]
    blocks = [one for one, _ in blocking(english, text, language, GP)]
    assert blocks == ([code] if code in BLOCKING else [])


def test_what_blocks_is_an_error_or_one_of_the_two_that_check_tells() -> None:
    own = {code for code in CODES if "WP224" <= code <= "WP239"}
    assert {code for code in own if CODES[code].severity == "error"} == BLOCKING & own
    assert BLOCKING - own == {"WP221", "WP222"}


def test_placeholders_terms_and_names_are_no_english() -> None:
    text = "{gp.phone} {gp.phone} GP Right to Remain ርኣዩ ኢኹም።"
    english = "{gp.phone} {gp.phone} See a GP, Right to Remain."
    assert list(findings(english, text, LANGUAGES["ti"], GP)) == []


@pytest.mark.parametrize("tag", TRANSLATED)
def test_no_draft_of_this_repository_is_kept_from_print(tag: str) -> None:
    terms = read_terms(REPO / "locales")
    catalog, _ = read_catalog(REPO / "locales", LANGUAGES[tag])
    texts = {
        (domain, key): one
        for domain, every in catalog.domains.items()
        for key, one in every.items()
        if one.text
    }
    assert len(texts) > 100
    unfit = {
        key: list(blocking(one.english, one.text, LANGUAGES[tag], terms))
        for key, one in texts.items()
    }
    assert {key: told for key, told in unfit.items() if told} == {}
