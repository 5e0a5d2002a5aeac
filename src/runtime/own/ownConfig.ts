import { OwnProblem } from './ownProblem';

/** What a model's config.json says of its shape, whichever family's keys it uses. */
export interface OwnConfig {
  readonly architecture: string;
  readonly layers: number;
  readonly heads: number;
  /** Heads that keys and values have (fewer than `heads` under grouped queries). */
  readonly keyHeads: number;
  readonly headSize: number;
  readonly width: number;
  readonly vocabulary: number;
  /** Longest input in tokens it was made for. */
  readonly window: number;
  /** 0 where nothing is rotated. */
  readonly rotaryBase: number;
  readonly endOfTextId: number;
  /** Worked out from the shape, so about right; null where the shape doesn't tell. */
  readonly parameters: number | null;
}

type Json = Readonly<Record<string, unknown>>;

/** Families whose graph reads text in both directions, or whose words come from a second stack. */
const notCausal =
  /^(bert|roberta|distilbert|albert|electra|mpnet|deberta|xlm-roberta|t5|mt5|bart|mbart|marian|m2m_100|whisper|clip|vit|camembert|modernbert|pegasus|blenderbot)/;

function firstNumber(json: Json, keys: readonly string[]): number | null {
  for (const key of keys) {
    const value = json[key];
    if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value;
  }
  return null;
}

/** Reads a config.json; throws OwnProblem 'not-json', 'not-causal' (naming what it is) or 'missing-files' for a shape without sizes. */
export function readOwnConfig(text: string): OwnConfig {
  let json: Json;
  try {
    json = JSON.parse(text) as Json;
    if (typeof json !== 'object' || json === null || Array.isArray(json)) throw new Error('no object');
  } catch {
    throw new OwnProblem('not-json', 'config.json');
  }
  // Models with pictures keep the text's stack one level down.
  const inner = json.text_config;
  const shape = typeof inner === 'object' && inner !== null ? { ...json, ...(inner as Json) } : json;
  const architecture = String((json.architectures as unknown[] | undefined)?.[0] ?? json.model_type ?? '?');
  const named = /CausalLM|LMHeadModel|ForConditionalGeneration/.test(architecture);
  const type = String(json.model_type ?? '');
  if (json.is_encoder_decoder === true || notCausal.test(type) || (json.architectures && !named))
    throw new OwnProblem('not-causal', architecture);

  const need = (keys: readonly string[]): number => {
    const value = firstNumber(shape, keys);
    if (value === null || !Number.isInteger(value) || value < 1)
      throw new OwnProblem('missing-files', `config.json (${keys[0]})`);
    return value;
  };
  const layers = need(['num_hidden_layers', 'n_layer', 'n_layers', 'num_layers']);
  const heads = need(['num_attention_heads', 'n_head', 'n_heads', 'num_heads']);
  const width = need(['hidden_size', 'n_embd', 'd_model', 'dim']);
  const vocabulary = need(['vocab_size']);
  const headSize = firstNumber(shape, ['head_dim']) ?? Math.floor(width / heads);
  const keyHeads =
    firstNumber(shape, ['num_key_value_heads', 'num_kv_heads', 'n_head_kv']) ??
    (shape.multi_query === true ? 1 : heads);
  const positions = ['max_position_embeddings', 'n_positions', 'n_ctx', 'max_seq_len', 'seq_length'];
  const end = shape.eos_token_id;
  const rotary =
    firstNumber(shape, ['rope_theta']) ??
    firstNumber((shape.rope_parameters ?? {}) as Json, ['rope_theta']) ??
    (/^(gpt2|opt|bloom|mpt|gpt_bigcode)/.test(type) ? 0 : 10000);
  return {
    architecture,
    layers,
    heads,
    keyHeads,
    headSize,
    width,
    vocabulary,
    window: firstNumber(shape, positions) ?? 2048,
    rotaryBase: rotary,
    endOfTextId: Number((Array.isArray(end) ? end[0] : end) ?? -1),
    parameters: parametersOf(shape, { layers, heads, keyHeads, headSize, width, vocabulary }),
  };
}

/**
 * Weights of a stack of this shape, biases and gains left out: embeddings (once where tied), four attention matrices, two
 * or three of the feed-forward part. Null for a mixture of experts, whose counts go by other keys.
 */
function parametersOf(
  json: Json,
  shape: Pick<OwnConfig, 'layers' | 'heads' | 'keyHeads' | 'headSize' | 'width' | 'vocabulary'>,
): number | null {
  if (firstNumber(json, ['num_local_experts', 'num_experts', 'n_routed_experts']) !== null) return null;
  const { layers, heads, keyHeads, headSize, width, vocabulary } = shape;
  const given = firstNumber(json, ['intermediate_size', 'ffn_dim', 'n_inner', 'ffn_hidden_size']);
  const gated = /silu|swiglu|geglu|gelu_pytorch_tanh/.test(
    `${json.hidden_act ?? json.hidden_activation ?? ''}`,
  );
  const inner = given || 4 * width;
  const attention = 2 * width * heads * headSize + 2 * width * keyHeads * headSize;
  // GPT-2's family ties its head by default and its rows of positions are weights too.
  const tied = json.tie_word_embeddings !== false && (json.tie_word_embeddings === true || 'n_embd' in json);
  const rows = firstNumber(json, ['n_positions']) ?? 0;
  return (
    layers * (attention + (gated ? 3 : 2) * width * inner) +
    (tied ? 1 : 2) * vocabulary * width +
    rows * width
  );
}
