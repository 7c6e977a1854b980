"""R38, R33: a text pasted into a draft; agreed language loaded, found and taken into one."""

import gzip
import json
from io import BytesIO, StringIO

import pytest
from django.core.management import CommandError, call_command

from deliberation import services
from deliberation.models import DraftVersion, Paragraph, ParagraphVersion, Precedent, PrecedentParagraph
from deliberation.selectors import lines_of, mandate_of, paragraphs_of
from deliberation.selectors.editor import blocks
from deliberation.selectors.precedents import Asked, find
from deliberation.services.drafting import LIMIT
from deliberation.services.precedents import load_precedents
from mad.common.errors import Invalid, NotPermitted, Refused
from mad.docket.models import Entry
from tests.deliberation_factory import PEACEFUL

pytest_plugins = ["tests.deliberation_factory"]
TEXT = """The Security Council,

Recalling its resolution 8 (2026),

Fearful of the future,

1. Demands that all parties observe a ceasefire;
2. Requests the Secretary-General:
(a) To report within 30 days;
(b) To appoint an envoy;
3. Decides to remain actively seized of the matter.
"""
FORCE = "1. Authorizes Member States to use all necessary means to protect civilians;\n"


def printed(output) -> list[str]:
    return [f"{line.number} {line.opening} {line.text}".strip() for line in lines_of(paragraphs_of(output))]


def test_r38_a_pasted_text_becomes_paragraphs_before_the_closing_line(plenary, people):
    output = plenary.draft()
    plenary.write(output, "operative", "Urges", "restraint", measure="cessation")
    made = services.paste(output=output, by=people.helene, text=TEXT)
    assert len(made) == 6
    assert printed(output) == [
        "Recalling its resolution 8 (2026),",
        "Fearful of the future,",
        "1. Urges restraint;",
        "2. Demands that all parties observe a ceasefire;",
        "3. Requests the Secretary-General:",
        "(a)  To report within 30 days;",
        "(b)  To appoint an envoy;",
        "4. Decides to remain actively seized of the matter.",
    ]


def test_r38_a_pasted_text_goes_behind_the_paragraph_chosen(plenary, people):
    output = plenary.draft()
    first = plenary.write(output, "operative", "Urges", "restraint", measure="cessation")
    plenary.write(output, "operative", "Invites", "all States to help", measure="assistance")
    services.paste(output=output, by=people.helene, text="1. Demands a ceasefire;\n", after=first)
    assert [line.split()[1] for line in printed(output)] == ["Urges", "Demands", "Invites", "Decides"]


def test_r38_each_pasted_paragraph_has_its_version_and_the_docket_one_entry(plenary, people):
    output = plenary.draft()
    before = output.version
    made = services.paste(output=output, by=people.helene, text=TEXT)
    assert ParagraphVersion.objects.filter(paragraph__in=made).count() == len(made)
    assert Entry.objects.filter(act="paragraphs.pasted").count() == 1
    assert DraftVersion.objects.filter(act="paragraphs.pasted").count() == 1
    output.refresh_from_db()
    assert output.version == before + 1


def test_r33_force_pasted_into_a_text_in_review_is_refused_and_nothing_is_written(plenary, people):
    output = plenary.lawful_draft()
    before = printed(output)
    with pytest.raises(Refused) as refused:
        services.paste(output=output, by=people.helene, text=TEXT + FORCE)
    assert refused.value.rule == "R33"
    assert "all necessary means" in refused.value.reason
    assert printed(output) == before


def test_r33_force_pasted_into_a_draft_is_tabled_no_more_than_what_is_typed(plenary, people):
    output = plenary.draft()
    services.paste(output=output, by=people.helene, text=FORCE)
    with pytest.raises(Refused) as refused:
        services.submit_for_review(output=output, by=people.helene)
    assert refused.value.rule == "R33"


def test_r38_ten_thousand_paragraphs_are_refused_and_nothing_is_written(plenary, people):
    output = plenary.draft()
    text = "\n\n".join(f"{n}. Demands this;" for n in range(1, 10_001))
    with pytest.raises(Refused) as refused:
        services.paste(output=output, by=people.helene, text=text)
    assert (refused.value.rule, refused.value.code) == ("R38", "too-many")
    assert str(LIMIT) in refused.value.reason
    assert Paragraph.objects.filter(output=output, removed_at=None).count() == 1


