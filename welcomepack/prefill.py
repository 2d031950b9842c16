"""What a machine could draft, worked out before anything is asked or written.

A text is taken from the memory, from the journal (it was paid for already), or asked of an
engine, in that order; the same English is asked once for all the places where it stands.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from welcomepack.answer import refusal
from welcomepack.catalog import Catalog, Recalled, read_catalog
from welcomepack.diagnostic import Diagnostic, Position, WelcomepackError
from welcomepack.engines import Engine
from welcomepack.explain import nearest
from welcomepack.journal import Known
from welcomepack.language import Language
from welcomepack.mask import Damaged, Masked, Unmaskable, mask
from welcomepack.memory import Memory
from welcomepack.message import Message
from welcomepack.model import Pack, State
from welcomepack.project import Project

Wanted = Mapping[str, tuple[Message, ...]]


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks for: empty ``domains`` or ``topics`` mean all.

    ``risky`` drafts blocks with ``risk: high`` too, ``stale`` replaces old texts, ``again``
    asks anew where an answer was refused; ``most`` is how many characters may be sent.
    """

    domains: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    risky: bool = False
    stale: bool = False
    again: bool = False
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """Where a text is wanted: a domain and a message of it."""

    domain: str
    message: Message


@dataclass(frozen=True, slots=True)
class Question:
    """One text to ask, where it stands, and the answer if it was paid for already."""

    masked: Masked
    english: str
    targets: tuple[Target, ...]
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """All that is to be done for one language.

    ``risky`` and ``wordless`` count texts that are left to people (the latter hold names
    only), ``postponed`` those over the limit of characters; ``left`` says which texts the
    engine cannot have.
    """

    language: Language
    engine: Engine
    recalled: tuple[tuple[Target, Recalled], ...] = ()
    questions: tuple[Question, ...] = ()
    risky: int = 0
    wordless: int = 0
    postponed: int = 0
    left: tuple[Diagnostic, ...] = ()

    @property
    def asked(self) -> tuple[Question, ...]:
        """The questions that must still be asked."""
        return tuple(one for one in self.questions if one.answer is None)

    @property
    def characters(self) -> int:
        """How many characters will be sent."""
        return sum(len(one.masked.text) for one in self.asked)


def plan(
    project: Project,
    wanted: Wanted,
    packs: Iterable[Pack],
    engines: Sequence[tuple[Language, Engine]],
    memory: Memory,
    known: Known,
    wish: Wish,
    terms: Sequence[str] = (),
) -> tuple[Job, ...]:
    """Work out the jobs, language by language; reads catalogs and the memory, writes nothing.

    ``wanted`` is `messages.domains`; ``terms`` stay as they are in every language. Raises
    `WelcomepackError` for a domain or topic that is not there.
    """
    _must_be_there(wanted, wish)
    blocks = risky_blocks(packs)
    jobs = []
    for language, engine in engines:
        catalog, _ = read_catalog(project.locales, language)
        targets = list(_missing(catalog, wanted, wish))
        calm = [one for one in targets if wish.risky or not one.message.key.startswith(blocks)]
        found = [(one, memory.recall(one.message.english, language)) for one in calm]
        job = Job(
            language,
            engine,
            recalled=tuple((target, text) for target, text in found if text is not None),
            risky=len(targets) - len(calm),
        )
        fresh = [target for target, text in found if text is None]
        jobs.append(_with_questions(job, fresh, known, terms, again=wish.again))
    return _within(jobs, wish.most)


def risky_blocks(packs: Iterable[Pack]) -> tuple[str, ...]:
    """The beginnings of addresses of all blocks with ``risk: high``.

    A block that is risky in one area counts as risky in all: its texts are shared.
    """
    return tuple(
        sorted(
            {
                f"{topic.id}/{block.id}/"
                for pack in packs
                for topic in pack.topics
                for block in topic.blocks
                if block.risk == "high"
            }
        )
    )


