import type { CatalogueRow } from './catalogue';
import { RuntimeError, type ModelInfo, type ModelKind } from './protocol';

/** The parts of a Llama-style config.json that the runtime reads. */
interface DecoderJson {
  readonly num_hidden_layers: number;
  readonly num_attention_heads: number;
  readonly hidden_size: number;
  readonly vocab_size: number;
  readonly head_dim?: number;
  readonly rope_theta?: number;
  readonly rope_parameters?: { readonly rope_theta?: number };
  readonly eos_token_id?: number;
  readonly mask_token_id?: number;
}

/** A kind the page doesn't know has its own output but a decoder's inputs. */
function kindOf(row: CatalogueRow): ModelKind {
  return row.kind === 'encoder' || row.kind === 'encoder-decoder' ? row.kind : 'decoder';
}

/** Joins a model's config.json and catalogue row into ModelInfo; throws RuntimeError 'model-corrupt' if a number is missing. */
export function modelInfo(row: CatalogueRow, configText: string): ModelInfo {
  let json: DecoderJson;
  try {
    json = JSON.parse(configText) as DecoderJson;
  } catch {
    throw new RuntimeError('model-corrupt', `${row.name}/config.json is not JSON`);
  }
  const need = (key: keyof DecoderJson): number => {
    const value = json?.[key];
    if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
    throw new RuntimeError('model-corrupt', `${row.name}/config.json has no whole number "${key}"`);
  };
  const heads = need('num_attention_heads');
  const width = need('hidden_size');
  return {
    name: row.name,
    kind: kindOf(row),
    layers: need('num_hidden_layers'),
    heads,
    headSize: json.head_dim ?? width / heads,
    width,
    vocabulary: need('vocab_size'),
    window: row.window,
    rotaryBase: json.rope_theta ?? json.rope_parameters?.rope_theta ?? 10000,
    parameters: row.parameters,
    bytes: row.bytes,
    endOfTextId: need('eos_token_id'),
    ...(json.mask_token_id === undefined ? {} : { maskId: need('mask_token_id') }),
  };
}
