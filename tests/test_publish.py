"""Publishing: whole releases only, whatever happens in the middle."""

import hashlib
import json
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from project_support import doctor, git, gp_phone, run

from welcomepack.diagnostic import WelcomepackError
from welcomepack.publish import go_back, publish, snapshots

FACTS = gp_phone("{phone}")
TOPIC = doctor("""\
  - id: call
    kind: text
    text: Call {gp.phone}.
""")
FIRST, SECOND = "020 7946 0958", "020 7946 0123"


def built(out: Path, **files: str) -> Path:
    """A build folder as `build` leaves it, with these public files."""
    public = out / "public"
    public.mkdir(parents=True, exist_ok=True)
    rows = []
    for name, text in files.items():
        path = public / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        rows.append(
            {
                "path": f"public/{path.relative_to(public).as_posix()}",
                "sha256": hashlib.sha256(text.encode()).hexdigest(),
            }
        )
    (public / "manifest.json").write_text(json.dumps(rows), encoding="utf-8")
    return out


def served(dest: Path) -> dict[str, str]:
    """All files that a web server would serve, by name."""
    folder = (dest / "current").resolve()
    return {
        one.relative_to(folder).as_posix(): one.read_text("utf-8")
        for one in folder.rglob("*")
        if one.is_file() and one.name != "manifest.json"
    }


def test_what_was_built_is_served(tmp_path: Path) -> None:
    out = built(tmp_path / "out", **{"index.html": "one", "w__AB__index.html": "code"})
    (out / "public" / "forgotten.html").write_text("not in the manifest")
    done = publish(out, tmp_path / "www")
    assert (done.number, done.files) == (1, 2)
    assert served(tmp_path / "www") == {"index.html": "one", "w/AB/index.html": "code"}


def test_a_later_release_replaces_the_earlier_and_can_be_taken_back(tmp_path: Path) -> None:
    publish(built(tmp_path / "out", a="one"), tmp_path / "www")
    publish(built(tmp_path / "out", a="two"), tmp_path / "www")
    assert served(tmp_path / "www") == {"a": "two"}
    assert go_back(tmp_path / "www").number == 1
    assert served(tmp_path / "www") == {"a": "one"}
    with pytest.raises(WelcomepackError, match="no earlier release"):
        go_back(tmp_path / "www")


def test_the_last_releases_are_kept_and_the_served_one_always(tmp_path: Path) -> None:
    for number in range(5):
        publish(built(tmp_path / "out", a=str(number)), tmp_path / "www", keep=3)
    names = sorted(one.name for one in (tmp_path / "www" / "releases").iterdir())
    assert names == ["000003", "000004", "000005"]


def test_a_release_after_going_back_gets_a_new_number(tmp_path: Path) -> None:
    for text in "ab":
        publish(built(tmp_path / "out", a=text), tmp_path / "www")
    go_back(tmp_path / "www")
    assert publish(built(tmp_path / "out", a="c"), tmp_path / "www").number == 3
    assert served(tmp_path / "www") == {"a": "c"}


def test_a_file_changed_after_the_build_is_refused(tmp_path: Path) -> None:
    publish(built(tmp_path / "out", a="one"), tmp_path / "www")
    out = built(tmp_path / "out", a="two")
    (out / "public" / "a").write_text("by hand")
    with pytest.raises(WelcomepackError, match=r"WP505 public/a .* Build again"):
        publish(out, tmp_path / "www")
    assert served(tmp_path / "www") == {"a": "one"}
    assert [one.name for one in (tmp_path / "www" / "releases").iterdir()] == ["000001"]


@pytest.mark.parametrize("name", ["../secret", "/etc/passwd", "private/brent/home.pdf"])
def test_a_manifest_that_names_another_file_is_refused(tmp_path: Path, name: str) -> None:
    out = built(tmp_path / "out", a="one")
    rows = [{"path": name, "sha256": "0" * 64}]
    (out / "public" / "manifest.json").write_text(json.dumps(rows))
    with pytest.raises(WelcomepackError, match="not a public file"):
        publish(out, tmp_path / "www")


@pytest.mark.parametrize("text", ["", "{", "[1]", '[{"path": "public/a"}]'])
def test_a_build_that_is_not_whole_is_refused(tmp_path: Path, text: str) -> None:
    out = built(tmp_path / "out", a="one")
    (out / "public" / "manifest.json").write_text(text)
    with pytest.raises(WelcomepackError, match="no whole build"):
        publish(out, tmp_path / "www")


def test_publishing_into_the_build_folder_is_refused(tmp_path: Path) -> None:
    out = built(tmp_path / "out", a="one")
    for dest in (out / "www", out, tmp_path):
        with pytest.raises(WelcomepackError, match="inside one another"):
            publish(out, dest)


def test_a_build_of_a_part_does_not_take_printed_codes_away(tmp_path: Path) -> None:
    whole = built(tmp_path / "whole", **{"w__AB__index.html": "a", "w__CD__index.html": "b"})
    part = built(tmp_path / "part", **{"w__AB__index.html": "a"})
    publish(whole, tmp_path / "www")
    with pytest.raises(WelcomepackError, match="1 printed codes would lead nowhere, CD"):
        publish(part, tmp_path / "www")
    assert "w/CD/index.html" in served(tmp_path / "www")
    publish(part, tmp_path / "www", drop=True)
    assert "w/CD/index.html" not in served(tmp_path / "www")


