/** The style of the pages: light, dark and on paper; nothing is loaded from anywhere. */
export const style = `
:root{color-scheme:light dark;--back:#f3f5f8;--card:#fff;--text:#16202c;--soft:#566475;--line:#dbe2ea;--accent:#1257b8;--on-accent:#fff;--tint:#e8f0fb;--good:#12703f;--good-tint:#e4f4ea;--warn:#8a4b00;--warn-tint:#fdf0dd}
@media (prefers-color-scheme:dark){:root{--back:#0f1620;--card:#182230;--text:#e8edf4;--soft:#a1aebd;--line:#2c394a;--accent:#8fbcff;--on-accent:#0b1c33;--tint:#1d2f49;--good:#7fdca4;--good-tint:#16352a;--warn:#ffc983;--warn-tint:#3b2c17}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--back);color:var(--text);font:400 1.0625rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;overflow-wrap:anywhere}
header,main,footer{max-width:44rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:1.75rem;color:var(--soft);font-weight:600;letter-spacing:.01em}
h1{font-size:clamp(1.5rem,5vw,2rem);line-height:1.2;margin:.5rem 0 1.25rem;letter-spacing:-.015em}
h2{font-size:1.125rem;line-height:1.3;margin:0 0 .875rem}
p{margin:0 0 .75rem}
section{background:var(--card);border:1px solid var(--line);border-radius:1rem;padding:1.5rem;margin:0 0 1rem}
.state{border-left:.375rem solid var(--accent)}
.state.good{border-left-color:var(--good)}
.state.warn{border-left-color:var(--warn)}
.state strong{display:block;font-size:1.25rem;line-height:1.35;font-weight:600;margin-bottom:.5rem}
.state p:last-child{margin-bottom:0}
.promise{display:inline-block;background:var(--warn-tint);color:var(--warn);border-radius:.625rem;padding:.375rem .75rem;font-weight:600}
ol,ul{list-style:none;margin:0;padding:0}
.stages{display:grid;grid-template-columns:repeat(4,1fr);gap:.375rem;margin:0 0 1.25rem;font-size:.875rem;color:var(--soft)}
.stages li{border-top:.375rem solid var(--line);border-radius:.1875rem;padding-top:.5rem}
.stages .done{border-top-color:var(--accent);color:var(--text)}
.stages .now{font-weight:700}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.5rem 1.25rem;margin:0}
dt{color:var(--soft)}
dd{margin:0;font-weight:500}
.answers li{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:.5rem 1rem;padding:.625rem 0;border-top:1px solid var(--line)}
.answers li:first-child{border-top:0;padding-top:0}
.answers li:last-child{padding-bottom:0}
a{color:var(--accent);text-underline-offset:.2em}
.button,button{display:inline-block;border:0;border-radius:.625rem;background:var(--accent);color:var(--on-accent);font:inherit;font-weight:600;padding:.5625rem 1.125rem;text-decoration:none;cursor:pointer}
.button:hover,button:hover{filter:brightness(1.08)}
:focus-visible{outline:.1875rem solid var(--accent);outline-offset:.1875rem}
.history li{position:relative;padding:0 0 1.125rem 1.625rem}
.history li::before{content:"";position:absolute;left:.3125rem;top:.5rem;bottom:-.5rem;width:2px;background:var(--line)}
.history li:last-child{padding-bottom:0}
.history li:last-child::before{display:none}
.history li::after{content:"";position:absolute;left:0;top:.4375rem;width:.75rem;height:.75rem;border-radius:50%;background:var(--card);border:.1875rem solid var(--accent)}
.history li:last-child::after{background:var(--accent)}
time{display:block;color:var(--soft);font-size:.9375rem}
dd time,.answers time,.promise time{display:inline;font-size:inherit;color:inherit}
fieldset{border:0;margin:0 0 1.125rem;padding:0;min-width:0}
legend{padding:0;margin-bottom:.5rem;font-weight:600}
.choice{display:flex;flex-wrap:wrap;gap:.5rem}
.choice label{display:flex;align-items:center;gap:.5rem;border:1px solid var(--line);border-radius:.625rem;padding:.5rem .875rem;cursor:pointer}
.choice label:has(:checked){background:var(--tint);border-color:var(--accent)}
input{accent-color:var(--accent);width:1.125rem;height:1.125rem;margin:0;flex:none}
.thanks{background:var(--good-tint);border-color:transparent;color:var(--good);font-weight:600}
footer{padding-bottom:2.5rem;color:var(--soft);font-size:.9375rem}
@media (max-width:30rem){section{padding:1.125rem;border-radius:.875rem}dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.75rem}dd:last-child{margin-bottom:0}.stages{font-size:.8125rem}.choice{flex-direction:column}button{width:100%}}
@media print{:root{color-scheme:light;--back:#fff;--card:#fff;--text:#000;--soft:#333;--line:#999;--accent:#000}@page{size:A4;margin:18mm}body{font-size:11pt}header,main,footer{max-width:none;padding:0}section{break-inside:avoid;border-radius:0;padding:10pt}section:has(.history){break-inside:auto}.history li{break-inside:avoid}.screen{display:none}.answers a::after{content:" " attr(href);font-weight:400}.button{background:none;color:#000;padding:0;text-decoration:underline}}
`.trim()
