"""The French catalogue is whole: compiled as written, nothing empty or doubtful, every placeholder kept, French signs.

And what is marked for translation can be read by gettext at all: see mad/frame/spoken.py and `make messages`.
"""

from __future__ import annotations

import ast
import gettext
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.utils import translation

from mad.frame import spoken

PROJECT = Path(settings.BASE_DIR)
FRENCH = PROJECT / "mad" / "locale" / "fr" / "LC_MESSAGES"
PACKAGES = ("mad", "evidence", "cases", "deliberation")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%|%[sd]|\{\w*\}")
SPOKEN_THROUGH_A_VARIABLE = {
    "mad/common/context.py",
    "mad/frame/heard.py",
    "mad/frame/words.py",
    "mad/frame/marks.py",
    "mad/frame/clockface.py",
    "mad/frame/tasks.py",
    "mad/frame/templatetags/frame.py",
    "mad/search/shown.py",
    "deliberation/views/briefings.py",
    "deliberation/views/council_record.py",
    "deliberation/views/public.py",
}
EXTRACTED = {
    "_",
    "lazy",
    "gettext",
    "gettext_lazy",
    "gettext_noop",
    "ngettext",
    "ngettext_lazy",
    "pgettext",
    "pgettext_lazy",
}

# A plain blank where French has none or a no-break one; a straight apostrophe; English quotation marks.
NOT_FRENCH = re.compile(r" [:;!?»]|« | %(?![\w(])|\w'\w|[“”]")


@dataclass
class Entry:
    """One message of a .po file: `said` the translations, one or one per plural form; `places` the files that say it."""

    context: str | None = None
    words: str = ""
    plural: str | None = None
    said: dict[int, str] = field(default_factory=dict)
    flags: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)

    @property
    def key(self) -> str:
        return self.words if self.context is None else f"{self.context}\x04{self.words}"


LINE = re.compile(r'(?:(msgctxt|msgid|msgid_plural|msgstr)(?:\[(\d)\])? )?(".*")$')


def read(path: Path) -> list[Entry]:
    """The messages of a .po file, its header left out."""
    blocks = path.read_text("utf-8").split("\n\n")
    return [entry for block in blocks if (entry := _entry(block.splitlines())).words]


def _entry(lines: list[str]) -> Entry:
    entry, name, form = Entry(), "", 0
    for line in lines:
        if line.startswith("#,"):
            entry.flags.update(flag.strip() for flag in line[2:].split(","))
        elif line.startswith("#:"):
            entry.places.update(line[2:].split())
        if (found := LINE.match(line)) is None:
            assert line.startswith("#") or not line, line
            continue
        name, form = found[1] or name, int(found[2] or 0) if found[1] else form
        words = ast.literal_eval(found[3])
        if name == "msgstr":
            entry.said[form] = entry.said.get(form, "") + words
        elif name == "msgctxt":
            entry.context = (entry.context or "") + words
        elif name == "msgid":
            entry.words += words
        else:
            entry.plural = (entry.plural or "") + words
    return entry


def entries() -> list[Entry]:
    found = read(FRENCH / "django.po")
    assert len(found) > 1000
    return found


def test_the_compiled_catalogue_is_what_the_source_says():
    with (FRENCH / "django.mo").open("rb") as file:
        compiled = {key: said for key, said in gettext.GNUTranslations(file)._catalog.items() if key}
    written: dict[str | tuple[str, int], str] = {}
    for entry in entries():
        if entry.plural is None:
            written[entry.key] = entry.said[0]
        else:
            written |= {(entry.key, form): said for form, said in entry.said.items()}
    assert written == compiled


def test_nothing_is_empty_or_doubtful():
    for entry in entries():
        assert "fuzzy" not in entry.flags, entry.words
        assert len(entry.said) == (1 if entry.plural is None else 2), entry.words
        assert all(said.strip() for said in entry.said.values()), entry.words


def test_every_placeholder_is_kept():
    for entry in entries():
        wanted = [sorted(PLACEHOLDER.findall(words)) for words in (entry.words, entry.plural) if words is not None]
        for said in entry.said.values():
            assert sorted(PLACEHOLDER.findall(said)) in wanted, (entry.words, said)


def test_it_is_written_with_french_signs():
    wrong = [said for entry in entries() for said in entry.said.values() if NOT_FRENCH.search(said)]
    assert not wrong


def test_r53_django_speaks_it():
    with translation.override("fr"):
        assert translation.gettext("Cases") == "Affaires"
        assert translation.gettext("State concerned") == "État concerné"  # an entry that also has a plural
        assert translation.ngettext("%(n)s item", "%(n)s items", 2) % {"n": 2} == "2 pièces"
        assert translation.pgettext("file", "Held") == "Retenu"


def test_what_data_files_say_is_in_the_catalogue():
    """Rules, scales, States: they change seldom, and `make messages` follows."""
    assert not {words for __, words in spoken.from_data()} - {entry.key for entry in entries()}


def test_every_marked_word_can_be_read_by_gettext():
    """xgettext reads calls of the names it knows, with the words written out, and none inside an f-string."""
    unread = [found for package in PACKAGES for path in (PROJECT / package).rglob("*.py") for found in _unread(path)]
    assert not unread


def _unread(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text("utf-8"))
    names = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if "gettext" in alias.name
    }
    place = path.relative_to(PROJECT).as_posix()
    hidden = {id(call) for text in ast.walk(tree) if isinstance(text, ast.JoinedStr) for call in ast.walk(text)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            literal = all(isinstance(words, ast.Constant) for words in node.args[:1])
            seen = id(node) not in hidden if literal else place in SPOKEN_THROUGH_A_VARIABLE
            if not seen or node.func.id not in EXTRACTED:
                yield f"{place}:{node.lineno}"
