"""The real program, of Debian's packages apertium and apertium-eng-spa."""

import pytest
from engine_support import language

from welcomepack.answer import refusal
from welcomepack.engines import Broken, Busy, Refused
from welcomepack.engines.apertium import Apertium
from welcomepack.mask import Style, mask

ES = language("es")


def test_english_to_spanish_with_marks():
    masked = mask("Call {gp.phone} if you need a GP.", Style.WORD)
    answer = masked.unmask(Apertium().translate(masked.text, ES))
    assert refusal("Call {gp.phone} if you need a GP.", answer, ES) == ""
    assert "necesitas" in answer


def test_a_text_is_never_taken_for_an_option():
    assert Apertium().translate("--help", ES).startswith("--")


def test_a_pair_that_is_not_installed():
    other = ES.model_copy(update={"engines": {"apertium": "eng-xxx"}})
    with pytest.raises(Refused, match="Install: apertium-eng-xxx"):
        Apertium().translate("Hello", other)


def test_a_program_that_is_not_installed():
    with pytest.raises(Refused, match="not installed"):
        Apertium("no-such-program").translate("Hello", ES)


def test_a_program_that_fails_and_one_that_hangs(tmp_path):
    for name, body, kind in (("fails", "exit 3", Broken), ("hangs", "exec sleep 60", Busy)):
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        program.chmod(0o755)
        with pytest.raises(kind):
            Apertium(str(program), 0.3).translate("Hello", ES)


def test_it_does_not_have_every_language():
    assert Apertium().code(language("ar")) is None
