/** The look of a page: a system font, light and dark as the reader's system is, and every colour beside a word that says the same. */
export const style = `
:root {
  color-scheme: light dark;
  --ground: #ffffff; --panel: #f5f6f8; --line: #c9ced6; --text: #1b1f24; --quiet: #57606a; --link: #0550ae;
  --good: #116329; --bad: #a40e26; --warning: #7d4e00; --bar: #3a6fb5;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14171b; --panel: #1d2126; --line: #3f4650; --text: #e6e9ed; --quiet: #a9b1bb; --link: #79b8ff;
    --good: #6fdd8b; --bad: #ff9492; --warning: #f0c15c; --bar: #6ea8e8;
  }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 96rem; padding: 1.5rem; background: var(--ground); color: var(--text);
  font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; margin: 0 0 .25rem; } h2 { font-size: 1.25rem; margin: 2.25rem 0 .5rem; }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.quiet { color: var(--quiet); }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; list-style: none; padding: 0; }
.numbers { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .75rem; margin: 1rem 0; }
.numbers div { background: var(--panel); border: 1px solid var(--line); border-radius: .5rem; padding: .6rem .9rem; }
.numbers dt { color: var(--quiet); font-size: .9rem; } .numbers dd { margin: 0; font-size: 1.3rem; font-weight: 600; }
.good { color: var(--good); } .bad { color: var(--bad); font-weight: 600; } .warning { color: var(--warning); }
.table { overflow-x: auto; border: 1px solid var(--line); border-radius: .5rem; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; }
caption { text-align: left; padding: .5rem .75rem; color: var(--quiet); }
th, td { text-align: left; vertical-align: top; padding: .4rem .75rem; border-top: 1px solid var(--line); }
thead th { background: var(--panel); white-space: nowrap; } th[scope="row"] { font-weight: 600; }
td.text { overflow-wrap: anywhere; min-width: 16rem; } td.id, td.number { white-space: nowrap; font-variant-numeric: tabular-nums; }
.line { display: block; }
.filter { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; margin: .5rem 0; }
.filter input { font: inherit; color: inherit; background: var(--ground); border: 1px solid var(--quiet); border-radius: .35rem;
  padding: .3rem .6rem; min-width: 18rem; }
[hidden] { display: none; }
.when { width: 7rem; height: .9rem; display: block; } .when rect { fill: var(--bar); } .when line { stroke: var(--line); }
details { border: 1px solid var(--line); border-radius: .5rem; padding: .5rem .9rem; margin: .5rem 0; }
summary { cursor: pointer; } details p { margin: .4rem 0; }
figure { margin: 0; } .picture { overflow: auto; border: 1px solid var(--line); border-radius: .5rem; padding: .5rem; max-height: 40rem; }
.picture svg { display: block; } .picture text { fill: var(--text); font-family: ui-monospace, monospace; }
.picture .node polygon, .picture .node path { stroke: var(--quiet); fill: var(--panel); }
.picture .edge path { stroke: var(--quiet); } .picture .edge polygon { stroke: var(--quiet); fill: var(--quiet); }
.picture .proven polygon { stroke: var(--good); } .picture .not-proven polygon { stroke: var(--bad); stroke-width: 2.5; }
.picture .not-asked polygon { stroke: var(--warning); stroke-dasharray: 5 3; }
@media print { .filter, nav { display: none; } .table, .picture { overflow: visible; max-height: none; } body { max-width: none; } }
`;
