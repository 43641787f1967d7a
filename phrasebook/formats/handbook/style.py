"""How the handbook looks: on a screen in light or dark, with its contents at the side; on A4 in two columns."""

STYLE = """
:root { color-scheme: light dark;
  --ground: #ffffff; --side: #f6f7f9; --line: #e5e7eb; --text: #1b1f27; --grey: #5b6472; --accent: #2563eb;
  --chip: #eef0f3; --mark: #e8f0fe; --public: #3b82f6; --department: #10b981; --personal: #f59e0b; }
@media (prefers-color-scheme: dark) { :root {
  --ground: #1f2126; --side: #26292f; --line: #34373f; --text: #eceef2; --grey: #a5abb6; --accent: #6ea8fe;
  --chip: #34373f; --mark: #2f3b55; } }
* { box-sizing: border-box; }
html { scroll-behavior: smooth; scroll-padding-top: 16px; }
body { margin: 0; background: var(--ground); color: var(--text); line-height: 1.65;
  font: 15px/1.65 system-ui, "PingFang SC", "Microsoft YaHei UI", "Noto Sans CJK SC", "Noto Sans SC", sans-serif;
  display: grid; grid-template: auto 1fr / 260px minmax(0, 1fr); min-height: 100vh; }
header { grid-column: 2; padding: 40px 48px 0; max-width: 900px; }
h1 { margin: 0; font-size: 28px; line-height: 1.3; overflow-wrap: anywhere; }
header p { margin: 4px 0 0; color: var(--grey); }
nav { grid-column: 1; grid-row: 1 / 3; background: var(--side); border-right: 1px solid var(--line); padding: 32px 12px;
  position: sticky; top: 0; height: 100vh; overflow: auto; font-size: 14px; }
nav ol { list-style: none; margin: 0; padding: 0; }
nav li { position: relative; }
nav ol ol { padding-left: 14px; margin-bottom: 8px; }
nav > ol > li > a { font-weight: 600; }
nav a { display: block; padding: 3px 44px 3px 12px; border-radius: 6px; color: inherit; text-decoration: none;
  overflow-wrap: anywhere; }
nav a:hover { background: var(--mark); }
nav a:focus-visible { outline: 2px solid var(--accent); }
nav span { position: absolute; right: 12px; top: 3px; color: var(--grey); font-size: 12px; line-height: 23px; }
main { grid-column: 2; padding: 8px 48px 64px; max-width: 900px; }
h2 { margin: 40px 0 8px; font-size: 21px; padding-bottom: 8px; border-bottom: 1px solid var(--line); }
h3 { margin: 28px 0 4px; font-size: 16px; color: var(--grey); }
article { margin: 12px 0; padding: 2px 0 2px 16px; border-left: 4px solid var(--public); border-radius: 2px; }
article.department { border-color: var(--department); }
article.personal { border-color: var(--personal); }
h4 { margin: 0; font-size: 15px; display: flex; gap: 8px; align-items: baseline; flex-wrap: wrap;
  overflow-wrap: anywhere; }
kbd { font: 12px/20px ui-monospace, "SFMono-Regular", Consolas, monospace; background: var(--chip); border-radius: 4px;
  padding: 0 6px; color: var(--grey); }
.scope { margin-left: auto; font-weight: 400; font-size: 12px; color: var(--grey); }
article p { margin: 4px 0; white-space: pre-wrap; overflow-wrap: anywhere; }
article p + p { border-top: 1px dashed var(--line); padding-top: 4px; }
mark { background: var(--mark); color: var(--accent); border-radius: 4px; padding: 0 3px; }
article ul { list-style: none; margin: 4px 0; padding: 0; display: flex; flex-wrap: wrap; gap: 4px 12px;
  color: var(--grey); font-size: 12px; }
article li::before { content: "# "; opacity: .6; }
dl { margin: 4px 0; display: grid; grid-template-columns: auto 1fr; gap: 0 12px; color: var(--grey); font-size: 13px; }
dt { font-weight: 600; } dd { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
img { display: block; max-width: min(320px, 100%); max-height: 320px; margin: 8px 0; border: 1px solid var(--line);
  border-radius: 6px; }
@media (max-width: 760px) { body { display: block; } nav { position: static; height: auto; border: 0; }
  header, main { padding-left: 20px; padding-right: 20px; } header { padding-top: 24px; padding-bottom: 16px; } }
@page { size: A4; margin: 16mm 14mm; }
@media print {
  :root { --ground: #ffffff; --side: #ffffff; --line: #d5d8de; --text: #000000; --grey: #4b5563; --accent: #1d4ed8;
    --chip: #eef0f3; --mark: #eef3fe; }
  body { display: block; font-size: 10pt; line-height: 1.5; print-color-adjust: exact;
    -webkit-print-color-adjust: exact; }
  header, main, nav { padding: 0; max-width: none; }
  nav { position: static; height: auto; overflow: visible; border: 0; columns: 2; column-gap: 10mm; margin: 8mm 0;
    break-after: page; }
  nav > ol > li { break-inside: avoid; }
  main { columns: 2; column-gap: 8mm; }
  h1 { font-size: 20pt; } h2 { font-size: 14pt; margin-top: 6mm; column-span: all; } h3 { font-size: 11pt; }
  h4 { font-size: 10pt; } h2, h3, h4 { break-after: avoid; }
  article { break-inside: avoid; margin: 2mm 0; padding-left: 3mm; }
  section:first-of-type h2 { margin-top: 0; }
}
"""
