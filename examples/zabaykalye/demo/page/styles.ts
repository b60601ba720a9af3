/**
 * The page's only style sheet. No request leaves the page: fonts are the reader's own, and nothing is loaded. Colours
 * are variables, so that one drawing of a chart fits light, dark and paper.
 */
export const styles = `
:root { color-scheme: light dark;
  --paper: #f4f6f8; --card: #ffffff; --ink: #16212c; --muted: #5a6876; --line: #dfe5ea; --soft: #eef2f5;
  --brand: #0d4f7c; --brand-deep: #08344f; --on-brand: #ffffff; --link: #0b5a92; --hot: #b3261e; --hot-soft: #fbeae8; --good: #1c6b45;
  --chart-now: #14649b; --chart-before: #b9c6d1; --chart-ink: #16212c; --chart-muted: #5a6876; --chart-line: #e6ebef; }
@media (prefers-color-scheme: dark) { :root {
  --paper: #0f151b; --card: #18212a; --ink: #e8eef3; --muted: #a3b1be; --line: #2c3945; --soft: #202b36;
  --brand: #0f4266; --brand-deep: #0a2a42; --on-brand: #f3f8fb; --link: #7fc0ee; --hot: #ff9b90; --hot-soft: #3a2020; --good: #7fd3a6;
  --chart-now: #4d9fd8; --chart-before: #475765; --chart-ink: #e8eef3; --chart-muted: #a3b1be; --chart-line: #263340; } }
* { box-sizing: border-box; }
html { scroll-behavior: smooth; -webkit-text-size-adjust: 100%; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 "PT Sans", "Golos Text", "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif;
  font-variant-numeric: lining-nums tabular-nums; hyphens: manual; overflow-wrap: break-word; }
a { color: var(--link); text-underline-offset: 2px; text-decoration-thickness: 1px; }
a:focus-visible, summary:focus-visible, .scroll:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 3px; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.frame { max-width: 1240px; margin: 0 auto; padding: 0 28px; }
header { background: linear-gradient(150deg, var(--brand), var(--brand-deep)); color: var(--on-brand); padding: 40px 0 96px; }
header .region { margin: 0 0 10px; font-size: 14px; letter-spacing: .08em; text-transform: uppercase; opacity: .82; }
header h1 { margin: 0; font-size: clamp(28px, 4vw, 42px); line-height: 1.15; font-weight: 700; letter-spacing: -.01em; max-width: 22ch; text-wrap: balance; }
header .period { margin: 14px 0 0; font-size: 18px; opacity: .94; }
header .period span { opacity: .8; }
main.frame { margin-top: -64px; padding-bottom: 40px; display: grid; gap: 22px; }
main > * { min-width: 0; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 26px 28px; box-shadow: 0 1px 2px rgb(10 30 50 / .05); }
.summary { font-size: 19px; line-height: 1.5; margin: 0; text-wrap: pretty; }
.tiles { display: grid; grid-template-columns: repeat(5, 1fr); margin: 24px 0 0; padding: 0; list-style: none; gap: 0; }
.tiles li { padding: 2px 20px; border-left: 1px solid var(--line); }
.tiles li:first-child { padding-left: 0; border-left: 0; }
.tiles .label { display: block; color: var(--muted); font-size: 14px; line-height: 1.3; }
.tiles .value { display: block; font-size: 46px; line-height: 1.15; font-weight: 700; letter-spacing: -.02em; margin: 4px 0 2px; white-space: nowrap; }
.tiles .hot .value { color: var(--hot); }
.tiles .note { display: block; font-size: 14px; line-height: 1.35; color: var(--muted); }
.tiles .note.strong { color: var(--ink); font-weight: 600; }
h2 { margin: 0 0 6px; font-size: 23px; line-height: 1.25; font-weight: 700; letter-spacing: -.005em; }
.lead { margin: 0 0 16px; color: var(--muted); max-width: 80ch; }
.badge { display: inline-block; vertical-align: 3px; margin-left: 6px; padding: 0 10px; border-radius: 20px; background: var(--soft); color: var(--muted); font-size: 15px; line-height: 26px; }
.badge.hot { background: var(--hot-soft); color: var(--hot); }
.split { display: grid; grid-template-columns: minmax(0, 9fr) minmax(0, 10fr); gap: 36px; align-items: start; margin-top: 14px; }
figure { margin: 0; min-width: 0; }
figure svg { display: block; overflow: visible; width: 100%; height: auto; font-family: inherit; }
table { width: 100%; border-collapse: collapse; font-size: 15px; line-height: 1.35; }
th, td { text-align: left; vertical-align: top; padding: 8px 10px 8px 0; border-bottom: 1px solid var(--line); font-weight: 400; }
tr > :last-child { padding-right: 0; }
tbody tr:last-child > * { border-bottom: 0; }
thead th { color: var(--muted); font-size: 13px; padding-top: 0; vertical-align: bottom; white-space: nowrap; border-bottom: 2px solid var(--line); }
.n { text-align: right; white-space: nowrap; }
td.n, th.n { padding-left: 8px; }
td small { display: block; }
.incidents td small { display: inline; }
td small, summary small, li small { color: var(--muted); font-size: 13px; }
.strong { font-weight: 700; }
.alert { color: var(--hot); font-weight: 700; }
.change { color: var(--muted); font-size: 14px; }
.change.up { color: var(--ink); }
.scroll { overflow-x: auto; }
.incidents { font-size: 14.5px; }
.incidents td:nth-child(1) { width: 52px; padding-right: 14px; }
.incidents td:nth-child(2) { width: 25%; }
.incidents td:nth-child(3) { width: 27%; }
.incidents .time { white-space: nowrap; width: 128px; }
.incidents .why { color: var(--muted); }
.notice { margin: 22px 0 0; padding: 12px 16px; border-left: 4px solid var(--hot); background: var(--soft); }
.more { margin: 12px 0 0; color: var(--muted); font-size: 14px; }
.details { margin-top: 20px; border-top: 1px solid var(--line); display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); column-gap: 36px; }
.details details[open] { grid-column: 1 / -1; }
.details summary { cursor: pointer; padding: 9px 0; font-size: 15px; }
.details details { border-bottom: 1px solid var(--line); scroll-margin-top: 20px; }
.details details:target > summary { font-weight: 700; }
.details .scroll { padding: 4px 0 16px 20px; }
.fold { margin-top: 12px; font-size: 15px; } .fold summary { cursor: pointer; color: var(--link); padding: 4px 0 10px; }
figcaption { margin-top: 8px; color: var(--muted); font-size: 14px; }
table { table-layout: auto; } .split td.n, .split thead .n { width: 1%; }
dl { margin: 0; display: grid; grid-template-columns: 220px 1fr; gap: 8px 24px; font-size: 15px; }
dt { font-weight: 600; } dd { margin: 0; color: var(--muted); }
footer { color: var(--muted); font-size: 14px; padding: 0 0 44px; }
@media (max-width: 980px) {
  .details { grid-template-columns: minmax(0, 1fr); }
  .split { grid-template-columns: minmax(0, 1fr); }
  .tiles { grid-template-columns: repeat(2, 1fr); gap: 22px 0; }
  .tiles li:nth-child(odd) { padding-left: 0; border-left: 0; } }
@media (max-width: 620px) {
  .frame { padding: 0 14px; } .card { padding: 20px 16px; } .tiles .value { font-size: 38px; } .tiles li { padding: 0 12px; }
  dl { grid-template-columns: 1fr; gap: 2px; } dd { margin-bottom: 10px; } figure { overflow-x: auto; } figure svg { min-width: 520px; }
  .scroll table { min-width: 640px; } .split .scroll table { min-width: 480px; } }
@media print {
  @page { size: A4; margin: 14mm 12mm; }
  :root { --paper: #fff; --card: #fff; --ink: #000; --muted: #444; --line: #bbb; --soft: #eee; --link: #000; --hot: #8c1d18; --hot-soft: #fff; --brand: #fff; --brand-deep: #fff; --on-brand: #000;
    --chart-now: #14649b; --chart-before: #b9c6d1; --chart-ink: #000; --chart-muted: #444; --chart-line: #ddd; }
  body { font-size: 10.5pt; } .frame { max-width: none; padding: 0; } header { padding: 0 0 14px; background: none; } main.frame { margin-top: 0; display: block; }
  .card { border: 0; border-top: 1px solid var(--line); border-radius: 0; box-shadow: none; padding: 14px 0; margin: 0; } h2 { break-after: avoid; } tr, figure, .tiles { break-inside: avoid; }
  .split { display: block; } figure { max-width: 98mm; margin-bottom: 10px; } table { font-size: 9.5pt; } th, td { padding-top: 4px; padding-bottom: 4px; } td small { display: inline; margin-left: 4px; } .tiles { grid-template-columns: repeat(5, 1fr); } .tiles .value { font-size: 24pt; }
  .tiles li, .tiles li:nth-child(odd) { padding: 0 8px; border-left: 1px solid var(--line); } .tiles li:first-child { padding-left: 0; border-left: 0; } .tiles .label { min-height: 3em; } .details { display: none; } .fold summary { display: none; } .fold::details-content { content-visibility: visible; } a { text-decoration: none; } .scroll { overflow: visible; } }
`
