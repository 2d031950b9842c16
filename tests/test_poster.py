"""Posters read back: a QR code for each language, under its own name."""

from pathlib import Path

import pytest
from format_support import Made, make, pages

from welcomepack.verify import codes_on_page, page_sizes, render_page


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make(tmp_path_factory.mktemp("poster"), "poster")


def test_an_area_has_a_poster_of_languages_and_one_a_public_topic(made: Made) -> None:
    assert made.report.diagnostics == ()
    assert sorted(made.rows) == [
        "public/england/england-languages-poster.pdf",
        "public/england/posters/england-ask-poster.pdf",
        "public/england/posters/england-card-poster.pdf",
        "public/england/posters/england-help-poster.pdf",
    ]
    assert {(row["topic"], row["locale"]) for row in made.rows.values()} == {
        ("", ""),
        ("ask", ""),
        ("card", ""),
        ("help", ""),
    }


def test_every_language_has_its_code_on_one_a4_page(made: Made) -> None:
    path = "public/england/posters/england-help-poster.pdf"
    pdf = made.pdf(path)
    assert [tuple(map(round, size)) for size in page_sizes(pdf)] == [(595, 842)]
    codes = codes_on_page(render_page(pdf, 0))
    assert sorted(codes) == sorted(made.rows[path]["qr"])
    assert len(codes) == 2
    (text,) = pages(pdf)
    assert "Wheretogethelp" in text
    assert "English" in text
    assert "Machinetranslation" in text or "Nobodyhaschecked" in text


def test_a_poster_of_one_topic_comes_alone(tmp_path: Path) -> None:
    done = make(tmp_path, "poster", topics=("card",))
    assert list(done.rows) == ["public/england/posters/england-card-poster.pdf"]


def test_an_area_built_without_english_has_its_posters(tmp_path: Path) -> None:
    settings = (
        "name: W\nbase_url: https://welcome.example.org\nlocales: [ar]\npolicy: {prints: mt}\n"
    )
    done = make(tmp_path, "poster", files={"content/project.yaml": settings}, topics=("help",))
    assert done.report.diagnostics == ()
    (text,) = pages(done.pdf("public/england/posters/england-help-poster.pdf"))
    assert "22November2026" in text
