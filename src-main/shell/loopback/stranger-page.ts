import { createHash } from 'node:crypto';
import { contentSecurityPolicy, pageHeaders } from '../policy.ts';

/** The page for a browser without a session: says how to open the app, in the app's own look. */

const style = `
:root { color-scheme: light dark; --paper: light-dark(#fcfbf8, #17191c); --surface: light-dark(#ffffff, #202327);
  --wash: light-dark(#f2f0eb, #272b30); --ink: light-dark(#1f2328, #e3e1dc); --soft: light-dark(#555b63, #a9adb3);
  --line: light-dark(#e6e3dc, #2c3035); --seal: light-dark(#a8321f, #b4442f); }
* { box-sizing: border-box; }
body { display: grid; min-block-size: 100vh; place-content: center; margin: 0; padding: 1.5rem;
  background: var(--paper); color: var(--ink); line-height: 1.7;
  font-family: -apple-system, "Segoe UI", "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", system-ui, sans-serif; }
main { max-inline-size: 34rem; padding: 2rem; border: 1px solid var(--line); border-radius: 12px;
  background: var(--surface); }
.seal { display: inline-grid; place-content: center; inline-size: 2.6rem; block-size: 2.6rem; border-radius: 8px;
  background: var(--seal); color: #fdf6ee; font: 1.4rem "Noto Serif CJK SC", "Songti SC", serif; }
h1 { margin: 0.8rem 0 0.4rem; font-size: 1.25rem; font-weight: 600; }
p, li { color: var(--soft); } ol { padding-inline-start: 1.3rem; }
code { padding: 0.1rem 0.4rem; border-radius: 5px; background: var(--wash); color: var(--ink);
  font-family: ui-monospace, "Cascadia Code", "Noto Sans Mono", monospace; font-size: 0.9em; }
section + section { margin-block-start: 1.5rem; padding-block-start: 0.5rem; border-block-start: 1px solid var(--line); }
`;

const command = 'npm run --silent cli -- open';

export const strangerPage = `<!doctype html><html lang="zh-CN"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>补墨</title><style>${style}</style>
<main><span class="seal" aria-hidden="true">墨</span>
<section><h1>这个页面还没有接上补墨</h1>
<p>请从补墨打印的链接打开本页；链接只能用一次。文字都在这台电脑上，没有丢。</p>
<ol><li>在补墨的文件夹里打开终端。</li><li>运行 <code>${command}</code>，它会打开一个新的链接。</li>
<li>若它说补墨没有运行，请先运行 <code>npm start</code>。</li></ol></section>
<section lang="en"><h1>This page is not connected to Bumo</h1>
<p>Open it by the link that Bumo prints; a link works once. Run <code>${command}</code> in Bumo's folder for another,
or <code>npm start</code> where Bumo does not run. Your text is on this computer.</p></section></main></html>`;

const hash = createHash('sha256').update(style).digest('base64');

/** Allows only the page's own style sheet. */
export const strangerHeaders: Readonly<Record<string, string>> = {
  ...pageHeaders,
  'content-security-policy': contentSecurityPolicy
    .replace("script-src 'self'", "script-src 'none'")
    .replace("style-src 'self'", `style-src 'sha256-${hash}'`),
};
