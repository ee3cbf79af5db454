/** The page's style sheet: follows the system's light or dark scheme, and fits a phone. */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --paper: light-dark(#f5f6f8, #16181c); --card: light-dark(#fff, #1f2227); --line: light-dark(#e1e4e9, #33373e);
  --ink: light-dark(#1b1f24, #e6e8eb); --quiet: light-dark(#5c6570, #9aa3ad); --accent: light-dark(#0b62c4, #6cb2ff);
  --good: light-dark(#1a7f37, #56d364); --warn: light-dark(#946200, #e3b341); --bad: light-dark(#cf222e, #ff7b72);
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 76rem; padding: 1.5rem 1rem 3rem; background: var(--paper); color: var(--ink);
  font: 15px/1.45 system-ui, sans-serif; }
header { display: flex; flex-wrap: wrap; align-items: baseline; gap: .25rem 1rem; }
h1 { font-size: 1.35rem; margin: 0; }
h2 { font-size: 1rem; margin: 0; padding: .8rem 1rem; }
h2 span { color: var(--quiet); font-weight: 400; }
.quiet { color: var(--quiet); }
header .quiet { margin: 0; }
section { background: var(--card); border: 1px solid var(--line); border-radius: 8px; margin-top: 1rem; }
section > div { overflow-x: auto; }
section > div:empty::after { content: "none yet"; display: block; padding: 0 1rem .8rem; color: var(--quiet); }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .4rem 1rem; border-top: 1px solid var(--line); vertical-align: baseline; }
th { color: var(--quiet); font-weight: 500; font-size: .85rem; white-space: nowrap; }
.code { font: 13px/1.5 ui-monospace, Menlo, Consolas, monospace; overflow-wrap: anywhere; min-width: 11rem; }
.short { white-space: nowrap; }
.good { color: var(--good); } .warn { color: var(--warn); } .bad { color: var(--bad); }
.good, .warn, .bad { font-weight: 600; }
td small { display: block; color: var(--quiet); font-weight: 400; }
#lost { position: sticky; top: 0; margin: 1rem 0 0; padding: .6rem 1rem; border-radius: 8px; background: var(--bad); color: var(--card); }
#lost[hidden] { display: none; }
`;
