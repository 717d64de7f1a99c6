"""How the page of an alignment looks: its styles, and the filter with its script."""

from __future__ import annotations

HUES, PARTNERS = 8, 24
"""Colours of terms, and how many concepts of a bead light up with their partners."""


def partner_styles() -> str:
    """The colour of each concept of a bead, and light for its partners while one is pointed at or has the focus."""
    colours = "".join(f".t{hue}{{--t:var(--t{hue % HUES})}}" for hue in range(PARTNERS))
    lights = ",".join(f"tr:has(.t{hue}:is(:hover,:focus)) .t{hue}" for hue in range(PARTNERS))
    return f"{colours}\n{lights}{{background:var(--glow)}}\n"


STYLES = """
header p{margin:.35rem 0 1.4rem}
.none{padding:3rem 1rem;text-align:center}
.tallies,.overview{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(15rem,100%),1fr));gap:1rem;margin-top:1rem}
.overview{grid-template-columns:repeat(auto-fit,minmax(min(26rem,100%),1fr))}
.least ol,.gaps{list-style:none;margin:0;padding:0}
.plot{margin:0}
.plot svg{display:block;max-width:100%;height:auto;margin:.6rem auto 0}
.plot text{font-size:13px;fill:var(--quiet);font-variant-numeric:tabular-nums}
.plot .frame{fill:none;stroke:var(--line)}
.plot .grid{fill:none;stroke:var(--line);stroke-width:.75}
.plot .way{fill:none;stroke:var(--edge);stroke-width:1;opacity:.6}
.plot a rect{fill:var(--k);stroke:transparent;stroke-width:4;pointer-events:all}
.plot a:is(:hover,:focus) rect{stroke:var(--ink);stroke-width:1.5}
.plot a:focus{outline:none}
.least{display:flex;flex-direction:column}
.least li+li{border-top:1px solid var(--line)}
.least a{display:grid;grid-template-columns:2.3rem 2.6rem minmax(5.2rem,auto) minmax(0,1fr);gap:.6rem;
align-items:center;padding:.19rem .3rem;color:inherit;text-decoration:none;font-size:.875rem}
.least a:hover{background:var(--lit)}
.least a:hover .excerpt{text-decoration:underline}
.excerpt{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.filter{display:flex;flex-wrap:wrap;gap:.5rem 1.1rem;align-items:center;margin:2rem 0 0;font-size:.875rem}
.filter label{display:flex;gap:.5rem;align-items:center}
.filter input{font:inherit;color:inherit;background:var(--surface);border:1px solid var(--edge);border-radius:6px;
padding:.32rem .6rem;min-width:0}
.filter [type=search]{width:min(20rem,60vw)}
.filter [type=number]{width:5.6rem}
.filter output{color:var(--quiet);font-variant-numeric:tabular-nums}
.beads,.beads thead,.beads tbody{display:block}
.beads{margin-top:1rem}
.beads thead{position:sticky;top:0;z-index:2;background:var(--paper);border-bottom:1px solid var(--edge)}
.beads tr{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr) 8rem}
.beads th{padding:.5rem 1rem .5rem 4.1rem;text-align:start;font-size:.8125rem;font-weight:650}
.beads th:last-child{padding-left:1rem}
.beads tbody tr{background:var(--surface);border-bottom:1px solid var(--line);content-visibility:auto;
contain-intrinsic-block-size:auto 6rem;scroll-margin-top:3.2rem}
.beads tbody tr:focus-within{content-visibility:visible}
.beads td{padding:.7rem 1rem;min-width:0}
.beads tbody tr:target{background:var(--lit)}
.side+td.side,.sure>div{border-left:1px solid var(--line)}
.beads .side{display:grid;grid-template-columns:2.6rem minmax(0,1fr);column-gap:.5rem;align-content:start}
.side>.number{font-size:.75rem;line-height:2.07;text-align:right;overflow-wrap:anywhere}
.text{overflow-wrap:anywhere;max-width:68ch}
.beads .side:has(.void){background:repeating-linear-gradient(135deg,
var(--line) 0 1.5px,transparent 1.5px 8px)}
.beads .side:has(.void){align-content:center}
.void{grid-column:1/-1;justify-self:center;font-size:.8125rem}
.void span{padding:.12rem .6rem;border-radius:1rem;background:var(--surface);color:var(--quiet);white-space:nowrap}
.beads .sure{font-size:.8125rem;display:contents}
.sure>div{display:flex;flex-wrap:wrap;gap:.2rem .6rem;align-items:center;align-content:start;padding:.85rem 1rem .7rem;
border-right:3px solid transparent}
.k0 .sure>div,.k1 .sure>div{border-right-color:var(--k)}
.sure .bar{flex:1;min-width:2.4rem}
.shape{flex-basis:100%;color:var(--quiet);font-variant-numeric:tabular-nums}
.note{grid-column:1/-1;padding:.1rem 1rem .7rem 4.1rem;color:var(--quiet);font-size:.875rem;
overflow-wrap:anywhere}
.term{--glow:color-mix(in srgb,var(--t,var(--edge)) 22%,transparent);color:inherit;background:none;border-radius:3px;
text-decoration:underline 2px var(--t,var(--edge));text-underline-offset:.24em;text-decoration-skip-ink:none}
mark.term{cursor:help}
mark.term:focus{position:relative;z-index:3;outline:2px solid var(--t);outline-offset:1px}
mark.term:focus::before{content:attr(title);content:attr(title)/"";position:absolute;left:0;top:100%;margin-top:.35rem;
width:max-content;max-width:min(22rem,70vw);padding:.25rem .6rem;border-radius:6px;background:var(--ink);
color:var(--surface);font-size:.8125rem;line-height:1.4}
.inflected{text-decoration-thickness:1px}
.uncertain{text-decoration-style:dotted}
.missing{margin:0 2px;text-decoration:none;outline:1px dashed var(--t,var(--edge));outline-offset:1px}
.forbidden{text-decoration-style:wavy;text-decoration-thickness:1.5px}
.uncertain::after,.missing::after,.forbidden::after{font-size:.75em;vertical-align:.35em;color:var(--t,var(--quiet));
padding-left:.12em;font-weight:650}
.uncertain::after{content:"?"}
.missing::after{content:"∅"}
.forbidden::after{content:"✕"}
.gaps{grid-column:2;display:flex;flex-wrap:wrap;gap:.35rem .8rem;margin-top:.45rem;font-size:.875rem}
.gaps mark{padding:0 .25rem}
footer{margin-top:1.5rem}
@media screen and (max-width:46rem){
.plot text{font-size:18px}
.least a{grid-template-columns:2.3rem 4rem minmax(0,1fr);row-gap:0}
.excerpt{grid-column:1/-1}
.beads thead{display:none}
.beads tbody{display:grid;gap:.75rem}
.beads tr{grid-template-columns:minmax(0,1fr)}
.beads tbody tr{border:1px solid var(--line);border-radius:10px;overflow:clip;scroll-margin-top:.5rem;
contain-intrinsic-block-size:auto 12rem}
.beads tbody tr:focus-within{overflow:visible}
.side+td.side,.beads .side{border:0;border-top:1px solid var(--line)}
.text::before{content:attr(lang);content:attr(lang)/"";display:block;font-size:.75rem;line-height:1.6;color:var(--quiet)}
.side>.number{line-height:1.6}
.beads .side{grid-template-columns:minmax(1.2rem,auto) minmax(0,1fr)}
.note{padding-left:2.7rem}
.sure>div{order:-1;padding:.45rem 1rem;border-left:0}
.shape{flex-basis:auto}
.note{padding-top:0}
}
@media print{
.beads{display:table;table-layout:fixed;width:100%;border-collapse:collapse}
.beads thead{display:table-header-group;position:static;background:none}
.beads tbody{display:table-row-group}
.beads tr,.beads tbody tr{display:table-row;break-inside:avoid;content-visibility:visible}
.beads th:last-child{width:14%}
.beads th,.beads td{display:table-cell;padding:.4rem .6rem;vertical-align:top}
.beads .side,.beads .sure{display:table-cell}
.side>.number,.side>.text{display:inline}
.side>.number{margin-right:.6em}
.beads .side:has(.void){vertical-align:middle;text-align:center}
.sure>div{padding:0;border:0}
.note{padding:.2rem 0 0}
}
"""

