import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHalf, toHalf } from '../../../src/runtime/own/halfFloats';
import { variantsOf } from '../../../src/runtime/own/layout';
import { readOwnConfig } from '../../../src/runtime/own/ownConfig';
import { formatOwnName, isOwnName, parseOwnName } from '../../../src/runtime/own/ownName';
import { modelFolder } from '../../../src/shell/own/readFolder';

const listed = (paths: readonly string[]) => paths.map((path, i) => ({ path, bytes: 10 + i }));

describe('names', () => {
  it('come back from a link, and nothing else is one', () => {
    const names = ['onnx-community/Qwen2.5-0.5B:q4', 'folder:my model: new:fp32', 'a/b:fp16'];
    for (const name of names) expect(formatOwnName(parseOwnName(name)!)).toBe(name);
    for (const text of [
      'story',
      'a/b',
      'a/../b:q4',
      'a/b:',
      'a/b:<b>',
      'https://x/y:q4',
      ':',
      'folder::q4',
      `a/${'b'.repeat(300)}:q4`,
    ])
      expect(isOwnName(text)).toBe(false);
    fc.assert(fc.property(fc.string(), (text) => void isOwnName(text)));
  });
});

describe('the layout', () => {
  it('offers every graph, the smallest first, with what lies beside it', () => {
    const variants = variantsOf([
      { path: 'config.json', bytes: 1 },
      { path: 'tokenizer.json', bytes: 2 },
      { path: 'README.md', bytes: 5000 },
      { path: 'model.safetensors', bytes: 9000 },
      { path: 'onnx/model.onnx', bytes: 100 },
      { path: 'onnx/model.onnx_data', bytes: 900 },
      { path: 'onnx/model_q4.onnx', bytes: 300 },
      { path: 'onnx/decoder_model_merged.onnx', bytes: 4 },
      { path: 'onnx/decoder_model_merged_int8.onnx', bytes: 50 },
    ]);
    expect(variants.map(({ variant, graph, bytes }) => [variant, graph, bytes])).toEqual([
      ['int8', 'onnx/decoder_model_merged_int8.onnx', 53],
      ['q4', 'onnx/model_q4.onnx', 303],
      ['fp32', 'onnx/model.onnx', 1003],
    ]);
  });

  it('names what is missing', () => {
    const tell = (paths: string[]) => () => variantsOf(listed(paths));
    expect(tell([])).toThrow('missing-files: config.json, tokenizer.json, onnx/model.onnx');
    expect(tell(['config.json', 'model.safetensors'])).toThrow('no-graph: tokenizer.json, onnx/model.onnx');
    expect(tell(['config.json', 'onnx/model.onnx'])).toThrow('missing-files: tokenizer.json');
  });

  it('finds the model’s folder in what was chosen', () => {
    const file = new Blob([]);
    const of = (paths: string[]) => modelFolder(paths.map((path) => ({ path, file })));
    const { title, files } = of([
      'down/gpt/onnx/model.onnx',
      'down/gpt/config.json',
      'down/notes.txt',
      'down/gpt/old/config.json',
    ]);
    expect(title).toBe('gpt');
    expect([...files.keys()]).toEqual(['onnx/model.onnx', 'config.json', 'old/config.json']);
    expect(of(['dir/tokenizer.json']).title).toBe('dir');
    expect(of([]).files.size).toBe(0);
  });
});

describe('config.json', () => {
  it.each([
    // Public models' own config.json values and published counts, in millions.
    [
      'gpt2',
      {
        architectures: ['GPT2LMHeadModel'],
        model_type: 'gpt2',
        n_layer: 12,
        n_head: 12,
        n_embd: 768,
        n_positions: 1024,
        vocab_size: 50257,
      },
      124.4,
    ],
    [
      'SmolLM2-135M',
      {
        architectures: ['LlamaForCausalLM'],
        model_type: 'llama',
        num_hidden_layers: 30,
        num_attention_heads: 9,
        num_key_value_heads: 3,
        hidden_size: 576,
        intermediate_size: 1536,
        hidden_act: 'silu',
        vocab_size: 49152,
        tie_word_embeddings: true,
      },
      134.5,
    ],
    [
      'Qwen2.5-0.5B',
      {
        architectures: ['Qwen2ForCausalLM'],
        model_type: 'qwen2',
        num_hidden_layers: 24,
        num_attention_heads: 14,
        num_key_value_heads: 2,
        hidden_size: 896,
        intermediate_size: 4864,
        hidden_act: 'silu',
        vocab_size: 151936,
        tie_word_embeddings: true,
      },
      494,
    ],
  ])('tells the parameters of %s within 1 %%', (_name, config, millions) => {
    expect(readOwnConfig(JSON.stringify(config)).parameters! / 1e6 / millions).toBeCloseTo(1, 2);
  });

  it('refuses what writes nothing on, and what is no config', () => {
    const tell = (config: unknown) => () => readOwnConfig(JSON.stringify(config));
    expect(tell({ architectures: ['BertForMaskedLM'], model_type: 'bert' })).toThrow(
      'not-causal: BertForMaskedLM',
    );
    expect(tell({ model_type: 't5', is_encoder_decoder: true })).toThrow('not-causal: t5');
    expect(tell({ architectures: ['LlamaForCausalLM'], model_type: 'llama' })).toThrow(
      'missing-files: config.json',
    );
    expect(tell([])).toThrow('not-json');
    expect(() => readOwnConfig('<!doctype html>')).toThrow('not-json');
  });
});

describe('half floats', () => {
  it('come back bit by bit', () => {
    const bits = Uint16Array.from({ length: 65536 }, (_, i) => i).filter(
      (i) => (i & 0x7c00) !== 0x7c00 || (i & 1023) === 0,
    );
    expect(toHalf(fromHalf(bits))).toEqual(bits);
  });

  it('round to nearest, ties to even', () => {
    const values = [1 + 1 / 2048, 1 + 3 / 2048, 65519, 65520, 2 ** -25, 3 * 2 ** -25, -0];
    expect([...fromHalf(toHalf(Float32Array.from(values)))]).toEqual([
      1,
      1 + 2 / 1024,
      65504,
      Infinity,
      0,
      2 ** -23,
      -0,
    ]);
  });
});
