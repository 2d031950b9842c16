"""Rules about content that has been read: pure, all problems at once.

Each rule is a small generator over one area; what a rule is for stands in the catalogue of
codes.
"""

from welcomepack.check.prose import MAX_AGE, MAX_WORDS
from welcomepack.check.references import check_languages, check_pictograms
from welcomepack.check.rules import check

__all__ = ["MAX_AGE", "MAX_WORDS", "check", "check_languages", "check_pictograms"]
