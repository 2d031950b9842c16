"""What would be drafted: nothing twice, nothing risky, nothing that is there already."""

import pytest
from drafting_support import FILES, SPANISH, Spoken, drafted, planned, po, texts
from hypothesis import given
from hypothesis import strategies as st

from welcomepack.catalog import record
from welcomepack.diagnostic import WelcomepackError
from welcomepack.engines import Broken
from welcomepack.mask import Masked, Style
from welcomepack.model import State
from welcomepack.prefill import Job, Question, Wish, _within

ALL = Wish(("england",))


def sent(jobs):
    return [one.masked.text for job in jobs for one in job.asked]


def test_each_english_text_is_asked_once_for_all_its_places(make_project):
    (job,) = planned(make_project(FILES), Spoken(), ALL)
    assert sorted(sent([job])) == sorted(
        set(SPANISH) - {"Go to the hospital now if you cannot breathe."}
    )
    twice = next(one for one in job.questions if one.english.startswith("A doctor"))
    assert sorted(one.message.key for one in twice.targets) == ["food/summary", "gp/summary"]
    assert (job.risky, job.wordless, job.postponed, job.left) == (1, 0, 0, ())
    assert job.characters == sum(map(len, sent([job])))


def test_risky_blocks_only_when_asked_for(make_project):
    (job,) = planned(make_project(FILES), Spoken(), Wish(("england",), risky=True))
    assert "Go to the hospital now if you cannot breathe." in sent([job])
    assert job.risky == 0


def test_a_block_that_a_child_area_makes_risky_is_risky_for_all(make_project):
    files = {
        **FILES,
        "content/brent/area.yaml": "id: brent\nname: Brent\nextends: england\ncouncil: C\n",
        "content/brent/topics/gp.yaml": "id: gp\nblocks:\n  - {id: desk, risk: high}\n",
    }
    (job,) = planned(make_project(files), Spoken(), ALL)
    assert job.risky == 2


def test_a_topic_alone(make_project):
    jobs = planned(make_project(FILES), Spoken(), Wish(("england",), ("food",)))
    assert sent(jobs) == ["Free food", "A doctor near your home helps you. It is free."]


def test_the_templates_words_are_a_domain_too(make_project):
    (job,) = planned(make_project(FILES), Spoken(), Wish(("theme",)))
    assert len(job.questions) > 20


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        (Wish(("englnd",)), 'no area "englnd" with texts. Did you mean "england"'),
        (Wish((), ("foods",)), 'no topic "foods" with texts. Did you mean "food"'),
    ],
)
def test_unknown_filters(make_project, wish, said):
    with pytest.raises(WelcomepackError, match=said):
        planned(make_project(FILES), Spoken(), wish)


def test_what_is_translated_is_left_alone_and_stale_texts_only_by_name(make_project):
    root = make_project(FILES)
    drafted(root, Spoken())
    assert sent(planned(root, Spoken(), ALL)) == []
    path = root / "content/england/topics/food.yaml"
    path.write_text(path.read_text("utf-8").replace("Free food", "Food for free"), "utf-8")
    assert sent(planned(root, Spoken(), ALL)) == []
    assert sent(planned(root, Spoken(), Wish(("england",), stale=True))) == ["Food for free"]


def test_the_memory_goes_before_the_engine(make_project):
    root = make_project(FILES)
    drafted(root, Spoken(), Wish(("england",), ("gp",)))
    (job,) = planned(root, Spoken(), Wish(("england",), ("food",)))
    assert sent([job]) == ["Free food"]
    ((target, recalled),) = job.recalled
    assert (target.message.key, recalled.state, recalled.origin) == (
        "food/summary",
        State.MT,
        "england",
    )


def test_an_answer_that_was_paid_for_is_not_asked_again(make_project):
    root = make_project(FILES)
    drafted(root, Spoken())
    po(root).unlink()
    (job,) = planned(root, Spoken(), ALL)
    assert (len(job.questions), job.asked, job.characters) == (4, (), 0)


def test_a_refused_answer_is_asked_again_only_on_request(make_project):
    root = make_project(FILES)
    drafted(root, Spoken({**SPANISH, "Free food": "Free food"}))
    assert sent(planned(root, Spoken(), ALL)) == []
    assert sent(planned(root, Spoken(), Wish(("england",), again=True))) == ["Free food"]


def test_a_language_that_the_engine_lacks(make_project):
    (job,) = planned(make_project(FILES), Spoken(), Wish(("england",), ("food",)), tag="ar")
    assert job.questions == ()
    assert [one.text() for one in job.left] == [
        "warning WP243 [ar] spoken does not have Arabic: 2 texts."
    ]


def test_texts_that_no_machine_can_have(make_project):
    food = (
        "id: food\ntitle: NHS\nsummary: The code is QXQ.\npictogram: gp\nblocks:\n"
        "  - {id: a, kind: text, text: This one is much too long for the engine of this test.}\n"
    )
    root = make_project({**FILES, "content/england/topics/food.yaml": food})
    (job,) = planned(root, Spoken(limit=40), Wish(("england",), ("food",)))
    assert (job.questions, job.wordless) == ((), 1)
    assert [one.message for one in job.left] == [
        "food/summary: The text holds letters that look like our marks.",
        "food/a/text: It is too long for spoken (40 characters at most).",
    ]


def test_the_limit_of_characters_stops_before_the_text_that_would_pass_it(make_project):
    root = make_project(FILES)
    (whole,) = planned(root, Spoken(), ALL)
    first, second, *rest = (len(text) for text in sent([whole]))
    (job,) = planned(root, Spoken(), Wish(("england",), most=first + second))
    assert len(job.asked) == 2
    (job,) = planned(root, Spoken(), Wish(("england",), most=first + second - 1))
    assert len(job.asked) == 1
    assert job.characters <= first + second - 1
    assert job.postponed == sum(len(one.targets) for one in whole.questions[1:])
    (job,) = planned(root, Spoken(), Wish(("england",), most=0))
    assert job.asked == ()
    assert rest


@given(
    st.lists(st.lists(st.tuples(st.integers(1, 9), st.booleans()), max_size=5), max_size=3),
    st.integers(0, 40),
)
def test_never_more_characters_than_allowed_and_paid_answers_always(sizes, most):
    jobs = [
        Job(
            None,
            Spoken(),
            questions=tuple(
                Question(Masked("x" * size, (), Style.WORD), "x", (None,), "y" if paid else None)
                for size, paid in row
            ),
        )
        for row in sizes
    ]
    kept = _within(jobs, most)
    assert sum(job.characters for job in kept) <= most
    for job, whole in zip(kept, jobs, strict=True):
        paid = [one for one in whole.questions if one.answer]
        assert [one for one in job.questions if one.answer] == paid
        assert len(job.questions) + job.postponed == len(whole.questions)


def test_people_s_work_is_never_drafted_over(make_project):
    root = make_project(FILES)
    drafted(root, Spoken({**SPANISH, "Free food": Broken("no")}))
    record(po(root), {"food/title": "Comida"}, State.EDITED)
    assert sent(planned(root, Spoken(), Wish(("england",), stale=True, risky=False))) == []
    assert texts(root)["food/title"] == "Comida"
