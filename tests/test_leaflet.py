"""Leaflets: a file a topic, from the sheets of the pack, public and private."""

import pytest
from format_support import Made, make, pages
from paper_support import HOUSE

from welcomepack.verify import accessible


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make(tmp_path_factory.mktemp("leaflet"), "a4", "leaflets")


def test_every_topic_is_a_file_and_costs_no_layout(made: Made) -> None:
    packs = [row for row in made.rows.values() if row["format"] == "a4"]
    leaflets = [row for row in made.rows.values() if row["format"] == "leaflets"]
    assert len(packs) == 4
    assert len(leaflets) == 2 * 3 + 2 * 4
    fronts, homes, shared, renumbered = 4, 2, 2 * 2, 2 * 2  # the last topic stands behind "home"
    assert made.report.made == fronts + homes + shared + renumbered
    assert {row["topic"] for row in leaflets if row["public"]} == {"help", "card", "ask"}


def test_leaflets_together_hold_the_pages_of_the_pack(made: Made) -> None:
    pack = pages(made.pdf("public/england/ar/england-ar-a4.pdf"))
    alone = [
        page
        for topic in ("help", "card", "ask")
        for page in pages(made.pdf(f"public/england/ar/leaflets/england-ar-{topic}.pdf"))
    ]
    assert pack[-len(alone) :] == alone


def test_the_private_topic_is_under_private_alone(made: Made) -> None:
    homes = [path for path, row in made.rows.items() if row["topic"] == "home"]
    assert homes == [
        f"private/england/example-lodge/{tag}/leaflets/example-lodge-{tag}-home.pdf"
        for tag in ("ar", "en")
    ]
    assert all(HOUSE.replace(" ", "") in "".join(pages(made.pdf(path))) for path in homes)


def test_a_leaflet_is_accessible_and_names_its_codes(made: Made) -> None:
    path = "public/england/en/leaflets/england-en-help.pdf"
    assert accessible(made.pdf(path), path) == ()
    (code,) = made.rows[path]["qr"]
    assert str(code).endswith("#20261122")
