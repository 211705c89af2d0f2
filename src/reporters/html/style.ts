/** The page's own style; both colour schemes keep a contrast of 4.5 : 1 or more for text (WCAG 1.4.3). */
export const style = `
:root{color-scheme:light dark;--text:#1c2128;--dim:#57606a;--ground:#fff;--panel:#f4f6f8;--line:#d0d7de;
--good:#116329;--bad:#b3261e;--wait:#7a4d00;--bug:#7d1f7a;--own:#0969da;--mark:#fff3c4}
@media (prefers-color-scheme:dark){:root{--text:#e6edf3;--dim:#9da7b3;--ground:#0d1117;--panel:#161b22;--line:#30363d;
--good:#56d364;--bad:#ff8f87;--wait:#e3b341;--bug:#e5a0e2;--own:#58a6ff;--mark:#3d3416}}
body{margin:2rem auto;max-width:56rem;padding:0 1rem;background:var(--ground);color:var(--text);font:16px/1.5 system-ui,sans-serif}
h1{font-size:1.4rem;margin:0}h2{font-size:1.2rem;margin:2rem 0 0}h3{font-size:1rem;font-weight:400;display:inline;margin:0}
.dim{color:var(--dim);margin:.2rem 0 1rem;font-size:.9rem}
.word{font-weight:600}.word.passed{color:var(--good)}.word.failed{color:var(--bad)}
.word.blocked,.word.incomplete,.word.skipped{color:var(--wait)}.word.errored{color:var(--bug)}
.check{border-top:1px solid var(--line);padding:.5rem 0}.check>summary{cursor:pointer}div.check{padding-left:1.1rem}
.summary{font-weight:600}.pair{margin:.2rem 0}.pair b{display:inline-block;min-width:5.5rem;font-weight:400;color:var(--dim)}
.hint{border-left:3px solid var(--own);padding-left:.7rem}
figure{margin:1rem 0}figcaption{color:var(--dim);font-size:.9rem}
pre{background:var(--panel);border:1px solid var(--line);border-radius:6px;margin:.3rem 0;padding:.6rem;overflow-x:auto;white-space:pre-wrap;overflow-wrap:anywhere;font:13px/1.45 ui-monospace,monospace}
mark{background:var(--mark);color:inherit}
table{border-collapse:collapse;width:100%;margin:1.5rem 0}caption{text-align:left;font-weight:600}
th{font-weight:400;text-align:left;vertical-align:top;width:16rem;padding:.4rem .5rem .4rem 0}td{padding:.4rem 0}
.bar{position:relative;height:1.5rem}.bar i{position:absolute;inset:.15rem auto .15rem 0;background:var(--line);border-radius:3px}
.bar.own i{background:var(--own);opacity:.45}.bar span{position:relative;padding-left:.4rem;font-size:.9rem}
`;