LOOP = """\
import sys
from pathlib import Path
from welcomepack.publish import publish
dest = Path(sys.argv[1])
print("ready", flush=True)
while True:
    for name in sys.argv[3:]:
        publish(Path(sys.argv[2]) / name, dest, keep=2)
"""


def test_a_kill_at_any_moment_never_shows_a_mix(tmp_path: Path) -> None:
    """Forty times: publish two releases in turn, kill at a random moment, look at what is served."""
    dest, seen, chance = tmp_path / "www", set(), random.Random(20261122)  # noqa: S311 - moments, no secrets
    texts = {name: {f"f{n}": f"{name} {n}" * 50 for n in range(30)} for name in ("one", "two")}
    for name, files in texts.items():
        built(tmp_path / name, **files)
    began = time.perf_counter()
    publish(tmp_path / "one", dest)
    span, killed = time.perf_counter() - began, 0
    for number in range(40):
        turn = ["one", "two"] if number % 2 else ["two", "one"]
        with subprocess.Popen(
            [sys.executable, "-c", LOOP, dest, tmp_path, *turn], stdout=subprocess.PIPE
        ) as worker:
            assert worker.stdout is not None
            assert worker.stdout.readline() == b"ready\n"
            time.sleep(chance.uniform(0, 3 * span))
            worker.kill()
            killed += worker.wait() == -signal.SIGKILL
        now = served(dest)
        name = next(iter(now.values())).partition(" ")[0]
        assert now == texts[name]
        seen.add(name)
    assert killed == 40
    assert seen == {"one", "two"}
    publish(tmp_path / "two", dest, keep=2)
    left = [one.name for one in dest.iterdir()] + [one.name for one in dest.glob("releases/*")]
    assert not [one for one in left if one.endswith(".tmp")]


def _small_files_only() -> None:
    """Make the next larger write fail in the operating system, as on a full disk."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))


def test_a_disk_that_takes_no_more_leaves_the_old_release(tmp_path: Path) -> None:
    dest = tmp_path / "www"
    publish(built(tmp_path / "out", a="one"), dest)
    built(tmp_path / "out", a="two", b="x" * 50_000)
    code = "import sys; from pathlib import Path; from welcomepack.publish import publish\n"
    code += "publish(Path(sys.argv[1]), Path(sys.argv[2]))"
    done = subprocess.run(
        [sys.executable, "-c", code, tmp_path / "out", dest],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=_small_files_only,
    )
    assert done.returncode != 0
    assert "OSError" in done.stderr
    assert served(dest) == {"a": "one"}
    assert [one.name for one in (dest / "releases").iterdir()] == ["000001"]


def test_two_publications_at_once_are_not_possible(tmp_path: Path) -> None:
    out, dest = built(tmp_path / "out", a="one"), tmp_path / "www"
    publish(out, dest)
    hold = "import fcntl, sys, time; f = open(sys.argv[1], 'w'); fcntl.flock(f, fcntl.LOCK_EX)\n"
    hold += "print('held', flush=True); time.sleep(60)"
    with subprocess.Popen(
        [sys.executable, "-c", hold, dest / ".lock"], stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(WelcomepackError, match="under way"):
            publish(out, dest)
        other.kill()


def test_a_changed_number_reaches_the_page_behind_old_paper(
    make_project: Callable[..., Path],
) -> None:
    """From content to the web server twice: the page tells what changed since the old paper."""
    root = make_project(
        {
            "content/england/facts.yaml": FACTS.format(phone=FIRST),
            "content/england/topics/gp.yaml": TOPIC,
        }
    )
    git(root, "init", "-q")
    www = root.parent / "www"
    build = ("build", "--format", "site", "--quiet", "--date")
    assert run(root, *build, "2026-11-22").exit_code == 0
    first = run(root, "publish", str(www))
    assert first.exit_code == 0, first.stderr
    assert "kept history/england/2026-11-22.json: add it to git" in first.stdout
    assert len(snapshots(root / "build")) == 1
    code = next((www / "current" / "w").iterdir()).name
    page = www / "current" / "w" / code / "index.html"
    assert 'id="20261122"' in page.read_text("utf-8")
    assert FIRST in page.read_text("utf-8")
    (root / "content/england/facts.yaml").write_text(FACTS.format(phone=SECOND))
    assert run(root, *build, "2026-12-24").exit_code == 0
    assert run(root, "publish", str(www)).exit_code == 0
    text = page.read_text("utf-8")
    paper = text[text.index('id="20261122"') : text.index('id="20261224"')]
    assert FIRST in paper
    assert SECOND in paper
    assert paper.index("Before:") < paper.index(FIRST) < paper.index("Now:")
    assert "Nothing on this page has changed." in text[text.index('id="20261224"') :]
    again = run(root, "publish", str(www))
    assert "kept" not in again.stdout, "the same edition is not kept twice"
