"""Words that stay as they are in every language."""

from pathlib import Path

import pytest
from project_support import REPO

from welcomepack.diagnostic import WelcomepackError
from welcomepack.language import registry
from welcomepack.terms import Term, lost, read_terms, without

TERMS = (
    Term(term="Home Office"),
    Term(term="Wi-Fi", local={"es": ("wifi",)}),
    Term(term="NHS"),
    Term(term="GP"),
)


@pytest.mark.parametrize(
    ("english", "text", "tag", "missing"),
    [
        ("See a GP.", "ንGP ርኣዩ።", "ti", []),
        ("See a GP.", "GP-ga arag.", "so", []),
        ("See a GP.", "ሓኪም ርኣዩ።", "ti", ["GP"]),
        ("Two GPs work here.", "እዞም GP ኣብዚ ይሰርሑ።", "ti", []),
        ("The GPS says so.", "ከምኡ ይብል።", "ti", []),
        ("The Home Office pays.", "Home Office ይኸፍል።", "ti", []),
        ("The Home Office pays.", "ቤት ጽሕፈት ይኸፍል።", "ti", ["Home Office"]),
        ("There is Wi-Fi.", "Hay wifi.", "es", []),
        ("There is Wi-Fi.", "Há wifi.", "pt-BR", ["Wi-Fi"]),
        ("The NHS and a GP.", "لا شيء", "ar", ["NHS", "GP"]),
    ],
)
def test_a_term_stands_in_the_translation_too(
    english: str, text: str, tag: str, missing: list[str]
) -> None:
    assert list(lost(english, text, tag, TERMS)) == missing


def test_terms_and_their_local_forms_can_be_taken_out() -> None:
    assert without("Hay wifi y GP.", "es", TERMS).split() == ["Hay", "y", "."]


def test_the_terms_of_the_project_are_read_longest_first() -> None:
    terms = read_terms(REPO / "locales")
    assert {"GP", "NHS", "ESOL", "ARC", "BRP", "Home Office", "Migrant Help", "999"} <= {
        one.term for one in terms
    }
    assert [len(one.term) for one in terms] == sorted((len(t.term) for t in terms), reverse=True)
    assert {tag for one in terms for tag in one.local} <= set(registry(REPO / "locales"))


def test_a_project_without_the_file_has_no_terms(tmp_path: Path) -> None:
    assert read_terms(tmp_path) == ()


@pytest.mark.parametrize("text", ["term: GP", "- trem: GP", "- term: [", "- term: GP\n  local: x"])
def test_a_damaged_list_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "terms.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(WelcomepackError, match=r"terms\.yaml"):
        read_terms(tmp_path)
