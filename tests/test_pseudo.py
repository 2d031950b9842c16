"""Made-up text looks like the language, and stands in its letters."""

import pytest
from engine_support import LANGUAGES, language

from welcomepack.answer import refusal
from welcomepack.engines import Broken
from welcomepack.engines.pseudo import Pseudo
from welcomepack.mask import Style, mask

ES = language("es")


@pytest.mark.parametrize("tag", sorted(set(LANGUAGES) - {"en", "rhg"}))
def test_it_looks_like_the_language_and_would_pass_as_an_answer(tag):
    english = "Call {gp.phone} and ask the GP for help with your health today."
    masked = mask(english, Style.WORD)
    made = masked.unmask(Pseudo().translate(masked.text, language(tag)))
    assert refusal(english, made, language(tag)) == ""
    assert len(made) > len(english) * 1.2


def test_a_language_whose_letters_are_not_known():
    with pytest.raises(Broken, match="no letters of Rohingya"):
        Pseudo().translate("Hello", language("rhg"))


def test_it_accents_latin_letters():
    assert Pseudo().translate("Call XQ0QX now", ES) == "ĆáĺĺĆá XQ0QX ńóŵńó"


def test_right_to_left_languages_get_their_own_letters():
    made = Pseudo().translate("now", language("ar"))
    assert all("\u0600" < char < "\u06ff" for char in made)
