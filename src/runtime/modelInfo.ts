import type { CatalogueRow } from './catalogue';
import { RuntimeError, type ModelInfo, type ModelKind } from './protocol';

/** The parts of a config.json that the runtime reads: Llama's keys for one stack, Marian's for two. */
interface ConfigJson {
  readonly num_hidden_layers: number;
  readonly num_attention_heads: number;
  readonly hidden_size: number;
  readonly vocab_size: number;
  readonly head_dim?: number;
  readonly rope_theta?: number;
  readonly rope_parameters?: { readonly rope_theta?: number };
  readonly eos_token_id?: number;
  readonly mask_token_id?: number;
  readonly encoder_layers?: number;
  readonly decoder_layers?: number;
  readonly decoder_attention_heads?: number;
  readonly d_model?: number;
  readonly decoder_start_token_id?: number;
}

/** A kind the page doesn't know has its own output but a decoder's inputs. */
function kindOf(row: CatalogueRow): ModelKind {
  return row.kind === 'encoder' || row.kind === 'encoder-decoder' ? row.kind : 'decoder';
}

/** Joins a model's config.json and catalogue row into ModelInfo; throws RuntimeError 'model-corrupt' if a number is missing. */
export function modelInfo(row: CatalogueRow, configText: string): ModelInfo {
  let json: ConfigJson;
  try {
    json = JSON.parse(configText) as ConfigJson;
  } catch {
    throw new RuntimeError('model-corrupt', `${row.name}/config.json is not JSON`);
  }
  const need = (key: keyof ConfigJson): number => {
    const value = json?.[key];
    if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
    throw new RuntimeError('model-corrupt', `${row.name}/config.json has no whole number "${key}"`);
  };
  const shared = {
    name: row.name,
    kind: kindOf(row),
    vocabulary: need('vocab_size'),
    window: row.window,
    parameters: row.parameters,
    bytes: row.bytes,
    endOfTextId: need('eos_token_id'),
  };
  const sized = (layers: number, heads: number, width: number) => ({
    layers,
    heads,
    headSize: json.head_dim ?? width / heads,
    width,
  });
  if (shared.kind === 'encoder-decoder')
    return {
      ...shared,
      ...sized(need('decoder_layers'), need('decoder_attention_heads'), need('d_model')),
      rotaryBase: 0,
      encoderLayers: need('encoder_layers'),
      startId: need('decoder_start_token_id'),
    };
  return {
    ...shared,
    ...sized(need('num_hidden_layers'), need('num_attention_heads'), need('hidden_size')),
    rotaryBase: json.rope_theta ?? json.rope_parameters?.rope_theta ?? 10000,
    ...(json.mask_token_id === undefined ? {} : { maskId: need('mask_token_id') }),
  };
}