def _must_be_there(wanted: Wanted, wish: Wish) -> None:
    topics = {one.key.partition("/")[0] for messages in wanted.values() for one in messages}
    for asked, there, what in ((wish.domains, wanted, "area"), (wish.topics, topics, "topic")):
        for name in asked:
            if name not in there:
                message = f'There is no {what} "{name}" with texts. {nearest(name, there)}'.strip()
                raise WelcomepackError(message)


def _missing(catalog: Catalog, wanted: Wanted, wish: Wish) -> Iterator[Target]:
    """The messages without a translation, in the order of the content."""
    lacking = {State.MISSING, State.STALE} if wish.stale else {State.MISSING}
    topics = tuple(f"{topic}/" for topic in wish.topics)
    for domain, messages in wanted.items():
        if wish.domains and domain not in wish.domains:
            continue
        for one in messages:
            if topics and not one.key.startswith(topics):
                continue
            if catalog.find(one.key, one.english, (domain,)).state in lacking:
                yield Target(domain, one)


def _with_questions(
    job: Job, targets: Iterable[Target], known: Known, terms: Sequence[str], *, again: bool
) -> Job:
    """Add a question for each different English, or say why a machine cannot have it."""
    standing: dict[str, list[Target]] = {}
    for target in targets:
        standing.setdefault(target.message.english, []).append(target)
    if standing and job.engine.code(job.language) is None:
        count = sum(map(len, standing.values()))
        message = f"{job.engine.name} does not have {job.language.english_name}: {count} texts."
        return replace(job, left=(Diagnostic("WP243", message, locale=job.language.tag),))
    questions: list[Question] = []
    left: list[Diagnostic] = []
    wordless = 0
    too_long = f"It is too long for {job.engine.name} ({job.engine.limit} characters at most)."
    for english, places in standing.items():
        try:
            masked = mask(english, job.engine.style, terms)
        except Unmaskable as error:
            left += [_left(one, job.language, str(error)) for one in places]
            continue
        if masked.wordless:
            wordless += len(places)
        elif len(masked.text) > job.engine.limit:
            left += [_left(one, job.language, too_long) for one in places]
        else:
            question = Question(masked, english, tuple(places))
            questions.append(_answered(question, job, known, again=again))
    return replace(job, questions=tuple(questions), left=tuple(left), wordless=wordless)


def _left(target: Target, language: Language, reason: str) -> Diagnostic:
    one = target.message
    at = Position(one.path, one.line)
    return Diagnostic("WP243", f"{one.key}: {reason}", at, locale=language.tag)


def _answered(question: Question, job: Job, known: Known, *, again: bool) -> Question:
    """The question with the answer that was paid for, unless that is to be asked again."""
    answer = known.get((job.engine.name, job.language.tag, question.masked.text))
    if answer is None or (again and judge(question, answer, job.language)[1]):
        return question
    return replace(question, answer=answer)


def judge(question: Question, answer: str, language: Language) -> tuple[str, str]:
    """The draft that an answer makes, and why it must not be kept (or nothing)."""
    try:
        text = question.masked.unmask(answer)
    except Damaged as error:
        return "", str(error)
    # One line, as the English is; composed letters, as catalogs hold them.
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    terms = [kept for kept in question.masked.kept if not kept.startswith("{")]
    return text, refusal(question.english, text, language, terms)


def _within(jobs: Iterable[Job], most: int | None) -> tuple[Job, ...]:
    """Stop before the first text that would pass the limit of characters, over all languages."""
    if most is None:
        return tuple(jobs)
    kept: list[Job] = []
    room, full = most, False
    for job in jobs:
        taken: list[Question] = []
        postponed = 0
        for one in job.questions:
            need = len(one.masked.text) if one.answer is None else 0
            full = full or need > room
            if full and need:
                postponed += len(one.targets)
                continue
            room -= need
            taken.append(one)
        kept.append(replace(job, questions=tuple(taken), postponed=postponed))
    return tuple(kept)
