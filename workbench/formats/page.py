"""The one writer of self-contained HTML: escaping, the head, the colours and the frame that every page shares.

A page is one file. Its policy forbids every request, and styles and script are let in by their hash, so that no text
of a user can become either: pages carry no `style=` and no event attributes, and whatever a user wrote goes through
`escape`. What a page is about is the business of the module that asks for it.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

_UNSHOWABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202d\u202e\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
    + "]"
)

COLOURS: Mapping[str, tuple[str, str]] = {
    "paper": ("#f7f6f3", "#15171b"),
    "surface": ("#ffffff", "#1c1f24"),
    "ink": ("#1d2025", "#e4e3df"),
    "quiet": ("#5a606b", "#a2a8b2"),
    "line": ("#e2dfd8", "#31353d"),
    "edge": ("#8b8f97", "#767c87"),
    "link": ("#1a5a96", "#8cbdf0"),
    "lit": ("#fdf3d7", "#3a3320"),
    "k0": ("#a83a00", "#ff8a4a"),
    "k1": ("#cf6a1c", "#f0ae72"),
    "k2": ("#85858c", "#9a9ba3"),
    "k3": ("#4a8cc2", "#74a9dc"),
    "k4": ("#1c5f9e", "#4e94dd"),
    "t0": ("#0b6cb0", "#63b0f2"),
    "t1": ("#b04f08", "#f09a55"),
    "t2": ("#0a7d5d", "#4cc39c"),
    "t3": ("#ad2f80", "#ee86c0"),
    "t4": ("#7b6200", "#d5b740"),
    "t5": ("#6247c8", "#ad9bff"),
    "t6": ("#b3342f", "#fa8a80"),
    "t7": ("#4d6a76", "#9fbac6"),
}
"""Each colour on a light and on a dark screen: the grounds and what stands on them, `k0`..`k4` from doubtful (orange)
over grey to sure (blue), which every kind of colour vision tells apart, and `t0`..`t7` for things to be told apart."""

_FRAME = """
*{box-sizing:border-box}
[hidden]{display:none!important}
html{color-scheme:light dark;background:var(--paper);color:var(--ink);-webkit-text-size-adjust:100%;
text-size-adjust:100%}
body{margin:0 auto;padding:clamp(1rem,3vw,2.75rem) clamp(.75rem,3vw,2.75rem) 3rem;max-width:92rem;overflow-x:clip;
font:400 1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Noto Sans Armenian",Ubuntu,sans-serif}
:lang(hy),:lang(hyw){font-family:system-ui,-apple-system,"Segoe UI","Noto Sans","Noto Sans Armenian",Mshtakan,Sylfaen,
"DejaVu Sans",sans-serif}
h1{margin:0;font-size:clamp(1.35rem,1.05rem + 1.4vw,2rem);font-weight:650;line-height:1.2;letter-spacing:-.012em;
overflow-wrap:anywhere;text-wrap:balance}
h2{margin:0 0 .7rem;font-size:.875rem;font-weight:650;line-height:1.3}
p{margin:0}
a{color:var(--link);text-underline-offset:.18em}
:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:2px}
.quiet{color:var(--quiet)}
.small{font-size:.8125rem}
.number{font-variant-numeric:tabular-nums}
.unseen{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;left:.75rem;top:-4rem;z-index:9;padding:.4rem .8rem;background:var(--surface);
border:1px solid var(--edge);border-radius:6px}
.skip:focus{top:.5rem}
.panel{background:var(--surface);border:1px solid var(--line);border-radius:10px;padding:1rem 1.15rem;min-width:0}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.5rem,1fr));gap:1px;margin:0;overflow:hidden;
background:var(--surface);border:1px solid var(--line);border-radius:10px}
.figures div{display:flex;flex-direction:column-reverse;justify-content:flex-end;padding:.8rem 1.15rem;
box-shadow:0 0 0 1px var(--line)}
.figures dt{font-size:.8125rem;color:var(--quiet)}
.figures dd{margin:0;font-size:1.5rem;font-weight:600;line-height:1.3;letter-spacing:-.01em;
font-variant-numeric:tabular-nums}
.bar{display:block;height:6px;border-radius:3px;background:var(--line);overflow:hidden}
.bar i{display:block;height:100%;border-radius:3px;background:var(--k,var(--edge))}
.tally{list-style:none;margin:0;padding:0}
.tally li{display:grid;grid-template-columns:6.8rem 1fr minmax(2.4rem,auto);gap:.75rem;align-items:center;
font-size:.875rem;line-height:1.85}
.tally .number{text-align:right}
.tally .bar{background:none}
@media print{
html{color-scheme:light;background:#fff;font-size:10pt}
body{padding:0;max-width:none}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
.screen,.skip{display:none!important}
a{color:inherit;text-decoration:none}
.panel,.figures{break-inside:avoid}
}
"""


def escape(text: str) -> str:
    """Text made safe for an element or a quoted attribute.

    Controls, lone surrogates and noncharacters, which HTML cannot carry, and the two overrides that make a text read as
    another are shown as U+FFFD; a carriage return is a line feed.
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return html.escape(_UNSHOWABLE.sub("\ufffd", plain), quote=True)


def bar(share: float) -> str:
    """A small bar filled to `share` (0..1), in the colour `--k` of what it stands in; the number stands beside it."""
    twentieths = min(20, max(0, round(share * 20)))
    return f'<span class="bar" aria-hidden="true"><i class="w{twentieths or (1 if share > 0 else 0)}"></i></span>'


def tally(heading: str, counts: Sequence[tuple[str, str, int]]) -> str:
    """A panel of counts with bars.

    Args:
        heading: HTML.
        counts: for each its label as HTML, the class `k0`..`k4` of its bar or "", and the number.
    """
    whole = sum(count for _, _, count in counts) or 1
    rows = "".join(
        f"<li{f' class={colour}' if colour else ''}><span>{label}</span>{bar(count / whole)}"
        f'<span class="number">{count:,}</span></li>'
        for label, colour, count in counts
    )
    return f'<section class="panel"><h2>{heading}</h2><ul class="tally">{rows}</ul></section>\n'


def document(
    title: str, body: Iterable[str], *, styles: str = "", script: str = "", language: str = "en"
) -> Iterator[str]:
    """A complete HTML5 document in pieces, in the order in which they are written.

    Args:
        title: plain text.
        body: HTML in pieces, in which everything a user wrote has gone through `escape`.
        styles, script: what this page adds to the shared frame; the script runs after the body.
        language: of the page's own words.
    Raises: ValueError if styles or script would end their own element.
    """
    if "</" in styles or "</" in script or "<!--" in script:
        raise ValueError("styles and script hold no markup")
    sheet = f"\n{_colours()}{_FRAME.strip()}\n{styles.strip()}\n"
    code = f"\n{script.strip()}\n" if script.strip() else ""
    allowed = _hash(code) if code else "'none'"
    policy = f"default-src 'none'; style-src {_hash(sheet)}; script-src {allowed}; "
    yield (
        f'<!doctype html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        f"<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}base-uri 'none'; form-action 'none'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(title)}</title>\n<style>{sheet}</style>\n</head>\n<body>\n"
    )
    yield from body
    yield f"<script>{code}</script>\n" if code else ""
    yield "</body>\n</html>\n"


def _colours() -> str:
    """The colours as properties of the root, the bar widths and the classes `k0`..`k4` that choose a bar's colour."""
    light, dark = (";".join(f"--{name}:{pair[side]}" for name, pair in COLOURS.items()) for side in (0, 1))
    widths = "".join(f".w{step}{{width:{5 * step}%}}" for step in range(21))
    sure = "".join(f".k{step}{{--k:var(--k{step})}}" for step in range(5))
    return f":root{{{light}}}\n@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n{widths}\n{sure}\n"


def _hash(content: str) -> str:
    """The source expression that lets in just this content (CSP Level 3, §2.3.1)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"
