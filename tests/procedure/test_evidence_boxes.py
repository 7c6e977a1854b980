"""R15: where a redaction covers a page."""

from hypothesis import given
from hypothesis import strategies as st

from evidence.procedure.boxes import FULL, GRID, Box, by_page, pixels, problems


def box(page=1, left=1000, top=1000, width=2000, height=500, reason="A witness's name") -> Box:
    return Box(page, left, top, width, height, reason)


def test_r15_each_wrong_box_is_named():
    wrong = [
        box(page=3),
        box(left=FULL),
        box(top=-1),
        box(width=1),
        box(height=0),
        box(reason=" "),
        box(reason="x" * 201),
    ]
    assert set(problems(wrong, pages=2)) == {
        "boxes[0].page", "boxes[1].left", "boxes[2].top", "boxes[3].width", "boxes[4].height",
        "boxes[5].reason", "boxes[6].reason",
    }  # fmt: skip
    assert problems([box()], pages=1) == {}


def test_r15_no_box_is_no_redaction():
    assert problems([], pages=1) == {"boxes": ["Draw at least one box."]}
    assert "boxes" in problems([box()] * 501, pages=1)


def test_r15_boxes_lie_on_their_pages():
    assert by_page([box(), box(page=2), box(left=5)]) == {1: [box(), box(left=5)], 2: [box(page=2)]}


sides = st.integers(0, FULL - 1)


@given(sides, sides, st.integers(20, FULL), st.integers(20, FULL), st.integers(1, 3000), st.integers(1, 3000))
def test_r15_what_is_burnt_covers_all_that_was_drawn(left, top, width, height, wide, high):
    x0, y0, x1, y1 = pixels(box(1, left, top, width, height), wide, high)
    assert 0 <= x0 <= left * wide / FULL
    assert 0 <= y0 <= top * high / FULL
    assert min(wide, (left + width) * wide / FULL) <= x1 <= wide
    assert min(high, (top + height) * high / FULL) <= y1 <= high
    assert x0 % GRID == y0 % GRID == 0
