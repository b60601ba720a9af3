/**
 * The page's only style sheet. Nothing is loaded: fonts are the reader's own. Colours are variables, so that one page
 * fits light, dark and paper.
 */
export const styles = `
:root { color-scheme: light dark;
  --paper: #f3f6f9; --card: #fff; --ink: #14202b; --muted: #566472; --line: #dde4ea; --soft: #f0f4f7;
  --brand: #0d4f7c; --brand-deep: #072f49; --on-brand: #fff; --link: #0b5a92;
  --good: #19683f; --bad: #b3261e; --bad-soft: #fbeae8;
  --now: #14649b; --before: #b5c3cf; --second: #6fae8f; --axis: #9aa8b4; --grid: #e6ecf0;
  --o1: #1f7a4d; --o2: #63b087; --o3: #3f8fc7; --o4: #8fa6ba; --o5: #c9a227; --o6: #a99bbd; --o7: #c4473d; --o8: #d5dce2;
  --h1: #eaf2f8; --h2: #cfe2f0; --h3: #a8cbe4; --h4: #7bb0d6; --h5: #4a90c2; --on-h5: #fff; }
@media (prefers-color-scheme: dark) { :root {
  --paper: #0e141a; --card: #17202a; --ink: #e9eff4; --muted: #a2b0bd; --line: #2b3844; --soft: #1f2a35;
  --brand: #0e4166; --brand-deep: #092940; --on-brand: #f4f9fc; --link: #82c2ef;
  --good: #7dd6a4; --bad: #ff9d92; --bad-soft: #3b2121;
  --now: #4f9fd6; --before: #46566a; --second: #4f8f70; --axis: #5c6b79; --grid: #25313c;
  --o1: #2f9e68; --o2: #5cab82; --o3: #4f9fd6; --o4: #6f8598; --o5: #c9a227; --o6: #8d7fa6; --o7: #d9635a; --o8: #4a5865;
  --h1: #1b2b3a; --h2: #1d3a52; --h3: #204b6c; --h4: #245f8a; --h5: #2b77ad; --on-h5: #fff; } }
* { box-sizing: border-box; }
html { scroll-behavior: smooth; -webkit-text-size-adjust: 100%; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body { margin: 0; background: var(--paper); color: var(--ink); overflow-wrap: break-word;
  font: 16px/1.5 "PT Sans", "Golos Text", "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif; font-variant-numeric: lining-nums tabular-nums; }
a { color: var(--link); text-underline-offset: 2px; text-decoration-thickness: 1px; }
a:focus-visible, summary:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 3px; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.frame { max-width: 1120px; margin: 0 auto; padding: 0 28px; }
header { background: linear-gradient(150deg, var(--brand), var(--brand-deep)); color: var(--on-brand); padding: 38px 0 92px; }
header .owner { margin: 0 0 10px; font-size: 14px; letter-spacing: .08em; text-transform: uppercase; opacity: .85; }
header h1 { margin: 0; font-size: clamp(27px, 3.6vw, 40px); line-height: 1.15; font-weight: 700; letter-spacing: -.01em; max-width: 24ch; text-wrap: balance; }
header .period { margin: 14px 0 0; font-size: 18px; } header .period::first-letter { text-transform: uppercase; }
header .period span { opacity: .8; } header .scope { margin: 6px 0 0; opacity: .9; }
main.frame { margin-top: -62px; padding-bottom: 36px; display: grid; gap: 20px; } main > * { min-width: 0; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 14px; padding: 26px 28px; box-shadow: 0 1px 2px rgb(10 30 50 / .05); scroll-margin-top: 14px; }
h2 { margin: 0 0 4px; font-size: 22px; line-height: 1.25; letter-spacing: -.005em; }
h3 { margin: 22px 0 6px; font-size: 16px; }
.lead { margin: 0 0 16px; color: var(--muted); max-width: 78ch; text-wrap: pretty; }
.summary { margin: 0; font-size: 19px; line-height: 1.5; text-wrap: pretty; }
.tiles { display: grid; grid-template-columns: repeat(4, 1fr); gap: 26px 0; margin: 26px 0 0; padding: 0; list-style: none; }
.tiles li { padding: 0 18px; border-left: 1px solid var(--line); } .tiles li:nth-child(4n+1) { padding-left: 0; border-left: 0; }
.tiles .label { display: block; color: var(--muted); font-size: 14px; line-height: 1.3; }
.tiles .value { display: block; font-size: 42px; line-height: 1.15; font-weight: 700; letter-spacing: -.02em; margin: 3px 0 2px; white-space: nowrap; }
.tiles .value.long { font-size: 31px; line-height: 1.55; }
.tiles .hot .value { color: var(--bad); }
.tiles .note { display: block; font-size: 14px; line-height: 1.35; color: var(--muted); }
.tiles .note.good { color: var(--good); font-weight: 600; } .tiles .note.bad { color: var(--bad); font-weight: 600; } .tiles .note.part { color: var(--ink); }
.mind { margin: 24px 0 0; padding: 13px 18px; border-left: 4px solid var(--o5); background: var(--soft); border-radius: 0 8px 8px 0; font-size: 15px; }
.mind b { display: block; } .mind ul { margin: 4px 0 0; padding-left: 18px; }
nav { margin: 22px 0 0; font-size: 14.5px; display: flex; flex-wrap: wrap; gap: 6px 18px; }
svg { display: block; overflow: visible; } svg text { font-size: 12px; text-anchor: middle; fill: var(--ink); font-variant-numeric: tabular-nums; }
svg text.value { font-weight: 700; } svg text.muted { font-weight: 400; fill: var(--muted); } svg text.tick { fill: var(--muted); }
rect.now { fill: var(--now); } rect.before { fill: var(--before); } rect.second { fill: var(--second); }
line.axis { stroke: var(--axis); } line.gridline { stroke: var(--grid); }
.bar { margin-top: 4px; } .stack { border-radius: 4px; overflow: hidden; } .stack rect { stroke: var(--card); stroke-width: 1; }
.o1 { fill: var(--o1); background: var(--o1); } .o2 { fill: var(--o2); background: var(--o2); } .o3 { fill: var(--o3); background: var(--o3); } .o4 { fill: var(--o4); background: var(--o4); }
.o5 { fill: var(--o5); background: var(--o5); } .o6 { fill: var(--o6); background: var(--o6); } .o7 { fill: var(--o7); background: var(--o7); } .o8 { fill: var(--o8); background: var(--o8); }
.key { display: inline-block; width: 11px; height: 11px; border-radius: 3px; margin-right: 8px; } .key.now { background: var(--now); } .key.second { background: var(--second); } .key.before { background: var(--before); }
figure { margin: 0 0 18px; } .keys { color: var(--muted); font-size: 14px; margin: 0 0 10px; } .keys > span { white-space: nowrap; margin-right: 16px; }
.stack.tall { margin: 4px 0 18px; }
table { width: 100%; border-collapse: collapse; font-size: 15px; line-height: 1.35; }
th, td { text-align: left; vertical-align: top; padding: 8px 0 8px 16px; border-bottom: 1px solid var(--line); font-weight: 400; }
tr > :first-child { padding-left: 0; } tbody tr:last-child > * { border-bottom: 0; }
thead th { color: var(--muted); font-size: 13px; line-height: 1.25; padding-top: 0; vertical-align: bottom; border-bottom: 2px solid var(--line); }
.n { text-align: right; } td.n { white-space: nowrap; } td small, th small { color: var(--muted); font-size: 13px; font-weight: 400; } td small { display: block; }
td.good, td small.good { color: var(--good); } td.bad, td small.bad { color: var(--bad); } .strong { font-weight: 700; } .alert { color: var(--bad); font-weight: 700; } .zero { color: var(--muted); } td.muted { color: var(--muted); }
.figures tbody th { min-width: 190px; width: 42%; } .figures thead th.n { min-width: 78px; } .all small { display: block; max-width: 66ch; }
.matrix { table-layout: fixed; } .matrix td.n { padding: 7px 8px; } .matrix thead th { padding: 0 8px 8px; } .matrix thead th:first-child { padding-left: 0; width: 27%; }
.h1 { background: var(--h1); } .h2 { background: var(--h2); } .h3 { background: var(--h3); } .h4 { background: var(--h4); } .h5 { background: var(--h5); color: var(--on-h5); } .h5 small { color: inherit; }
.texts td { font-size: 14.5px; } .why { color: var(--muted); }
.fold { margin-top: 14px; } .fold summary { cursor: pointer; color: var(--link); font-size: 15px; padding: 4px 0 8px; }
.behind { margin-top: 18px; border-top: 1px solid var(--line); display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); column-gap: 32px; align-items: start; } .behind h3, .behind details[open] { grid-column: 1 / -1; } .behind details { border-bottom: 1px solid var(--line); scroll-margin-top: 14px; }
.behind summary { cursor: pointer; padding: 8px 0; } .behind summary small { color: var(--muted); } .behind details:target > summary { font-weight: 700; } .behind table { margin: 0 0 12px; }
.place { font-weight: 700; } .total { font-weight: 700; }
.more { margin: 10px 0 0; color: var(--muted); font-size: 14px; }
.formula { margin: 0 0 14px; padding: 9px 14px; background: var(--soft); border-radius: 8px; font-size: 15px; }
footer { color: var(--muted); font-size: 14px; padding-bottom: 40px; } footer p { margin: 0; }
@media screen and (max-width: 860px) {
  .behind { grid-template-columns: minmax(0, 1fr); }
  .tiles { grid-template-columns: repeat(2, 1fr); } .tiles li:nth-child(odd) { padding-left: 0; border-left: 0; }
  .frame { padding: 0 12px; } .card { padding: 20px 16px; border-radius: 12px; } header { padding: 26px 0 84px; }
  .tiles li { padding: 0 0 0 14px; } .tiles .value { font-size: 34px; } .tiles .value.long { font-size: 22px; line-height: 1.75; } svg text.wide { display: none; }
  table, tbody, tr, th, td { display: block; } thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tr { display: grid; grid-template-columns: repeat(auto-fill, minmax(92px, 1fr)); column-gap: 12px; padding: 12px 0 6px; border-bottom: 1px solid var(--line); } tbody tr:last-child { border-bottom: 0; }
  tbody th, td, .matrix td.n { border: 0; padding: 0 0 6px; } .figures tbody th, tbody th { grid-column: 1 / -1; font-weight: 600; width: auto; } td { display: grid; grid-row: span 3; grid-template-rows: subgrid; align-content: start; } tbody th small { font-weight: 400; } .n { text-align: left; } td.n { white-space: normal; }
  td::before { content: attr(data-label); display: block; color: var(--muted); font-size: 12.5px; line-height: 1.25; font-weight: 400; hyphens: auto; }
  .texts tr { grid-template-columns: 1fr; } .matrix td { padding: 4px 8px; border-radius: 6px; margin-bottom: 6px; } .matrix td.zero { display: none; } .matrix td.h5::before { color: inherit; } .matrix td.n { padding: 4px 8px; } }
@media print {
  @page { size: A4; margin: 13mm 12mm 14mm; }
  :root { color-scheme: light; --paper: #fff; --card: #fff; --ink: #000; --muted: #444; --line: #c4c9ce; --soft: #f2f4f6; --link: #000; --good: #14532d; --bad: #8c1d18;
    --now: #14649b; --before: #b5c3cf; --second: #6fae8f; --axis: #888; --grid: #ddd;
    --o1: #1f7a4d; --o2: #63b087; --o3: #3f8fc7; --o4: #8fa6ba; --o5: #c9a227; --o6: #a99bbd; --o7: #c4473d; --o8: #d5dce2;
    --h1: #eaf2f8; --h2: #cfe2f0; --h3: #a8cbe4; --h4: #7bb0d6; --h5: #4a90c2; --on-h5: #fff; }
  * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  body { font-size: 10pt; line-height: 1.4; } .frame { max-width: none; padding: 0; } nav { display: none; }
  header { background: none; color: #000; padding: 0 0 10px; border-bottom: 2pt solid #0d4f7c; } header h1 { font-size: 21pt; } header .owner { font-size: 9pt; } header .period { font-size: 12pt; margin-top: 6px; }
  main.frame { display: block; margin: 0; padding: 0; } .card { border: 0; border-radius: 0; box-shadow: none; padding: 12px 0 4px; } .card + .card { border-top: 1px solid var(--line); margin-top: 8px; }
  h2 { font-size: 13.5pt; break-after: avoid; } h3 { break-after: avoid; } .lead, .keys { break-after: avoid; margin-bottom: 8px; } .summary { font-size: 11.5pt; }
  .tiles { grid-template-columns: repeat(4, 1fr); margin-top: 14px; gap: 14px 0; } .tiles li, .tiles li:nth-child(odd) { padding: 0 10px; border-left: 1px solid var(--line); } .tiles li:nth-child(4n+1) { padding-left: 0; border-left: 0; }
  .tiles .value { font-size: 22pt; } .tiles .value.long { font-size: 15pt; line-height: 1.7; } .tiles .label, .tiles .note { font-size: 8.5pt; }
  table { font-size: 9pt; } th, td { padding-top: 4px; padding-bottom: 4px; padding-left: 9px; } thead th, td small, th small { font-size: 8pt; } thead { display: table-header-group; } tr, figure, .tiles li, .mind, .formula { break-inside: avoid; }
  .figures tbody th { min-width: 32mm; width: 36%; } .figures thead th.n { min-width: 13mm; } .matrix td.n { padding: 4px 5px; } .texts td { font-size: 8.5pt; } .mind, .formula { font-size: 9pt; }
  .behind { display: none; } .fold summary { display: none; } .fold::details-content { content-visibility: visible; block-size: auto; } a { text-decoration: none; } }
`
