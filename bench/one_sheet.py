"""One process that a counter of instructions watches: ``one_sheet.py SHEET STEP``.

STEP is ``import`` (all that laying out loads), ``fit`` (and the sheet laid out) or ``prove`` (and
proved, as a worker does). SHEET is a file that `instructions` has pickled a moment ago.
"""

import pickle
import sys
from pathlib import Path

from welcomepack.formats.fit import fitted
from welcomepack.layout import lay_out

sheet = pickle.loads(Path(sys.argv[1]).read_bytes())  # noqa: S301 - our own, as above
match sys.argv[2]:
    case "fit":
        fitted(sheet)
    case "prove":
        found = lay_out(sheet).diagnostics
        if found:
            sys.exit(found[0].text())
