"""Texts of all kinds that a catalog can hold, for hypothesis."""

from hypothesis import strategies as st

from welcomepack.exchange.row import Row, sendable
from welcomepack.model import State

# Words that spreadsheets, XML and CSV are known to damage, and letters of our scripts.
# fmt: off
HARD = (
    "=SUM(1)", "+44", "-1", "@a", "'", "''", "'=", "'ayn", '"', '""', ",", ";", "\t", "\n",
    "&amp;", "<b>", "]]>", "_x0041_", "_x005F_", "x0041_", "_", "1e5", "007", "TRUE", "#REF!",
    "{gp.phone}", "{}", "{a} {a}", "{", "}}", "سلام", "\u200c", "\u0650", "e\u0301", "ሰላም", "𞤀",
    "👩🏽\u200d⚕️", "\u200f", "\u202e", "\u00a0", "\u2028", "\u0085", "\ufeff", "\u7f72", " ", "  ",
)
# fmt: on
texts = st.lists(
    st.sampled_from(HARD) | st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    max_size=6,
).map(lambda parts: sendable("".join(parts)))
# English is one line of words: `extract` has seen to that.
english = texts.map(lambda text: " ".join(text.split()) or "A")
_ids = st.from_regex(r"[a-z0-9]{1,5}(/[a-z0-9-]{1,5}){0,3}", fullmatch=True)
_states = st.sampled_from([state for state in State if state is not State.SOURCE])
rows = st.builds(
    Row,
    domain=st.sampled_from(["england", "brent", "theme"]),
    key=_ids,
    english=english,
    prints=texts,
    text=texts,
    state=_states,
    before=texts,
    comment=texts,
)
row_lists = st.lists(rows, min_size=1, max_size=4, unique_by=lambda row: row.name).map(
    lambda found: tuple(sorted(found, key=lambda row: row.domain))
)
