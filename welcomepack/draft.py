"""Do what was planned: fill catalogs from the memory and the journal, and ask the engines.

Whatever ends a run (Ctrl-C, a quota, the network), the drafts so far are written into the
catalogs; what even that could not save is in the journal.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from welcomepack.catalog import Recalled, catalog_path, read_catalog, record, update
from welcomepack.diagnostic import Diagnostic, Position
from welcomepack.engines import Broken, Engine, Patient, Stopped
from welcomepack.journal import Answer, Journal
from welcomepack.language import Language
from welcomepack.model import State
from welcomepack.prefill import Job, Question, Wanted, judge
from welcomepack.project import Project

Tell = Callable[[str], None]
Texts = dict[str, dict[str, tuple[str, str]]]


@dataclass(slots=True)
class Report:
    """What a run did: messages filled by language, requests made, what was refused and why."""

    drafted: dict[str, int] = field(default_factory=dict)
    recalled: dict[str, int] = field(default_factory=dict)
    asked: int = 0
    diagnostics: list[Diagnostic] = field(default_factory=list)
    interrupted: bool = False


def run(
    project: Project,
    wanted: Wanted,
    jobs: Iterable[Job],
    journal: Journal,
    *,
    patient: Callable[[Engine], Patient] = Patient,
    tell: Tell = lambda _: None,
) -> Report:
    """Carry out the jobs and write the catalogs.

    ``tell`` hears the language after each answer. Raises `WelcomepackError` for a damaged
    catalog before anything is asked for it.
    """
    report = Report()
    asking: dict[str, _Asking] = {}
    for job in jobs:
        asked = asking.setdefault(job.engine.name, _Asking(patient(job.engine), journal, project))
        _fill(project, wanted, job, report)
        drafts: Texts = {}
        try:
            for question in job.questions:
                _draft(question, job, asked, drafts, report)
                tell(job.language.tag)
        except KeyboardInterrupt:
            report.interrupted = True
        finally:
            told = {"engine": job.engine.name, "date": project.today.isoformat()}
            taken = _record(project, job.language, drafts, told)
            report.drafted[job.language.tag] = taken
        if report.interrupted:
            break
    return report


@dataclass(slots=True)
class _Asking:
    """One engine in one run; ``stopped`` once it must not be asked any more."""

    patient: Patient
    journal: Journal
    project: Project
    stopped: bool = False

    def ask(self, question: Question, job: Job, report: Report) -> str | None:
        """An answer, in the journal before it is used; ``None`` when there is none."""
        if self.stopped:
            return None
        try:
            report.asked += 1
            answer = self.patient.ask(question.masked.text, job.language)
        except Broken as error:
            report.diagnostics += _refused(question, job.language, str(error))
            return None
        except Stopped as error:
            self.stopped = True
            message = f"{job.engine.name}: {error}"
            report.diagnostics.append(Diagnostic("WP242", message, locale=job.language.tag))
            return None
        self.journal.write(
            Answer(
                engine=job.engine.name,
                locale=job.language.tag,
                key=question.targets[0].message.key,
                source=hashlib.sha256(question.english.encode()).hexdigest(),
                masked=question.masked.text,
                answer=answer,
                date=self.project.today.isoformat(),
            )
        )
        return answer


def _draft(question: Question, job: Job, asking: _Asking, drafts: Texts, report: Report) -> None:
    answer = question.answer
    if answer is None:
        answer = asking.ask(question, job, report)
    if answer is None:
        return
    text, reason = judge(question, answer, job.language)
    if reason:
        report.diagnostics += _refused(question, job.language, reason)
        return
    for target in question.targets:
        drafts.setdefault(target.domain, {})[target.message.key] = (question.english, text)


def _refused(question: Question, language: Language, reason: str) -> list[Diagnostic]:
    return [
        Diagnostic(
            "WP241",
            f"{one.message.key}: {reason}",
            Position(one.message.path, one.message.line),
            locale=language.tag,
        )
        for one in question.targets
    ]


def _fill(project: Project, wanted: Wanted, job: Job, report: Report) -> None:
    """Bring the catalogs in line with the content, and put in what the memory has."""
    places = [target for target, _ in job.recalled]
    places += [target for question in job.questions for target in question.targets]
    for domain in dict.fromkeys(target.domain for target in places):
        path = catalog_path(project.locales, job.language, domain)
        mine = {one.message.english: text for one, text in job.recalled if one.domain == domain}

        def recall(
            english: str, _: Language, known: Mapping[str, Recalled] = mine
        ) -> Recalled | None:
            return known.get(english)

        update(path, job.language, wanted[domain], recall=recall)
    _replace_stale(project, job)
    report.recalled[job.language.tag] = len(job.recalled)


def _replace_stale(project: Project, job: Job) -> None:
    """Old texts are not empty, so `update` leaves them; here they were asked for by name.

    A machine's text stays one, flagged so that no gettext tool compiles it as finished.
    """
    catalog, _ = read_catalog(project.locales, job.language)
    for target, text in job.recalled:
        key, english = target.message.key, target.message.english
        if catalog.find(key, english, (target.domain,)).state is not State.STALE:
            continue
        path = catalog_path(project.locales, job.language, target.domain)
        told = {"from": text.origin, "date": project.today.isoformat()}
        if text.state is State.MT:
            record(path, {key: text.text}, State.MT, engine="memory", **told)
        else:
            record(path, {key: text.text}, State.TM, state=str(text.state), **told)


def _record(project: Project, language: Language, drafts: Texts, details: Mapping[str, str]) -> int:
    """Write drafts into the catalogs, but for keys whose English has changed meanwhile."""
    if not drafts:
        return 0
    catalog, _ = read_catalog(project.locales, language)
    taken = 0
    for domain, texts in drafts.items():
        there = catalog.domains.get(domain, {})
        still = {
            key: text
            for key, (english, text) in texts.items()
            if key in there and there[key].english == english
        }
        path = catalog_path(project.locales, language, domain)
        taken += record(path, still, State.MT, **details)[0]
    return taken
