"""A terminal's lines as SVG: text that can be read aloud and printed, no font, script or colour from elsewhere."""

from __future__ import annotations

import io
import re
from html import escape

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

CLAIR = TerminalTheme(
    (255, 255, 255), (36, 41, 47),
    [(36, 41, 47), (190, 20, 35), (17, 99, 41), (130, 80, 0), (9, 88, 190), (125, 60, 200), (15, 100, 110), (87, 96, 106)],
    [(95, 102, 110), (164, 14, 38), (26, 110, 50), (110, 70, 0), (9, 88, 190), (125, 60, 200), (15, 100, 110), (36, 41, 47)],
)  # fmt: skip
"""Dark inks on white: read on a screen, in the sun, on paper."""
POLICES = "ui-monospace, 'DejaVu Sans Mono', 'Cascadia Mono', Menlo, Consolas, 'Liberation Mono', monospace"
GABARIT = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-labelledby="titre texte">
<title id="titre">@TITRE@</title>
<desc id="texte">@TEXTE@</desc>
<style>
.{unique_id}-matrix {{ font-family: @POLICES@; font-size: {char_height}px; }}
.{unique_id}-titre {{ font-family: system-ui, sans-serif; font-size: 16px; fill: #57606a; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal"><rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/></clipPath>
{lines}
</defs>
<rect x="1" y="1" width="99.8%" height="99.8%" rx="8" fill="#ffffff" stroke="#8c959f"/>
<text class="{unique_id}-titre" x="50%" y="26" text-anchor="middle">@TITRE@</text>
<g transform="translate({terminal_x}, {terminal_y})">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""
ECHELLE = 0.7
"""From rich's 20 points to 14."""


def draw(lines: list[Text], titre: str, colonnes: int) -> str:
    """The picture: text that can be read aloud, no font or script from elsewhere."""
    console = Console(record=True, file=io.StringIO(), width=colonnes, force_terminal=True, color_system="truecolor")
    for line in lines:
        console.print(line, overflow="ignore", no_wrap=True, crop=True, markup=False, highlight=False, emoji=False)
    text = "\n".join(line.plain for line in lines)
    gabarit = GABARIT
    for mark, value in {"@TITRE@": escape(titre), "@TEXTE@": escape(text), "@POLICES@": POLICES}.items():
        gabarit = gabarit.replace(mark, value.replace("{", "{{").replace("}", "}}"))
    svg = console.export_svg(theme=CLAIR, code_format=gabarit, unique_id="alp")
    return _sized("\n".join(line.rstrip() for line in svg.splitlines()) + "\n")


def _sized(svg: str) -> str:
    """A width and a height of its own, for pages that give none."""
    _, _, width, height = re.findall(r"[\d.]+", svg.partition('viewBox="')[2].partition('"')[0])
    size = f'width="{float(width) * ECHELLE:.0f}" height="{float(height) * ECHELLE:.0f}" '
    return svg.replace("viewBox=", size + "viewBox=", 1)