def test_r38_a_paragraph_that_is_too_long_is_named_by_its_place(plenary, people):
    output = plenary.draft()
    with pytest.raises(Invalid) as invalid:
        services.paste(output=output, by=people.helene, text=f"1. Demands this;\n\n2. Demands {'x' * 10_001};")
    assert list(invalid.value.errors) == ["2.text"]
    assert Paragraph.objects.filter(output=output, removed_at=None).count() == 1


@pytest.mark.parametrize("text", ["", "  \n \n", "The Security Council,"])
def test_r38_a_text_without_a_paragraph_is_refused(plenary, people, text):
    with pytest.raises(Invalid):
        services.paste(output=plenary.draft(), by=people.helene, text=text)


@pytest.mark.parametrize(
    "text",
    [
        "إن مجلس الأمن،\n\nإذ يشير إلى قراراته،\n\n‏1 - يطالب بوقف الهجمات؛",
        "安全理事会，\n\n回顾其决议，\n\n1. 要求停止攻击；",
        "1. Dec\x00ides\u202e so\u202c;",
    ],
)
def test_r38_other_scripts_marks_and_control_characters(plenary, people, text):
    output = plenary.draft()
    services.paste(output=output, by=people.helene, text=text)
    assert len(printed(output)) >= 2
    assert "\x00" not in "".join(printed(output))


def test_r9_an_auditor_pastes_nothing(plenary, people):
    with pytest.raises(NotPermitted):
        services.paste(output=plenary.draft(), by=people.auditor, text=TEXT)


def test_r35_nothing_is_pasted_while_a_vote_is_open(plenary, people):
    output = plenary.lawful_draft()
    plenary.vote(plenary.move(kind="output", output=output), close=False)
    with pytest.raises(Refused) as refused:
        services.paste(output=output, by=people.helene, text=TEXT)
    assert refused.value.rule == "R35"


# Agreed language

ROWS = [
    {"symbol": "S/RES/9001 (2001)", "year": 2001, "language": "EN", "text": TEXT},
    {
        "symbol": "S/RES/9003 (2003)",
        "year": 2003,
        "text": "The Security Council,\n\n1. Decides that all States shall freeze the funds of those listed;\n\n"
        "2. Authorizes the mission to use all necessary means;\n",
    },
]
BAD = [
    "no JSON",
    "[]",
    '{"symbol": "X", "year": 2001}',
    '{"symbol": "X", "year": "2001", "text": "1. Decides so;"}',
    '"\\ud800"',
]


def load(tmp_path, lines, *, packed: bool = False) -> dict:
    body = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines).encode()
    file = tmp_path / ("texts.jsonl.gz" if packed else "texts.jsonl")
    file.write_bytes(gzip.compress(body) if packed else body)
    out = StringIO()
    call_command("load_precedents", str(file), "--json", stdout=out)
    return json.loads(out.getvalue())


@pytest.mark.django_db
def test_r38_past_texts_are_loaded_and_loading_them_again_changes_nothing(tmp_path):
    first = load(tmp_path, ROWS, packed=True)
    assert {name: first[name] for name in ("read", "added", "unchanged", "refused")} == {
        "read": 2,
        "added": 2,
        "unchanged": 0,
        "refused": 0,
    }
    again = load(tmp_path, ROWS)
    assert (again["added"], again["unchanged"], again["changed"]) == (0, 2, 0)
    assert Precedent.objects.count() == 2
    assert Entry.objects.filter(act="precedents.loaded").count() == 1


@pytest.mark.django_db
def test_r38_a_line_that_cannot_be_read_is_refused_and_the_rest_is_loaded(tmp_path):
    told = load(tmp_path, [*BAD, ROWS[0]])
    assert (told["read"], told["added"], told["refused"]) == (6, 1, 5)
    assert [one["line"] for one in told["refusals"]] == [1, 2, 3, 4, 5]
    assert all(one["reason"] for one in told["refusals"])


@pytest.mark.django_db
@pytest.mark.parametrize("options", [(), ("--json",)])
def test_r38_a_file_of_which_nothing_could_be_taken_is_a_fault_and_its_counts_are_printed(tmp_path, options):
    path, out = tmp_path / "texts.jsonl", StringIO()
    path.write_text("\n".join(line for line in BAD if isinstance(line, str)), encoding="utf-8")
    with pytest.raises(CommandError, match="Nothing was taken: 5 refused"):
        call_command("load_precedents", str(path), *options, stdout=out)
    assert ('"refused": 5' if options else "refused      5") in out.getvalue()


