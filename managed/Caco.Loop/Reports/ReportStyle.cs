namespace Caco.Loop.Reports;

/// <summary>The page's styles: one set of names for colours, two sets of values.</summary>
internal static class ReportStyle
{
    public const string Text =
        """
        :root { color-scheme: light dark; --page:#fafaf8; --card:#fff; --ink:#1d2126; --soft:#5d6670; --rule:#dcdfe3; --grid:#e6e8eb;
          --s0:#1f6fb5; --good:#22863a; --bad:#c5352b; --warn:#9a6700; --goodback:#d6f0dc; --badback:#f9d9d6; --keptback:#eef1f4;
          --c0:#c5352b; --c1:#d98a00; --c2:#7a5195; --c3:#5b8fb9; --c4:#2a9d8f; --c5:#b5658c; --c6:#9aa3ad; }
        @media (prefers-color-scheme: dark) { :root { --page:#15181c; --card:#1d2127; --ink:#e6e9ec; --soft:#9aa5b1; --rule:#343a42; --grid:#2a3037;
          --s0:#62aeee; --good:#57c46f; --bad:#f2766c; --warn:#e0b040; --goodback:#1d4429; --badback:#5a2420; --keptback:#272d34;
          --c0:#e0625a; --c1:#e9a93a; --c2:#a683c4; --c3:#78aed8; --c4:#4dbdae; --c5:#d389ad; --c6:#7d8791; } }
        * { box-sizing: border-box; }
        body { margin:0; background:var(--page); color:var(--ink); font:15px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif; }
        main { max-width:1040px; margin:0 auto; padding:28px 20px 60px; }
        h1 { font-size:26px; margin:0 0 2px; } h2 { font-size:18px; margin:0 0 8px; }
        section { margin-top:34px; } .lead { margin:0; color:var(--soft); } .note { color:var(--warn); }
        .cards { display:grid; grid-template-columns:repeat(auto-fit,minmax(150px,1fr)); gap:10px; margin-top:18px; }
        .card { background:var(--card); border:1px solid var(--rule); border-radius:8px; padding:10px 12px; }
        .card .name { color:var(--soft); font-size:12px; } .card .value { font-size:22px; font-weight:600; font-variant-numeric:tabular-nums; }
        .why { color:var(--soft); font-size:12.5px; }
        .facts { display:flex; flex-wrap:wrap; gap:4px 22px; margin:14px 0 0; font-size:12.5px; } .facts div { display:flex; gap:6px; min-width:0; }
        dt { color:var(--soft); } dd { margin:0; font-family:ui-monospace, Consolas, "Liberation Mono", monospace; overflow-wrap:anywhere; }
        figure { margin:0; } figcaption { color:var(--soft); font-size:12.5px; max-width:440px; } .side { display:flex; flex-wrap:wrap; gap:18px; align-items:flex-start; }
        .side > figure, .side > svg { flex:1 1 290px; min-width:0; } .side > table { flex:1 1 420px; width:auto; }
        svg { display:block; width:100%; height:auto; font:12px system-ui, "Liberation Sans", sans-serif; }
        svg text { fill:var(--soft); } svg .label { font-size:12.5px; } svg .edge { fill:var(--ink); }
        .grid { stroke:var(--grid); } .axis { stroke:var(--soft); } .diagonal { stroke:var(--soft); stroke-dasharray:4 4; } .baseline { stroke:var(--soft); stroke-width:1.5; stroke-dasharray:7 4; }
        .line { fill:none; stroke-width:2; stroke-linejoin:round; } .line.s0, .whisker.s0 { stroke:var(--s0); } .whisker { fill:none; stroke-width:1.25; opacity:.7; }
        .dot.s0 { fill:var(--s0); } .dot.better { fill:var(--good); } .dot.worse { fill:var(--bad); } .dot.even { fill:var(--soft); } .dot { fill-opacity:.85; }
        .other { fill:var(--page); stroke:var(--soft); stroke-width:1.5; }
        .c0 { fill:var(--c0); background:var(--c0); } .c1 { fill:var(--c1); background:var(--c1); } .c2 { fill:var(--c2); background:var(--c2); } .c3 { fill:var(--c3); background:var(--c3); }
        .c4 { fill:var(--c4); background:var(--c4); } .c5 { fill:var(--c5); background:var(--c5); } .c6 { fill:var(--c6); background:var(--c6); }
        svg rect { stroke:var(--page); stroke-width:1; }
        .legend { margin:0 0 6px; color:var(--soft); font-size:12.5px; } .key { display:inline-block; width:12px; height:12px; border-radius:3px; margin:0 5px 0 12px; vertical-align:-1px; } .legend > :first-child { margin-left:0; }
        .key.k0 { background:var(--s0); } .key.kother { border:1.5px solid var(--soft); border-radius:50%; } .key.kbase { height:0; border-top:2px dashed var(--soft); border-radius:0; vertical-align:4px; width:20px; }
        table { border-collapse:collapse; font-size:13px; } caption { text-align:left; color:var(--soft); padding-bottom:2px; } .wide { overflow-x:auto; }
        th, td { text-align:left; padding:4px 9px; border-bottom:1px solid var(--rule); vertical-align:top; } th { font-weight:600; color:var(--soft); font-size:12px; } .n { text-align:right; font-variant-numeric:tabular-nums; white-space:nowrap; }
        .trials { width:100%; } .words { min-width:280px; overflow-wrap:anywhere; }
        .badge { font-size:11.5px; font-weight:600; padding:1px 7px; border-radius:9px; white-space:nowrap; background:var(--keptback); color:var(--soft); } .vAccepted { background:var(--goodback); color:var(--good); } .vBroken { background:var(--badback); color:var(--bad); }
        .matrix td, .matrix th { padding:2px 6px; border:1px solid var(--page); } .matrix th { vertical-align:bottom; } .turned div { writing-mode:vertical-rl; transform:rotate(180deg); max-height:220px; overflow-wrap:anywhere; font-weight:400; margin:0 auto; }
        .cell { text-align:center; font-weight:600; } span.cell { display:inline-block; width:20px; border-radius:3px; margin:0 5px 0 12px; font-size:12px; }
        .kept { background:var(--keptback); color:var(--soft); } .gained { background:var(--goodback); color:var(--good); } .lost { background:var(--bad); color:var(--page); }
        .missing { background:var(--badback); color:var(--bad); } .names { color:var(--bad); min-width:120px; }
        span.unrun { border:1px dashed var(--rule); height:17px; vertical-align:-4px; } td .why { max-width:110px; white-space:normal; margin-left:auto; } .words .why { max-width:none; }
        details { margin-top:4px; } summary { cursor:pointer; color:var(--soft); font-size:12.5px; } pre { background:var(--card); border:1px solid var(--rule); border-radius:6px; padding:8px 10px; overflow-x:auto; max-width:100%; font:12px/1.4 ui-monospace, Consolas, "Liberation Mono", monospace; white-space:pre-wrap; }
        .add { color:var(--good); } .del { color:var(--bad); } .place { color:var(--s0); } .file { font-weight:600; }
        @media print { .wide { overflow:visible; } }
        """;
}
