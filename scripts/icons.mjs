// Draws static/icons/*.png from static/favicon.svg: the installed app's icons, with room for round masks.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { chromiumFlags, ensureBrowser } from './browser.mjs';
import { root, say } from './ensure.mjs';

const drawing = readFileSync(join(root, 'static', 'favicon.svg'), 'utf8');
const browser = await chromium.launch({ executablePath: await ensureBrowser(), args: chromiumFlags });
const page = await browser.newPage();
mkdirSync(join(root, 'static', 'icons'), { recursive: true });
for (const size of [192, 512]) {
  await page.setViewportSize({ width: size, height: size });
  // A mask may cut away all but the middle four fifths.
  await page.setContent(
    `<body style="margin:0;display:grid;place-items:center;height:100vh;background:#f0f5f5"><div style="width:60%">${drawing}</div>`,
  );
  writeFileSync(join(root, 'static', 'icons', `${size}.png`), await page.screenshot());
}
await browser.close();
say('static/icons holds the icons.');
