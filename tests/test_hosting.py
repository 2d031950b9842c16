"""What web servers are told: the same policy as the pages, and every code in both letter cases."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

from project_support import doctor, run

from welcomepack import hosting, shortcode

TOPIC = doctor("""\
  - {id: free, kind: text, text: It is free.}
""")


def codes() -> tuple[shortcode.Registered, ...]:
    meanings = [shortcode.Meaning("brent", topic, "ar") for topic in ("gp", "police", "travel")]
    return shortcode.extended((), meanings, date(2026, 11, 22))


def test_the_pages_and_the_headers_say_the_same_policy(make_project: Callable[..., Path]) -> None:
    root = make_project({"content/england/topics/gp.yaml": TOPIC})
    assert run(root, "build", "--format", "site", "--quiet").exit_code == 0
    public = root / "build" / "public"
    told = (public / "_headers").read_text("utf-8")
    pages = list(public.resolve().rglob("*.html"))
    assert len(pages) > 5
    # The file that holds all topics carries its style, because it must work anywhere; on a
    # server that sends the policy it takes the site's own.
    alone = [page for page in pages if "<style>" in page.read_text("utf-8")]
    assert len(alone) == 2
    assert all(
        '<link rel="stylesheet" href="../../style.css">' in p.read_text("utf-8") for p in alone
    )
    for page in set(pages) - set(alone):
        found = re.search(r'Content-Security-Policy" content="([^"]*)"', page.read_text("utf-8"))
        assert found, page
        assert f"Content-Security-Policy: {found[1].replace('&#39;', chr(39))};" in told
    assert "Referrer-Policy: no-referrer" in told


def test_nothing_may_come_from_elsewhere_and_nothing_inline_runs() -> None:
    rules = dict(rule.split(" ", 1) for rule in hosting.POLICY.split("; "))
    assert rules["default-src"] == "'none'"
    allowed = {word for value in rules.values() for word in value.split()}
    assert allowed == {"'none'", "'self'", "data:"}


def test_a_phone_is_told_what_opens_a_calendar_and_contacts() -> None:
    told = hosting.headers()
    assert "/*.ics\n  Content-Type: text/calendar; charset=utf-8\n" in told
    assert "/*.vcf\n  Content-Type: text/vcard; charset=utf-8\n" in told
    text = hosting.nginx(codes())
    assert text.count("location ~ \\.ics$ {") == text.count("location ~ \\.vcf$ {") == 1
    assert text.count("nosniff") == 4, "the headers hold in each place, or in none"


def test_every_code_is_redirected_in_both_letter_cases() -> None:
    lines = hosting.redirects(codes()).splitlines()
    assert len(lines) == 6
    for row in codes():
        for word in (row.code, row.code.lower()):
            assert f"/w/{word} /w/{word}/ 301" in lines


def test_the_nginx_map_takes_any_mix_of_letters() -> None:
    text = hosting.nginx(codes())
    patterns = dict(re.findall(r"~\*(\S+) (\S+);", text))
    assert len(patterns) == 3
    for row in codes():
        mixed = row.code[:3].lower() + row.code[3:]
        hits = [to for one, to in patterns.items() if re.search(one, f"/w/{mixed}", re.IGNORECASE)]
        assert hits == [f"/w/{row.code}/"]
    assert text.count("{") == text.count("}")


def test_no_code_is_part_of_another() -> None:
    joined = "\n".join(re.findall(r"~\*(\S+)", hosting.nginx(codes())))
    assert joined.count("^/w/") == joined.count("/?$") == 3
