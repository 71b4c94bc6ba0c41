/** Style of the status page: system fonts and colours, light and dark, wide and narrow. */
export const statusStyle = `
:root{color-scheme:light dark;--ground:#fff;--raised:#f6f8fa;--ink:#1f2328;--quiet:#59636e;--line:#d1d9e0;--in:#1a7f37;--out:#cf222e;--tag:#ddf4ff;--tagink:#0550ae;--warn:#9a6700}
@media(prefers-color-scheme:dark){:root{--ground:#0d1117;--raised:#151b23;--ink:#f0f6fc;--quiet:#9198a1;--line:#3d444d;--in:#56d364;--out:#ff7b72;--tag:#12314f;--tagink:#a5d6ff;--warn:#e3b341}}
*{box-sizing:border-box}
body{font:15px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif;margin:0;background:var(--ground);color:var(--ink)}
main,header>div{max-width:72rem;margin:0 auto;padding:0 1.25rem}
header{background:var(--raised);border-bottom:1px solid var(--line);padding:1.25rem 0 1rem}
h1{font-size:1.35rem;margin:0;display:flex;gap:.75rem;align-items:center;flex-wrap:wrap}
h2{font-size:1.1rem;margin:2rem 0 .5rem;display:flex;gap:.6rem;align-items:baseline;flex-wrap:wrap}
h2 small{font-weight:400;color:var(--quiet)}
a{color:var(--tagink)}
dl{display:flex;flex-wrap:wrap;gap:.25rem 2rem;margin:.9rem 0 0}
dl div{display:flex;gap:.4rem;align-items:baseline}dt{color:var(--quiet)}dd{margin:0;font-weight:600;font-variant-numeric:tabular-nums}
.card{border:1px solid var(--line);border-radius:8px;overflow-x:auto}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:.5rem .8rem;border-top:1px solid var(--line)}
thead th{border-top:0;background:var(--raised);color:var(--quiet);font-weight:600;font-size:.85rem}
td.policy{width:42%}
.id,code{font:.8em/1.5 ui-monospace,SFMono-Regular,Consolas,monospace;color:var(--quiet);overflow-wrap:anywhere}
.id{display:block}
ul{margin:0;padding:0;list-style:none}
.who li+li{margin-top:.15rem}
.mark{display:inline-block;font-weight:600;font-size:.85em;min-width:4.2em}.in{color:var(--in)}.out{color:var(--out)}
.tag{background:var(--tag);color:var(--tagink);border-radius:1em;padding:.05em .65em;font-size:.8rem;white-space:nowrap}
.quiet{color:var(--quiet)}.warn{color:var(--warn)}
.status{font-variant-numeric:tabular-nums;font-weight:600}
.requests td{padding:.25rem .8rem}.requests code{color:var(--ink);font-size:.85em}
.side{display:grid;grid-template-columns:repeat(auto-fit,minmax(20rem,1fr));gap:0 1.5rem}
footer{max-width:72rem;margin:2rem auto;padding:0 1.25rem;color:var(--quiet);font-size:.9rem}
@media(max-width:40rem){td.policy{width:auto}table.policies,.policies tbody,.policies tr,.policies td{display:block}.policies thead{display:none}.policies td+td{border-top:0;padding-top:0}}
`;
