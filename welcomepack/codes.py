"""The catalogue of diagnostic codes: what each means and how to mend it.

``docs/diagnostics.md`` and ``welcomepack explain`` are made from this table. A code is never
reused: 1xx reading, 2xx content and translation, 3xx links and codes, 4xx theme and
rendering, 5xx building.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Code:
    """One entry: severity, a title, and what to do in an officer's words."""

    severity: str
    title: str
    advice: str


def _error(title: str, advice: str) -> Code:
    return Code("error", title, advice)


def _warning(title: str, advice: str) -> Code:
    return Code("warning", title, advice)


CODES: dict[str, Code] = {
    "WP101": _error(
        "Not YAML",
        "The file breaks the rules of YAML at this line. Look for a missing colon, a wrong "
        "number of spaces at the start of the line, or a text that holds `: ` or begins with "
        "`{`, `[`, `*`, `&`, `!` or `%` and needs quotation marks.",
    ),
    "WP102": _error(
        "The file cannot be read",
        "Check that it is an ordinary file and that you may read it.",
    ),
    "WP103": _error(
        "The file is too large",
        "A content file may have 256 KB at most. Split it, or look for something pasted by "
        "mistake.",
    ),
    "WP104": _error(
        "Wrong encoding",
        "Save the file again as UTF-8 (in Notepad: Save as, Encoding, UTF-8).",
    ),
    "WP105": _error(
        "Invisible character",
        "A control character was pasted with the text, often from Word or a web page. It can "
        "reverse the digits of a phone number. Delete the word and type it again.",
    ),
    "WP106": _error("Anchor or alias", "Write the value out in both places."),
    "WP107": _error("Tag", "Remove the word that begins with `!`."),
    "WP108": _error("Too deeply nested", "Content never needs more than 20 levels."),
    "WP109": _error("Key written twice", "Keep one of the two; YAML would drop one silently."),
    "WP110": _error(
        "Unknown field", "Correct the spelling, or remove the line. See docs/content.md."
    ),
    "WP111": _error("Missing field", "Add the field. docs/content.md shows an example."),
    "WP112": _error("Wrong kind of value", "The message says what is expected here."),
    "WP113": _error(
        "Bad id",
        "An id has small letters, digits and hyphens only (for facts also `_` and `.`), and "
        "stays the same for ever: translations, comments and codes hang on it.",
    ),
    "WP114": _error("Id used twice", "Give one of the two another id."),
    "WP115": _error(
        "HTML in text",
        "Write plain sentences. Links go into links.yaml, facts into facts.yaml.",
    ),
    "WP116": _error(
        "Bad fact",
        "The value does not fit its kind: a phone number must be possible in the UK, an "
        "address on the web must begin with https://, a price looks like £49.18, a time like "
        "09:30, a date like 2026-11-22.",
    ),
    "WP117": _error(
        "Areas in a circle", "An area cannot extend itself through others. Change `extends`."
    ),
    "WP118": _error("Unknown area", "`extends` must name another area's folder."),
    "WP119": _error("Empty folder", "Add the missing file, or delete the folder."),
    "WP120": _error(
        "Nothing to override",
        "`remove` and `after` must name an id that a parent area has.",
    ),
    "WP121": _error("Unknown topic", "`topics` in area.yaml must list files in topics/."),
    "WP201": _error("Unknown fact", "Add it to facts.yaml, or correct the name in the braces."),
    "WP202": _error("Unknown link", "Add it to links.yaml, or correct the id."),
    "WP203": _error(
        "Fact typed into a sentence",
        "Put the value into facts.yaml and write its name in braces, as in "
        "`Call {migrant_help.phone}`. A number typed into a sentence is printed backwards in "
        "Arabic, and cannot be kept up to date.",
    ),
    "WP204": _warning("Long sentence", "Make two sentences of it; 20 words is the most."),
    "WP205": _warning("Hard to read", "Use shorter words. The aim is a reading age of 10."),
    "WP206": _warning(
        "Past its review date", "Open the source, check, and set a new `checked` date."
    ),
    "WP207": Code(
        "to fill in",
        "To fill in",
        "Only the council can know this. Ask, then put the value in. Until then the pack "
        "leaves the line out.",
    ),
    "WP208": Code(
        "to fill in",
        "Not sure enough to print",
        "The number was seen in one place only, or in an old one. Ring it, or find it on the "
        "service's own page; then set `confidence: A`. Until then the pack leaves it out.",
    ),
    "WP209": _warning(
        "Sentence without a source",
        "Name in `basis` the entries of sources.yaml that the block rests on.",
    ),
    "WP210": _error("Unknown source", "Add it to sources.yaml, or correct the id in `basis`."),
    "WP211": _error(
        "Rests on a source that must not be printed",
        "The source is marked `confidence: D`. Take the sentence out, or find a good source.",
    ),
    "WP212": Code(
        "to fill in",
        "No service of this category",
        "Add services of this category to services.yaml, or correct the category. Until then "
        "the pack leaves the block out.",
    ),
    "WP213": _error(
        "A hotel's fact in public content",
        "Facts that begin with `place.` may stand only in topics marked `private: true`.",
    ),
    "WP214": _error("No council named", "A published area says in `council` who stands behind it."),
    "WP215": _error("Unknown language", "Use a tag from locales/languages.yaml."),
    "WP216": _error("Unknown pictogram", "Use the name of a drawing in the theme's pictograms."),
    "WP217": _warning(
        "A letter that the language does not have",
        "Look whether the letter is a slip of the keyboard. If the language has it, add it to "
        "`letters` in locales/languages.yaml.",
    ),
    "WP218": _error(
        "A fallback without effect",
        "`fallback` in area.yaml names, for a reader's language, others whose texts are printed "
        "where its own are missing, as in `prs: [fa]`. A language cannot stand in for itself, "
        "English need not be named because it is always the last, and one mention is enough.",
    ),
    "WP221": _warning(
        "The translation lost or changed a fact",
        "The words in braces must stay as they are in the English, each as often. Until it is "
        "mended, the English is printed.",
    ),
    "WP222": _warning(
        "A number in the translation differs",
        "The translation holds a number that the English has not, or lacks one. Facts stay in "
        "braces. Until it is mended, the English is printed.",
    ),
    "WP223": _error("The catalog cannot be read", "Repair it, or restore it from git."),
    "WP224": _error(
        "A name or term is missing",
        "Words such as GP, NHS or Home Office stand on doors, letters and cards, so they stay as "
        "they are. Put the word back, or add the language's own form to locales/terms.yaml. "
        "Until it is mended, the English is printed.",
    ),
    "WP225": _error(
        "The wrong script",
        "Most letters are not those of the language; perhaps the text is in another language. "
        "Until it is mended, the English is printed.",
    ),
    "WP226": _warning("Not translated", "Translate it, or leave it if it is a name."),
    "WP227": _warning("English left over", "Translate these words, or put them in brackets."),
    "WP228": _warning(
        "A letter of another language",
        "It looks right and cannot be searched or read aloud. `messages check --fix` mends it.",
    ),
    "WP229": _warning("A half-space is missing", "Write a zero-width non-joiner (U+200C) there."),
    "WP230": _warning("Much shorter or longer than the English", "Look whether all is there."),
    "WP231": _warning(
        "Another end mark", "End the text as the English does, in the marks of the language."
    ),
    "WP232": _warning("A word stands twice", "Take one out, if it is not meant."),
    "WP233": _warning("Invisible or unusual characters", "`messages check --fix` takes them out."),
    "WP234": _warning(
        "Digits that stand on no keypad", "Write 0 to 9, as on phones, buses and letters."
    ),
    "WP240": _error(
        "A key in a file",
        "Whoever reads the file could use the key, and git remembers it for ever. Take it out, "
        "ask the engine's maker for a new one, and put that into the environment, as "
        "`WELCOMEPACK_DEEPL_KEY`.",
    ),
    "WP241": _warning(
        "A machine's answer was refused",
        "The engine lost a fact, answered in another language or not at all. The text stays "
        "untranslated. Let a person translate it, or try another engine.",
    ),
    "WP242": _error(
        "The engine stopped",
        "Its quota may be used up, its key wrong, or the network down. What it had answered is "
        "kept. Run the command again later: nothing is asked or paid twice.",
    ),
    "WP243": _warning(
        "Not for a machine",
        "The text is too long for this engine, holds something that looks like the marks that "
        "stand for facts, or the engine does not have the language. Let a person translate it.",
    ),
    "WP250": _error(
        "The file cannot be taken in",
        "The message says why. Ask the sender for the file again, in the form it was sent: XLSX, "
        "XLIFF 1.2, or CSV in UTF-8.",
    ),
    "WP251": _error(
        "A column or a sheet is missing",
        "The file must have the columns that it was sent with, under the same names.",
    ),
    "WP252": _error(
        "Another language or project",
        "The file does not belong here. Look whether it is the right one.",
    ),
    "WP253": _error(
        "A row without a text of ours",
        "The key of the row is not known: the text was taken out of the content meanwhile, or "
        "the row was added by hand.",
    ),
    "WP254": _error("A row stands there twice", "Keep the right one, and delete the others."),
    "WP255": _error(
        "The English has changed since the file was sent",
        "The translation was made for a sentence that no longer stands. Export the text again.",
    ),
    "WP256": _error(
        "A row was mixed up",
        "The English of the row does not belong to its key. Perhaps one column was sorted "
        "without the others: then all rows may be wrong. Go back to the file as it was sent.",
    ),
    "WP257": _error(
        "A formula, number or date where a text should stand",
        "Nothing in a file is ever computed. Type the text itself, into a cell of the format Text.",
    ),
    "WP258": _error(
        "The translation must not be printed",
        "It lost or changed a fact, or letters. Words in braces stay as they are, each as often "
        "as in the English; phone numbers, prices and times are never typed.",
    ),
    "WP259": _error(
        "The row cannot be taken",
        "The message says why: a status that is none, a text that changed meanwhile, or a state "
        "that the role may not give.",
    ),
    "WP260": _error(
        "Dates that cannot be",
        "A session ends after it begins, on a clock of 24 hours. `every: week` needs `until`, the "
        "last date, on the same day of the week. For a week that falls out write two entries.",
    ),
    "WP261": _warning(
        "All dates are over",
        "Nothing is printed of this session any more. Add the next date, or take it out.",
    ),
    "WP262": Code(
        "to fill in",
        "No dates of this category",
        "Add sessions of this category that are to come to sessions.yaml, or correct the "
        "category. Until then the pack leaves the block out.",
    ),
    "WP263": _error(
        "Unknown service or session",
        "`service` names an entry of services.yaml, and a place's session one of the area's "
        "sessions.yaml, whose words it takes. Correct the id.",
    ),
    "WP301": _warning("Link without owner", "Say in `owner` who looks after this link."),
    "WP302": _error(
        "A short code changed",
        "Codes on printed paper must lead to the same topic for ever. Restore codes.csv from "
        "git; new codes may only be added at the end.",
    ),
    "WP303": _error(
        "Git tracks a private file",
        "A place file must never be in git: hotel names are kept from the public because of "
        "attacks. Run `git rm --cached` on it, and tell whoever looks after the repository "
        "that the history must be cleaned.",
    ),
    "WP304": _error(
        "The record of a published edition is damaged",
        "Restore the file from git. Readers of older paper are told what has changed since; "
        "without the record they would not be.",
    ),
    "WP401": _error("The theme is not complete", "Add the file or the field that is missing."),
    "WP402": _error("The page could not be made", "The message says which topic and why."),
    "WP403": _error(
        "A letter no font has",
        "Install the font package that the message names, then build again.",
    ),
    "WP404": _error(
        "Unknown parent of a theme", "`extends` in theme.yaml must name another theme's folder."
    ),
    "WP405": _error(
        "No template for a kind of block",
        "Add the file, or write `extends: clear` in theme.yaml to take it from there.",
    ),
    "WP406": _error(
        "Too little contrast",
        "Make the darker of the two colours darker, or the lighter one lighter. 4.5:1 is the "
        "least at which most people read well (WCAG 2.2); 7:1 also survives a photocopy.",
    ),
    "WP407": _error(
        "A theme's file lies outside its folder",
        "Copy the file into the theme's folder; links out of it are not followed.",
    ),
    "WP408": _error(
        "A picture or an address that a theme may not use",
        "Pictures are SVG drawings of plain shapes, PNG or JPEG, of 512 KB and 4000 dots a side "
        "at most, in the theme's own folder. Nothing may be fetched from elsewhere.",
    ),
    "WP409": _error(
        "A typeface that is not installed",
        "Install it on every machine that builds, or name another family.",
    ),
    "WP501": _error(
        "A fact is wrong on the finished page",
        "This is a fault in the program or the theme. The page was not published. Please "
        "report it.",
    ),
    "WP502": _error(
        "A private word in public output",
        "A word of a place file stands in a public file. The output was not published.",
    ),
    "WP503": _error("A QR code does not read", "Make it larger, or its address shorter."),
    "WP504": _error(
        "The PDF is not accessible", "The file breaks PDF/UA-1; the message says which rule."
    ),
    "WP505": _error(
        "A built file is missing or changed",
        "Somebody changed the output by hand. Build again.",
    ),
    "WP506": _error(
        "Words were lost on the page",
        "The theme hides or clips a part of the page. It was not published. Please report it.",
    ),
    "WP507": _error(
        "Text runs off the paper",
        "A word is too long for its place, or the theme moves it too far. Shorten it, or mend "
        "the theme. The page was not published.",
    ),
    "WP508": _error(
        "A strange font",
        "The language's own font lacks a letter, or is not installed: run `welcomepack doctor`. "
        "If all is there, the theme names a wrong font; please report it.",
    ),
    "WP509": _error(
        "Two lines run into each other",
        "The letters of one line lie on those of another, so that neither can be read. Raise "
        "`line_height` of the language in locales/languages.yaml, or mend the theme's style. "
        "The page was not published.",
    ),
    "WP515": _error(
        "The text behind the page is not what it shows",
        "Search, copying and a voice would get other words than stand on the paper, or in another "
        "order. This is a fault in the program or the theme; please report it.",
    ),
    "WP516": _error(
        "Text that cannot be seen",
        "The theme prints these letters in the colour of the paper, covers them, cuts them off, "
        "or makes them too small. The page was not published.",
    ),
    "WP517": _error(
        "The PDF does not say what it is",
        "Its language, title, bookmarks, page labels, a picture's words or a font are missing or "
        "wrong; the message says which. Please report it.",
    ),
    "WP518": _error(
        "The list of facts is missing",
        "`verify` proves the numbers on paper by `facts.json` in the output folder. Build again.",
    ),
    "WP520": _warning(
        "A page is nearly empty",
        "The topic runs onto one page more by a few lines, in every size of type that was "
        "tried. Shorten the topic by a sentence or two, or leave it: nothing is wrong with what "
        "the page says.",
    ),
    "WP521": _error(
        "Something lies over the text",
        "A picture, a ground or a rule of the theme lies on letters, or its edge runs through "
        "them. Give them more room in the theme's style, most of all in tall scripts. The page "
        "was not published.",
    ),
    "WP522": _error(
        "A table that may come out mirrored",
        "On paper, tables with collapsed borders lose the widths of their columns where a "
        "right-to-left one meets the end of a page. Write `border-collapse: separate; "
        "border-spacing: 0` and give the cells their borders.",
    ),
    "WP530": _error(
        "A page that kills its worker",
        "Laying this page out, or binding its file, ended the program twice, perhaps because memory ran out. The "
        "other pages were finished and are kept. Shorten the topic; if it is no longer than "
        "others, please report it.",
    ),
    "WP531": _error(
        "The cluster cannot be used",
        "Look whether scheduler and workers run, and whether Dask and this program are installed "
        "there in the same versions. Without `--scheduler` the build uses this machine alone.",
    ),
    "WP532": _warning(
        "A worker is not used",
        "Its fonts, libraries or version of this program differ from this machine's, so its "
        "pages would differ too. Install the same there.",
    ),
    "WP540": _error(
        "Paper of a day that has not come",
        "Give `--errata-since` the day that is printed at the foot of the paper.",
    ),
    "WP541": _error(
        "No edition was ever published",
        "A slip says what has changed since an edition that `welcomepack publish` has kept in "
        "history/. If there is one, get it from git. Else choose other areas with `--area`.",
    ),
    "WP542": _error(
        "Paper older than the first edition that was kept",
        "What it says is not known here, so no slip can be right. Hand out new paper instead.",
    ),
    "WP543": _warning(
        "No edition of that day",
        "Compare the slip with the paper before you hand it out. If the paper carries another "
        "day, build again with that one.",
    ),
    "WP544": _warning(
        "Nothing has changed since the paper",
        "Nothing needs to be handed out. If something should have changed, look whether the new "
        "value is in the content.",
    ),
    "WP545": _warning(
        "A language's letters are not sent",
        "locales/languages.yaml says `web_font: true`, so that phones without the letters get "
        "them from the site. Install the font on the machine that builds (`welcomepack doctor` "
        "says how), or choose one under an open licence.",
    ),
    "WP546": _warning(
        "A language's letters are heavy",
        "Readers on slow connections wait for them. Take another font as the first of `fonts`, "
        "or leave `web_font` out: the page then shows the phone's own letters.",
    ),
}
