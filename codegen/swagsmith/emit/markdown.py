"""Document text in Markdown pages: it may be emphasised and linked, it never is structure or markup.

Block structure is told by the first characters of a line (CommonMark section 4), so a text is put on one line and
those are escaped; raw HTML begins with `<` (section 6.6), which is code or is escaped.
"""

from __future__ import annotations

import re

from swagsmith.emit.literals import one_line, readable

#: an escaped character, or a code span: a run of backticks up to the next run of the same length (section 6.1)
_KEPT = re.compile(r"\\.|(?<!`)(`+)(?!`)(?:.*?[^`])??\1(?!`)", re.DOTALL)
_BLOCK = re.compile(
    r"(?P<digits>\d{1,9})(?=[.)](?:\s|$))|#{1,6}(?=\s|$)|[-+*](?=\s|$)|>|`{3,}|~{3,}|([-_*=])(?:\s*\2)*\s*$|\["
)


def text(value: str) -> str:
    """Text on a line of its own, or within one: inline markup stays."""
    line = one_line(readable(value))
    kept = [found.span() for found in _KEPT.finditer(line)]
    parts: list[str] = []
    position = 0
    for start, end in [*kept, (len(line), len(line))]:
        parts.append(line[position:start].replace("<", "&lt;"))
        parts.append("&lt;" if line[start:end] == "\\<" else line[start:end])
        position = end
    line = "".join(parts)
    block = _BLOCK.match(line)
    if block is None or (line[0] == "[" and "]:" not in line):
        return line
    digits = block["digits"] or ""
    return f"{digits}\\{line[len(digits) :]}"


def cell(value: str) -> str:
    """Text in a table: no cell ends in it (GFM section 4.10)."""
    return re.sub(r"\\*\|", "\\|", text(value))


def code(value: str) -> str:
    """Code in a table, in as many backticks as it takes."""
    line = re.sub(r"\\*\|", "\\|", one_line(readable(value)))
    if not line:
        return ""
    fence = "`" * (max((len(run) for run in re.findall("`+", line)), default=0) + 1)
    pad = " " if line[0] == "`" or line[-1] == "`" else ""
    return f"{fence}{pad}{line}{pad}{fence}"