@pytest.mark.django_db
def test_r38_a_text_that_was_mended_takes_the_place_of_what_was_there(tmp_path):
    load(tmp_path, ROWS)
    mended = {**ROWS[1], "text": ROWS[1]["text"].replace("freeze", "block")}
    assert load(tmp_path, [mended])["changed"] == 1
    assert PrecedentParagraph.objects.filter(precedent__symbol=ROWS[1]["symbol"]).count() == 2


@pytest.mark.django_db
def test_r38_a_file_that_is_not_there_or_breaks_off_is_said(tmp_path):
    broken = tmp_path / "broken.jsonl.gz"
    broken.write_bytes(gzip.compress(json.dumps(ROWS[0]).encode() * 50)[:60])
    for name in (tmp_path / "none.jsonl", broken, tmp_path):
        with pytest.raises(CommandError, match="cannot be read to its end") as caught:
            call_command("load_precedents", str(name))
        assert len(str(caught.value).splitlines()) == 1


@pytest.mark.django_db
def test_r38_of_a_file_that_breaks_off_nothing_is_loaded(tmp_path):
    broken = tmp_path / "broken.jsonl.gz"
    lines = "\n".join(json.dumps({**ROWS[0], "symbol": f"S/RES/{n} (2001)"}) for n in range(9000, 9400))
    broken.write_bytes(gzip.compress(lines.encode())[:-200])
    with pytest.raises(CommandError):
        call_command("load_precedents", str(broken))
    assert not Precedent.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("content", [b"", b"\n\n", b"year,date\n1946,2/16/1946\n", b"\x89PNG\r\n\x1a\n\xff\xfe"])
def test_r38_a_file_of_another_kind_is_one_clear_line(tmp_path, content):
    path = tmp_path / "other"
    path.write_bytes(content)
    with pytest.raises(CommandError, match="holds no Council texts") as caught:
        call_command("load_precedents", str(path), "--json")
    assert len(str(caught.value).splitlines()) == 1


@pytest.fixture
def texts(tmp_path, db):
    load(tmp_path, ROWS)


def test_r38_agreed_language_is_found_by_words_measure_year_and_part(texts):
    assert [hit.paragraph.source for hit in find(Asked(words="freezing fund")).rows] == ["S/RES/9003 (2003), 1"]
    assert [hit.paragraph.source for hit in find(Asked(measure="ceasefire")).rows] == ["S/RES/9001 (2001), 1"]
    assert {hit.paragraph.year for hit in find(Asked(since=2002)).rows} == {2003}
    assert {hit.paragraph.label for hit in find(Asked(part="preambular")).rows} == {"PP1", "PP2"}
    assert not find(Asked(words='"no such words"')).rows


def test_r38_the_words_asked_for_are_marked(texts):
    hit = find(Asked(words="funds")).rows[0]
    assert ("funds", True) in hit.pieces
    assert "".join(words for words, _ in hit.pieces).startswith("Decides that all States")


@pytest.mark.parametrize("words", ["' OR 1=1 --", "((", "\x00", "a & | !", "🙂" * 300, "<b>"])
def test_r38_whatever_is_asked_for_is_answered(texts, words):
    assert find(Asked(words=words)).next == ""


def test_r38_language_is_taken_into_a_draft_with_its_source_noted_and_never_printed(plenary, people, texts):
    option = plenary.carried_option(**PEACEFUL)
    output = plenary.draft()
    chosen = PrecedentParagraph.objects.get(measures__contains=["asset_freeze"])
    made = services.insert_precedent(output=output, by=people.helene, paragraph=chosen)
    assert (made.opening, made.measure, made.source) == ("Decides", "asset_freeze", "S/RES/9003 (2003), 1")
    assert "9003" not in " ".join(printed(output))
    edited = services.edit_paragraph(paragraph=made, by=people.helene, version=1, option=option.label)
    assert edited.source == made.source
    assert ParagraphVersion.objects.get(paragraph=made, version=1).content["source"] == made.source


def note(output) -> str:
    """What the editor notes at the newest paragraph that is not produced."""
    rows = paragraphs_of(output)
    found = blocks(rows, lines_of(rows), mandate_of(output, rows))
    return next(b.meta for b in reversed(found) if not b.paragraph.fixed)


