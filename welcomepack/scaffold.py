"""Skeletons of new areas and places: commented files that pass ``check`` as they are."""

import json
from pathlib import Path
from string import Template

from welcomepack import atomic
from welcomepack.address import texts
from welcomepack.diagnostic import WelcomepackError
from welcomepack.explain import nearest
from welcomepack.fact import placeholders
from welcomepack.load import Loaded
from welcomepack.model import Area, Pack, Place

_AREA = Template(
    """\
# What is different here from "$extends". Everything else is inherited.
# How to write content: docs/content.md. Check your work with: welcomepack check
id: $id
name: $name
council: $council
extends: $extends
# Set this to true when packs shall be built for this area:
publish: false
"""
)
_FACTS = """\
# Facts of this area. Fill in the gaps of the parent areas by giving their id a value, for
# example (remove the # signs and put in the true number, its source and today's date):
#
# - id: council.phone
#   kind: phone
#   value: 020 7946 0000
#   source: https://www.example.org/contact
#   checked: 2026-11-22
#   confidence: A          # A own page, B two pages, C one or old (not printed), D never
[]
"""
_SERVICES = """\
# Services of this area: libraries, surgeries, colleges, drop-ins. For example:
#
# - id: library-high-street
#   category: library      # library gp college drop-in charity
#   name: High Street Library
#   address: 1 High Street
#   postcode: ZZ9 9ZZ
#   hours:
#     - {id: weekdays, days: mon-fri, hours: 09:00-17:00}
#   source: https://www.example.org/libraries
#   checked: 2026-11-22
#   confidence: A
[]
"""
_SESSIONS = """\
# Dates that this area announces. What is over is not printed any more. For example:
#
# - id: school-places
#   category: schools
#   title: Help to get a school place
#   where: High Street Library, 1 High Street
#   postcode: ZZ9 9ZZ
#   times:
#     - {id: december, date: 2026-12-03, hours: 10:00-12:00}
#     - {id: spring, date: 2027-01-07, hours: 10:00-12:00, every: week, until: 2027-03-25}
#   source: https://www.example.org/schools
#   checked: 2026-11-22
#   confidence: A
[]
"""
_LINKS = """\
# Outside pages of this area, each with somebody who looks after it. For example:
#
# - id: council-contact
#   title: Contact the council
#   url: https://www.example.org/contact
#   owner: council web team
#   checked: 2026-11-22
#   confidence: A
[]
"""
_TOPICS = """\
Topics of this area go here, one YAML file each, named like the parent's topic. A file changes
only what it names: see "One merge rule" in docs/content.md. For example gp.yaml:

id: gp
blocks:
  - id: our-nurse
    after: join
    kind: note
    text: A nurse visits the library every week.
"""
_PLACE_HEAD = Template(
    """\
# PRIVATE. Never put this file into git, an e-mail or a public folder: hotel names are kept
# from the public because of attacks. Git ignores it; `welcomepack check` makes sure.
#
# Fill in each value and remove its `unknown` line. What stays unknown is left out of the pack.
id: $id
name: $name
facts:
"""
)
_PLACE_FACT = Template(
    """\
  - id: $id
    kind: $kind
    unknown: Ask the manager of the place.
    # value:
    # source: the manager
    # checked: 2026-11-22
    # confidence: A
"""
)
_KINDS = (
    ("_hours", "time"),
    ("_phone", "phone"),
    ("postcode", "postcode"),
    ("address", "address"),
    ("_from", "time"),
    ("_time", "time"),
    ("breakfast", "time"),
    ("lunch", "time"),
    ("dinner", "time"),
)


def new_area(loaded: Loaded, area_id: str, name: str, extends: str) -> tuple[Path, ...]:
    """Write the skeleton of an area; raises `WelcomepackError` when it cannot be."""
    folder = loaded.project.resolve("content", _checked(area_id))
    if folder.exists():
        message = f"The area {area_id} exists already."
        raise WelcomepackError(message)
    if extends not in loaded.packs:
        message = f'There is no area "{extends}". {nearest(extends, loaded.packs)}'.strip()
        raise WelcomepackError(message)
    quoted = {"name": _quoted(name), "council": _quoted(f"{name} Council")}
    values = {"id": area_id, "extends": extends, **quoted}
    files = {
        "area.yaml": _AREA.substitute(values),
        "facts.yaml": _FACTS,
        "services.yaml": _SERVICES,
        "sessions.yaml": _SESSIONS,
        "links.yaml": _LINKS,
        "topics/.how-to": _TOPICS,
    }
    return _written({folder / path: text for path, text in files.items()})


def new_place(loaded: Loaded, area_id: str, place_id: str, name: str) -> tuple[Path, ...]:
    """Write the skeleton of a place, with every fact that the private topic can print."""
    if area_id not in loaded.packs:
        message = f'There is no area "{area_id}". {nearest(area_id, loaded.packs)}'.strip()
        raise WelcomepackError(message)
    path = loaded.project.resolve("content", area_id, "places", f"{_checked(place_id)}.yaml")
    if path.exists():
        message = f"The place {place_id} exists already."
        raise WelcomepackError(message)
    Place(id=place_id, name=name)
    text = _PLACE_HEAD.substitute(id=place_id, name=_quoted(name))
    if not _place_facts(loaded.packs[area_id]):
        text = f"{text.rstrip()} []\n"
    for fact_id in _place_facts(loaded.packs[area_id]):
        kind = next((kind for ending, kind in _KINDS if fact_id.endswith(ending)), "name")
        text += _PLACE_FACT.substitute(id=fact_id, kind=kind)
    return _written({path: text})


def _quoted(name: str) -> str:
    """A name as a YAML string that says nothing else (JSON strings are YAML)."""
    return json.dumps(name, ensure_ascii=False)


def _checked(identifier: str) -> str:
    """An id that may become a folder's name; raises `WelcomepackError` for another."""
    try:
        return Area(id=identifier, name="x").id
    except ValueError:
        message = f'"{identifier}" is not an id: small letters, digits and hyphens.'
        raise WelcomepackError(message) from None


def _place_facts(pack: Pack) -> list[str]:
    named = [name for _, text in texts(pack) for name in placeholders(text.english)]
    return list(dict.fromkeys(name for name in named if name.startswith("place.")))


def _written(files: dict[Path, str]) -> tuple[Path, ...]:
    for path, text in files.items():
        atomic.write(path, text.encode())
    return tuple(files)
