"""Waiting for an engine, and giving up, without a clock."""

from dataclasses import dataclass, field

import pytest
from engine_support import language

from welcomepack.engines import Broken, Busy, Patient, Refused, Stopped
from welcomepack.engines.patient import FAILURES, LONGEST_WAIT, TRIES
from welcomepack.mask import Style

ES = language("es")


@dataclass
class Scripted:
    """An engine that gives what the script says, one entry a request."""

    script: list[str | Exception]
    asked: int = 0
    name: str = "scripted"
    sends_text_away: bool = False
    limit: int = 100
    style: Style = Style.WORD

    def code(self, _):
        """It has every language."""
        return "es"

    def translate(self, _text, _language):
        """The next entry of the script; an exception is raised."""
        self.asked += 1
        one = self.script.pop(0)
        if isinstance(one, Exception):
            raise one
        return one


@dataclass
class Slept:
    """Counts waits instead of waiting."""

    waits: list[float] = field(default_factory=list)

    def __call__(self, seconds):
        """Note a wait."""
        self.waits.append(seconds)


def patient(*script: str | Exception, chance: float = 0.5) -> tuple[Patient, Slept]:
    slept = Slept()
    return Patient(Scripted(list(script)), slept, lambda: chance), slept


def test_an_answer_needs_no_wait():
    one, slept = patient("hola")
    assert one.ask("hello", ES) == "hola"
    assert slept.waits == []


def test_a_busy_engine_is_asked_again_after_twice_as_long_each_time():
    one, slept = patient(Busy("busy"), Busy("busy"), Busy("busy"), "hola")
    assert one.ask("hello", ES) == "hola"
    assert slept.waits == [1, 2, 4]


def test_waits_are_spread():
    for chance, wait in ((0.0, 0.5), (1.0, 1.5)):
        one, slept = patient(Busy("busy"), "hola", chance=chance)
        one.ask("hello", ES)
        assert slept.waits == [wait]


def test_retry_after_is_honoured():
    one, slept = patient(Busy("busy", 7.0), "hola")
    one.ask("hello", ES)
    assert slept.waits == [7]


def test_a_wait_that_is_too_long_stops_the_engine():
    one, slept = patient(Busy("busy", LONGEST_WAIT + 1), "hola")
    with pytest.raises(Stopped, match="121 seconds"):
        one.ask("hello", ES)
    assert slept.waits == []


def test_a_text_is_given_up_after_some_tries():
    one, slept = patient(*[Busy("busy")] * TRIES)
    with pytest.raises(Broken, match="busy"):
        one.ask("hello", ES)
    assert one.engine.asked == TRIES
    assert len(slept.waits) == TRIES - 1


def test_five_failures_in_a_row_stop_the_engine_over_several_texts():
    one, _ = patient(*[Broken("no")] * FAILURES)
    for _ in range(FAILURES - 1):
        with pytest.raises(Broken):
            one.ask("hello", ES)
    with pytest.raises(Stopped, match="5 failures in a row, the last: no"):
        one.ask("hello", ES)


def test_an_answer_closes_the_row():
    one, _ = patient(*[*[Broken("no")] * 4, "hola"] * 3)
    for _ in range(3):
        for _ in range(4):
            with pytest.raises(Broken):
                one.ask("hello", ES)
        assert one.ask("hello", ES) == "hola"


def test_a_refusal_is_not_tried_again():
    one, slept = patient(Refused("quota"), "hola")
    with pytest.raises(Stopped, match="quota"):
        one.ask("hello", ES)
    assert one.engine.asked == 1
    assert slept.waits == []
