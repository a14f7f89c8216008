"""Paper for the script: A4 with our type, columns that know how high they get, rows that go on on the next page."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from fpdf import FPDF
from fpdf.enums import Align, MethodReturnValue, XPos, YPos
from msgspec import Struct
from msgspec.structs import replace

_FONTS = Path(__file__).parent / "fonts"
MARGIN = 14.0
"""mm, as all sizes here but those of type, which are points."""
INK, GREY, PALE, RULE = (20, 24, 28), (105, 112, 118), (238, 240, 242), (205, 210, 214)
_LINE = 0.44
"""Of a line, mm for a point."""


class Text(Struct, frozen=True):
    text: str
    size: float = 9
    bold: bool = False
    grey: bool = False
    align: str = "L"

    @property
    def high(self) -> float:
        """A line of it."""
        return self.size * _LINE


class Cell(Struct, frozen=True):
    """What stands in one column, one under another."""

    width: float
    texts: Sequence[Text]


class Column(Struct, frozen=True):
    """A cell whose texts are lines."""

    width: float
    lines: tuple[Text, ...]

    @property
    def height(self) -> float:
        return sum(line.high for line in self.lines)

    def cut(self, height: float) -> tuple["Column", "Column"]:
        """What fits, and the rest."""
        fits = 0
        for line in self.lines:
            height -= line.high
            if height < 0:
                break
            fits += 1
        return Column(self.width, self.lines[:fits]), Column(self.width, self.lines[fits:])


class Paper(FPDF):
    def __init__(self, title: str, footer: str, language: str, made: datetime) -> None:
        super().__init__(orientation="P", unit="mm", format="A4")
        self._footer, self._pages = footer, ""
        self.add_font("Golos", "", _FONTS / "GolosText-Regular.ttf")
        self.add_font("Golos", "B", _FONTS / "GolosText-Bold.ttf")
        self.set_margins(MARGIN, MARGIN, MARGIN)
        self.set_auto_page_break(True, MARGIN + 8)
        self.set_title(title)
        self.set_lang(language)
        self.set_creator("Efir")
        self.set_creation_date(made)

    def numbered(self, pages: str) -> None:
        """`pages`: a sentence with `#` for the page and `{nb}` for how many there are."""
        self._pages = pages

    def footer(self) -> None:
        self.set_y(-MARGIN)
        self._type(Text("", 8, grey=True))
        # The number of pages is put in later and is narrower than its place: so it stands on the left.
        self.cell(self.epw / 4, 4, self._pages.replace("#", str(self.page_no())))
        self.cell(self.epw * 3 / 4, 4, self._footer, align=Align.R)

    def _type(self, text: Text) -> None:
        self.set_font("Golos", "B" if text.bold else "", text.size)
        self.set_text_color(*(GREY if text.grey else INK))

    def write_text(self, text: Text, width: float = 0) -> None:
        """From the left margin, as wide as the page, below what is there."""
        self._type(text)
        self.multi_cell(width, text.high, text.text, align=text.align, new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def wrapped(self, cell: Cell) -> Column:
        return Column(cell.width, tuple(line for text in cell.texts for line in self._lines(text, cell.width)))

    def _lines(self, text: Text, width: float) -> Iterator[Text]:
        self._type(text)
        if "\n" not in text.text and self.get_string_width(text.text) < width - 3:
            yield text  # the usual case, ten times as fast
            return
        lines = self.multi_cell(width, 1, text.text, dry_run=True, output=MethodReturnValue.LINES)
        assert isinstance(lines, list)
        for line in lines:
            yield replace(text, text=line)

    @property
    def room(self) -> float:
        """mm that are left on the page."""
        return self.page_break_trigger - self.get_y()

    def row(self, columns: Sequence[Column], height: float) -> None:
        """Beside one another, from where the page is; `height`: that of all of them."""
        top, left = self.get_y(), self.l_margin
        for column in columns:
            y = top
            for line in column.lines:
                self.set_xy(left, y)
                self._type(line)
                self.cell(column.width, line.high, line.text, align=line.align)
                y += line.high
            left += column.width
        self.set_xy(self.l_margin, top + height)

    def band(self, height: float, colour: tuple[int, int, int]) -> None:
        """Behind what comes next."""
        self.set_fill_color(*colour)
        self.rect(self.l_margin, self.get_y(), self.epw, height, style="F")

    def bar(self, y: float, height: float, colour: str) -> None:
        """`#RRGGBB`, at the left edge."""
        self.set_fill_color(*(int(colour[at : at + 2], 16) for at in (1, 3, 5)))
        self.rect(self.l_margin - 2.6, y + 0.6, 1.6, max(0.5, height - 1.2), style="F")

    def rule(self) -> None:
        self.set_draw_color(*RULE)
        self.set_line_width(0.2)
        self.line(self.l_margin, self.get_y(), self.l_margin + self.epw, self.get_y())
