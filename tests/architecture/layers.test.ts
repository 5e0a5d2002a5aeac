import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesBelow, importsOf, type SourceFile } from './sourceFiles';

/** What each folder of src/ may import besides itself (design: imports point downwards only). */
const mayImport: Record<string, readonly string[]> = {
  math: [],
  runtime: ['math'],
  state: ['math', 'runtime'],
  charts: ['math'],
  ui: ['math', 'charts', 'state'],
  topics: ['math', 'runtime', 'state', 'charts', 'ui'],
  shell: ['math', 'runtime', 'state', 'charts', 'ui', 'topics'],
};

const sources = filesBelow('src', ['.ts', '.svelte']);
const product = sources.filter((file) => !/\.test\.ts$/.test(file.path));
const layerOf = (path: string) => path.split('/')[1];

/** Where a relative import leads, from the repository root; null for a package. */
function target(file: SourceFile, specifier: string): string | null {
  return specifier.startsWith('.') ? posix.normalize(posix.join(posix.dirname(file.path), specifier)) : null;
}

describe('layers', () => {
  it('knows every folder of src', () => {
    const folders = new Set(product.map((file) => layerOf(file.path)).filter((name) => !name.includes('.')));
    expect([...folders].filter((name) => !(name in mayImport))).toEqual([]);
  });

  it('imports downwards only', () => {
    const upwards = product
      .filter((file) => layerOf(file.path) in mayImport)
      .flatMap((file) =>
        importsOf(file).map((specifier) => ({ file, specifier, to: target(file, specifier) })),
      )
      .filter(({ file, to }) => {
        if (!to?.startsWith('src/')) return false;
        const from = layerOf(file.path);
        return layerOf(to) !== from && !mayImport[from].includes(layerOf(to));
      })
      .map(({ file, specifier }) => `${file.path} imports ${specifier}`);
    expect(upwards).toEqual([]);
  });

  it('keeps topics apart: no topic imports another', () => {
    const crossing = product
      .filter((file) => /^src\/topics\/[^/]+\//.test(file.path))
      .flatMap((file) => importsOf(file).map((specifier) => ({ file, to: target(file, specifier) })))
      .filter(({ file, to }) => to?.startsWith('src/topics/') && to.split('/')[2] !== file.path.split('/')[2])
      .map(({ file, to }) => `${file.path} imports ${to}`);
    expect(crossing).toEqual([]);
  });

  it('lets only the runtime know transformers.js and onnxruntime', () => {
    const knowing = product
      .filter((file) => layerOf(file.path) !== 'runtime')
      .filter((file) => importsOf(file).some((name) => /transformers|onnxruntime/.test(name)))
      .map((file) => file.path);
    expect(knowing).toEqual([]);
  });

  it('lets only charts/attach touch the parts of d3 that hold nodes', () => {
    const holding = product
      .filter((file) => !file.path.startsWith('src/charts/attach/'))
      .filter((file) =>
        importsOf(file).some((name) => /^d3(-selection|-drag|-zoom|-brush|-transition)?$/.test(name)),
      )
      .map((file) => file.path);
    expect(holding).toEqual([]);
  });

  it('keeps the fake model out of the app', () => {
    const using = product
      .filter((file) => importsOf(file).some((name) => /fakeClient|localTraining/.test(name)))
      .map((file) => file.path);
    expect(using).toEqual([]);
  });
});

describe('habits', () => {
  const lines = (text: string) => text.split('\n').length - (text.endsWith('\n') ? 1 : 0);

  it('draws randomness from the seeded module alone', () => {
    const random = product.filter((file) => /Math\.random|crypto\.getRandomValues/.test(file.text));
    expect(random.map((file) => file.path)).toEqual([]);
  });

  it('never queries the document for somebody else’s nodes', () => {
    const querying = product.filter(
      (file) =>
        !/^src\/(charts|ui)\/attach\//.test(file.path) && /querySelector|getElementById/.test(file.text),
    );
    expect(querying.map((file) => file.path)).toEqual([]);
  });

  it('has no file over 300 lines, text files apart, without a reason in it', () => {
    const long = [...sources, ...filesBelow('tests', ['.ts']), ...filesBelow('scripts', ['.mjs'])]
      .filter((file) => lines(file.text) > 300)
      .filter((file) => !/(text|strings)\.(en|zh)\.ts$|tests\/.*\.json$/.test(file.path))
      .filter((file) => !/Longer than 300 lines because /.test(file.text));
    expect(long.map((file) => `${file.path}: ${lines(file.text)}`)).toEqual([]);
  });

  it('has no drawer for odds and ends', () => {
    const drawers = product.filter((file) => /\/(utils?|helpers?|common|misc)(\/|\.)/i.test(file.path));
    expect(drawers.map((file) => file.path)).toEqual([]);
  });

  it('asks no other origin for anything', () => {
    const remote = /(?:fetch|import|importScripts|new URL)\(\s*[`'"]https?:/;
    expect(product.filter((file) => remote.test(file.text)).map((file) => file.path)).toEqual([]);
  });

  it('sets no style attribute in markup: the policy would refuse it', () => {
    const styled = product.filter(
      (file) => file.path.endsWith('.svelte') && /<[a-z][^>]*\sstyle="/i.test(file.text),
    );
    expect(styled.map((file) => file.path)).toEqual([]);
  });

  it('renders no string as markup', () => {
    const raw = product.filter((file) => /\{@html|\.innerHTML\s*=|insertAdjacentHTML/.test(file.text));
    expect(raw.map((file) => file.path)).toEqual([]);
  });

  it('leaves nothing for later in the sources', () => {
    const left = sources.filter((file) => /\b(TODO|FIXME|XXX|HACK)\b/.test(file.text));
    expect(left.map((file) => file.path)).toEqual([]);
  });
});
