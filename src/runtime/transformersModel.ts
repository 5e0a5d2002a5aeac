import type { Bytes } from './assets';
import type { CatalogueRow } from './catalogue';
import { openingFailure } from './failures';
import { graphSession, type OrtSession } from './graphSession';
import { modelInfo } from './modelInfo';
import { RuntimeError, type LoadProgress } from './protocol';
import type { OpenModel } from './modelHost';
import { tokenTexts, type TokenizerJson } from './tokenTexts';
import { ort, startWasm } from './wasmEngine';

/** Where transformers.js believes the models to be; its fetch is answered from bytes we hold already. */
const pretendedPath = '/models/';

/** Files of all models being opened, by the path that transformers.js asks for. */
const filesByPath = new Map<string, Promise<Bytes>>();

type Library = typeof import('@xenova/transformers');

async function answerFromBytes(url: string | URL): Promise<Response> {
  const bytes = await filesByPath.get(String(url));
  return bytes ? new Response(bytes) : new Response(null, { status: 404 });
}

let library: Promise<Library> | null = null;

/**
 * transformers.js, fetched once and told to ask nobody but us for files. Its 115 kB (brotli) come in beside the
 * wasm's 2.7 MB and are there first, so a cold start doesn't wait for them.
 */
export function loadLibrary(): Promise<Library> {
  library ??= import('@xenova/transformers').then((transformers) => {
    const { env } = transformers;
    env.allowRemoteModels = false;
    env.allowLocalModels = true;
    env.localModelPath = pretendedPath;
    env.fetch = answerFromBytes;
    // We keep and verify the files ourselves, and a cached engine would have to be run from a blob: the policy forbids it.
    env.useBrowserCache = false;
    env.useWasmCache = false;
    env.logLevel = transformers.LogLevel.ERROR;
    return transformers;
  });
  return library;
}

async function openSession(transformers: Library, row: CatalogueRow): Promise<OrtSession> {
  const family =
    row.kind === 'encoder' ? transformers.AutoModelForMaskedLM : transformers.AutoModelForCausalLM;
  const model = await family.from_pretrained(row.name, { dtype: 'fp32', device: 'wasm' });
  const sessions = (model as unknown as { sessions: Record<string, OrtSession> }).sessions;
  // We run the session itself: model() would copy out every one of its hundred tensors at each token.
  return sessions.model;
}

/**
 * Opens a decoder or an encoder through transformers.js: wasm, library, tokenizer and weights come in at the same time. Throws
 * RuntimeError.
 */
export async function openWithTransformers(
  row: CatalogueRow,
  files: ReadonlyMap<string, Promise<Bytes>>,
  onPhase: (phase: LoadProgress['phase']) => void,
): Promise<OpenModel> {
  const bytesOf = (path: string): Promise<Bytes> => {
    const file = files.get(`${row.name}/${path}`);
    if (!file) throw new RuntimeError('model-missing', `The catalogue lists no ${path} for ${row.name}`);
    return file;
  };
  const textOf = async (path: string): Promise<string> => new TextDecoder().decode(await bytesOf(path));
  for (const [path, bytes] of files) filesByPath.set(pretendedPath + path, bytes);
  try {
    const [transformers, info, tokenizerJson, tokenizerConfig] = await Promise.all([
      loadLibrary(),
      textOf('config.json').then((text) => modelInfo(row, text)),
      textOf('tokenizer.json').then((text) => JSON.parse(text) as TokenizerJson),
      textOf('tokenizer_config.json').then((text) => JSON.parse(text) as Record<string, unknown>),
    ]);
    const tokenizer = new transformers.PreTrainedTokenizer(tokenizerJson, tokenizerConfig);
    const texts = tokenTexts(tokenizerJson, info.vocabulary);
    await Promise.all(files.values());
    onPhase('compile');
    await startWasm();
    onPhase('session');
    const session = graphSession(ort as never, await openSession(transformers, row));
    return { info, session, texts, encode: (text) => tokenizer.encode(text, { add_special_tokens: false }) };
  } catch (error) {
    throw openingFailure(error);
  } finally {
    for (const path of files.keys()) filesByPath.delete(pretendedPath + path);
  }
}