def test_r38_words_that_differ_from_their_source_are_noted_as_adapted(plenary, people, texts):
    output, source = plenary.draft(), "S/RES/9003 (2003), 1"
    chosen = PrecedentParagraph.objects.get(measures__contains=["asset_freeze"])
    made = services.insert_precedent(output=output, by=people.helene, paragraph=chosen)
    assert f"agreed language of {source}" in note(output)
    same = "that all  STATES shall freeze the funds of those listed;"
    services.edit_paragraph(paragraph=made, by=people.helene, version=1, text=same)
    assert f"agreed language of {source}" in note(output)
    services.edit_paragraph(paragraph=made, by=people.helene, text="that all States shall freeze the funds of nobody")
    assert note(output).endswith(f"after {source}, adapted")
    assert "agreed language" not in note(output)


def test_r38_a_source_is_one_that_is_loaded_and_takes_no_opening_words_away(plenary, people, texts):
    output, text = plenary.draft(), "Frobnicates the parties to the conflict"
    with pytest.raises(Invalid) as caught:
        plenary.write(output, "operative", "", text, source="S/RES/9999 (2099)")
    assert set(caught.value.errors) == {"source", "opening"}
    with pytest.raises(Invalid) as caught:
        plenary.write(output, "operative", "", text, source="S/RES/9003 (2003), 1")
    assert set(caught.value.errors) == {"opening"}
    row = plenary.write(output, "operative", "Decides", text, source="S/RES/9003 (2003), 1")
    Precedent.objects.all().delete()
    kept = services.edit_paragraph(paragraph=row, by=people.helene, text="that the parties meet")
    assert kept.source == "S/RES/9003 (2003), 1"
    assert "after S/RES/9003 (2003), 1, adapted" in note(output)


def test_r38_opening_words_out_of_the_list_are_kept_as_text_as_long_as_they_open_it(plenary, people):
    row = {"symbol": "S/RES/9004 (2004)", "year": 2004, "text": "The Security Council,\n\n1. Obliterates the depot;\n"}
    load_precedents([(1, row)])
    output = plenary.draft()
    PrecedentParagraph.objects.update(opening="Obliterates", text="the depot")
    chosen = PrecedentParagraph.objects.get()
    made = services.insert_precedent(output=output, by=people.helene, paragraph=chosen)
    assert (made.opening, "Obliterates the depot" in made.text) == ("", True)
    services.edit_paragraph(paragraph=made, by=people.helene, text="Obliterates the depots")
    with pytest.raises(Invalid) as caught:
        services.edit_paragraph(paragraph=made, by=people.helene, text="the depots")
    assert set(caught.value.errors) == {"opening"}


def test_r33_agreed_language_of_force_meets_the_same_gate(plenary, people, texts):
    output = plenary.lawful_draft()
    chosen = PrecedentParagraph.objects.get(text__contains="all necessary means")
    with pytest.raises(Refused) as refused:
        services.insert_precedent(output=output, by=people.helene, paragraph=chosen)
    assert refused.value.rule == "R33"


def test_r38_a_text_on_standard_input_is_printed_as_paragraphs(monkeypatch):
    class Given:
        buffer = BytesIO(TEXT.encode())

    monkeypatch.setattr("sys.stdin", Given)
    out = StringIO()
    call_command("parse_text", "--json", stdout=out)
    read = json.loads(out.getvalue())
    assert read[1] == {
        "kind": "preambular",
        "number": "",
        "level": 0,
        "opening": "Recalling",
        "text": "its resolution 8 (2026),",
    }
    assert [one["number"] for one in read if one["kind"] == "sub"] == ["(a)", "(b)"]


def parsed(monkeypatch, given: bytes) -> tuple[str, str]:
    class Given:
        buffer = BytesIO(given)

    monkeypatch.setattr("sys.stdin", Given)
    out, err = StringIO(), StringIO()
    call_command("parse_text", "--json", stdout=out, stderr=err)
    return out.getvalue().strip(), err.getvalue().strip()


def test_r38_no_text_on_standard_input_has_no_paragraphs_and_it_is_said(monkeypatch):
    assert parsed(monkeypatch, b"") == ("[]", "There is no text on standard input, so there are no paragraphs.")


def test_r38_bytes_that_are_no_text_are_refused_not_replaced(monkeypatch):
    with pytest.raises(CommandError, match=r"not UTF-8, from byte 4 on \(R38\)"):
        parsed(monkeypatch, b"abc\xff\xfe")
