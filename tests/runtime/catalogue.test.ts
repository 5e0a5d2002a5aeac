import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { catalogueText } from '../../scripts/catalogue.mjs';
import { parseCatalogue, rowOf, runtimeFiles } from '../../src/runtime/catalogue';
import { modelsFolder } from './nodeHost';

const text = readFileSync(`${modelsFolder}index.json`, 'utf8');

describe('the catalogue', () => {
  it('is what the folders hold (else: node scripts/catalogue.mjs)', () => {
    expect(text).toBe(catalogueText());
  });

  it('lists the story model with all that opening it takes, and not its card', () => {
    const files = runtimeFiles(rowOf(parseCatalogue(text), 'story')).map((file) => file.path);
    expect(files.sort()).toEqual([
      'story/config.json',
      'story/generation_config.json',
      'story/onnx/model.onnx',
      'story/tokenizer.json',
      'story/tokenizer_config.json',
    ]);
  });

  it('names the models there are when asked for another', () => {
    expect(() => rowOf(parseCatalogue(text), 'storry')).toThrowError(/"storry" \(there are:.*story/);
  });

  it.each(['', '<!doctype html>', '{}', '[{"name":"story"}]', '[null]'])('is refused as %j', (bad) => {
    expect(() => parseCatalogue(bad)).toThrowError(expect.objectContaining({ code: 'model-missing' }));
  });
});
