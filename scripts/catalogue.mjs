// Writes static/models/index.json from the folders in static/models: sizes and hashes that the page checks downloads
// against. Run it after changing a model by hand; training/common/catalogue.py writes the same file.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root, say } from './ensure.mjs';

/** The catalogue's text for a folder of models: one entry a folder that has a card. */
export function catalogueText(models = join(root, 'static', 'models')) {
  const names = readdirSync(models).filter((name) => existsSync(join(models, name, 'card.json')));
  const entries = names.sort().map((name) => {
    const card = JSON.parse(readFileSync(join(models, name, 'card.json'), 'utf8'));
    const files = readdirSync(join(models, name), { recursive: true })
      .filter((path) => statSync(join(models, name, path)).isFile())
      .map((path) => {
        const content = readFileSync(join(models, name, path));
        return {
          path: `${name}/${path.split(sep).join('/')}`,
          bytes: content.length,
          sha256: createHash('sha256').update(content).digest('hex'),
        };
      })
      .sort((a, b) => (a.path < b.path ? -1 : 1));
    return {
      name,
      kind: card.kind,
      files,
      bytes: files.reduce((sum, file) => sum + file.bytes, 0),
      parameters: card.parameters,
      window: card.shape.window,
      card: `${name}/card.json`,
    };
  });
  return `${JSON.stringify(entries, null, 2)}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = catalogueText();
  writeFileSync(join(root, 'static', 'models', 'index.json'), text);
  say(
    `static/models/index.json lists ${
      JSON.parse(text)
        .map((entry) => entry.name)
        .join(', ') || 'no model'
    }.`,
  );
}
