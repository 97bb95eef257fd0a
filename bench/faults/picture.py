"""The table as a picture: a bar per run for what was lost, one for what came twice, per thousand letters."""

from html import escape
from pathlib import Path

from bench.faults.report import RESULTS, rows

PICTURE = RESULTS.parent.parent.parent / "docs" / "pictures" / "faults.svg"
WIDTH, LEFT, ROW, BAR, TOP, ROOM = 760, 256, 46, 14, 58, 400
STYLE = """
text { font: 13px system-ui, sans-serif; fill: #1f2328 } .head { font-size: 15px; font-weight: 600 }
.lost { fill: #c0392b } .double { fill: #b7791f } .line { stroke: #8b949e }
@media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .lost { fill: #ff7b72 } .double { fill: #e3b341 } }
"""


def draw(results, path=PICTURE):
    Path(path).parent.mkdir(exist_ok=True)
    Path(path).write_text(drawn(results))


def drawn(results):
    """An SVG that is readable on light and dark ground; the numbers stand beside every bar."""
    runs = [(name, 1000 * lost / letters, 1000 * doubles / letters, lost, doubles, letters, faults)
            for name, letters, faults, lost, doubles, _most in rows(results)]  # fmt: skip
    largest = max(max(run[1], run[2]) for run in runs) or 1
    height = TOP + ROW * len(runs) + 10
    body = "".join(_row(place, run, largest) for place, run in enumerate(runs))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">'
        f"<title>Letters lost and doubled per thousand, under faults</title><style>{STYLE}</style>"
        '<text class="head" x="10" y="22">Lost and doubled, per thousand letters</text>'
        '<rect class="lost" x="10" y="34" width="12" height="12"/><text x="28" y="45">lost</text>'
        '<rect class="double" x="80" y="34" width="12" height="12"/><text x="98" y="45">came again</text>'
        f'{body}<line class="line" x1="{LEFT}" x2="{LEFT}" y1="{TOP - 4}" y2="{height - 6}"/></svg>\n'
    )


def _row(place, run, largest):
    name, lost_rate, double_rate, lost, doubles, letters, faults = run
    top = TOP + ROW * place
    said = f"{letters:,} letters, {faults:,} faults"
    bars = _bar("lost", top, lost_rate / largest, f"{lost:,}") + _bar(
        "double", top + BAR + 3, double_rate / largest, f"{doubles:,}"
    )
    return (
        f'<text x="10" y="{top + 12}">{escape(name.replace("_", " "))}</text>'
        f'<text x="10" y="{top + 28}" opacity=".75">{said}</text>{bars}'
    )


def _bar(kind, top, share, said):
    width = round(share * ROOM, 1)
    return (
        f'<rect class="{kind}" x="{LEFT}" y="{top}" width="{width}" height="{BAR}"/>'
        f'<text x="{LEFT + width + 6}" y="{top + 12}">{said}</text>'
    )