FILTER = """<div class="filter screen" id="filter" role="search" hidden>
<label>Find <input type="search" id="with" autocomplete="off" spellcheck="false"></label>
<label>Confidence below <input type="number" id="below" min="0" max="1" step="0.05" placeholder="any"></label>
<output id="shown" aria-live="polite"></output>
</div>
"""

SCRIPT = r"""
(() => {
  const form = document.getElementById('filter');
  if (!form) return;
  const words = document.getElementById('with'), below = document.getElementById('below');
  const rows = [...document.querySelectorAll('#beads tbody tr')];
  // Accents, the two letter pairs of i, the marks inside Armenian words and soft hyphens do not hide a word.
  const fold = text => text.normalize('NFKD').replace(/[\p{M}\u055a-\u055f\u00ad]/gu, '').toLowerCase()
    .replace(/\u0131/g, 'i').replace(/\s+/g, ' ').trim();
  const text = row => [...row.querySelectorAll('.text')].map(side => fold(side.textContent)).join('\n');
  const written = number => number.toLocaleString('en');
  let texts = null, waiting = 0;
  const show = () => {
    const wanted = fold(words.value), limit = below.value === '' ? Infinity : Number(below.value);
    if (wanted) texts ??= rows.map(text);
    let count = 0;
    rows.forEach((row, at) => {
      const match = Number(row.dataset.c) < limit && (!wanted || texts[at].includes(wanted));
      row.hidden = !match;
      count += match;
    });
    document.getElementById('shown').textContent = `${written(count)} of ${written(rows.length)} rows`;
  };
  form.addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(show, 120); });
  document.addEventListener('click', event => {
    const link = event.target.closest('a[href^="#b"]');
    const row = link && document.getElementById(link.getAttribute('href').slice(1));
    if (row && row.hidden) { words.value = below.value = ''; show(); }
  });
  form.hidden = false;
  show();
})();
"""
