import type { CatalogueRow } from './catalogue';
import { RuntimeError, type ModelInfo, type ModelKind, type Positions } from './protocol';

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
  readonly positions?: {
    readonly kind: string;
    readonly scale?: number;
    readonly slopes?: readonly number[];
    readonly rows?: number;
  };
}

/** A kind the page doesn't know has its own output but a decoder's inputs. */
function kindOf(row: CatalogueRow): ModelKind {
  return row.kind === 'encoder' || row.kind === 'encoder-decoder' ? row.kind : 'decoder';
}

/** The file beside a graph that holds its trained position rows, little-endian float32 [window, C]. */
export const positionsFile = 'positions.bin';

/** Whether a model comes with trained position rows. */
export function hasPositionRows(row: CatalogueRow): boolean {
  return row.files.some((file) => file.path === `${row.name}/${positionsFile}`);
}

function positionsOf(
  told: NonNullable<ConfigJson['positions']>,
  row: CatalogueRow,
  width: number,
  heads: number,
  bytes: Uint8Array | undefined,
): Positions {
  const { kind, scale, slopes } = told;
  if (kind === 'none' || kind === 'rope') return { kind };
  if (kind === 'sinusoidal' && Number.isFinite(scale)) return { kind, scale: scale! };
  if (kind === 'alibi' && slopes?.length === heads) return { kind, slopes };
  if (kind === 'learned' && bytes?.length === 4 * row.window * width) {
    // Copied, since the bytes of a file need not begin at a multiple of four.
    return { kind, rows: new Float32Array(bytes.slice().buffer) }; // [window, C]
  }
  throw new RuntimeError('model-corrupt', `${row.name}/config.json tells positions that can't be used`);
}

/**
 * Joins a model's config.json, catalogue row and position rows (where it has trained ones) into ModelInfo; throws
 * RuntimeError 'model-corrupt' if something is missing.
 */
export function modelInfo(row: CatalogueRow, configText: string, positionRows?: Uint8Array): ModelInfo {
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
    ...(json.positions
      ? {
          positions: positionsOf(
            json.positions,
            row,
            need('hidden_size'),
            need('num_attention_heads'),
            positionRows,
          ),
        }
      : {}),
    ...(json.mask_token_id === undefined ? {} : { maskId: need('mask_token_id') }),
  };
}
