"""Lines of contact cards and calendars (RFC 2426 and RFC 5545 share their rules).

Lines end with CR LF and are folded at 75 octets, never inside of a character.
"""

from collections.abc import Iterable

_LINE = 75  # octets, RFC 5545 section 3.1 and RFC 2426 section 2.6


def written(lines: Iterable[str]) -> str:
    """Lines as a file holds them, each folded and ended."""
    return "".join(f"{folded(line)}\r\n" for line in lines)


def escaped(text: str) -> str:
    """A value of the type TEXT (RFC 5545 section 3.3.11): four signs mean something else."""
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def folded(line: str) -> str:
    """A long line over several, each but the first beginning with a space."""
    parts: list[bytes] = []
    current = b""
    for char in line:
        octets = char.encode()
        if len(current) + len(octets) > _LINE - bool(parts):
            parts.append(current)
            current = b""
        current += octets
    return "\r\n ".join(one.decode() for one in (*parts, current))
