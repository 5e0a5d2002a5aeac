/** Fetching a model's files from a hub into a place that keeps them part by part. */
import { ask, fileAddress, type HubWorld } from './hub';
import type { ListedFile } from './layout';
import { parseOwnName } from './ownName';
import { OwnProblem } from './ownProblem';
import { partBytes, type Manifest } from './ownStore';

/** Where the parts go: the browser's storage, or memory where there is none. */
export interface PartSink {
  partsHere(file: ListedFile): Promise<number>;
  writePart(file: ListedFile, part: number, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** The whole file, to be checked. */
  read(file: ListedFile): Promise<Uint8Array<ArrayBuffer>>;
  drop(file: ListedFile): Promise<void>;
}

/** Cuts a stream into parts of `partBytes`, the last one shorter. */
class PartCutter {
  #buffer = new Uint8Array(partBytes);
  #filled = 0;
  constructor(private readonly onPart: (bytes: Uint8Array<ArrayBuffer>) => Promise<void>) {}

  async add(chunk: Uint8Array): Promise<void> {
    for (let at = 0; at < chunk.length;) {
      const take = Math.min(chunk.length - at, partBytes - this.#filled);
      this.#buffer.set(chunk.subarray(at, at + take), this.#filled);
      this.#filled += take;
      at += take;
      if (this.#filled === partBytes) await this.end();
    }
  }

  async end(): Promise<void> {
    if (this.#filled === 0) return;
    const part = this.#buffer.slice(0, this.#filled);
    this.#filled = 0;
    await this.onPart(part);
  }
}

/** Asks for a file from byte `from` on; `skip` is how many bytes of the answer come before that. */
async function askFrom(world: HubWorld, url: string, from: number, signal: AbortSignal) {
  if (from === 0) return { response: await ask(world, url, { signal }), skip: 0 };
  try {
    const response = await ask(world, url, { signal, headers: { Range: `bytes=${from}-` } });
    return { response, skip: response.status === 206 ? 0 : from };
  } catch (error) {
    // A host that answers no such question, or lets no other site ask it, still sends the whole file.
    if ((error as OwnProblem).code === 'cancelled') throw error;
    return { response: await ask(world, url, { signal }), skip: from };
  }
}

async function fetchFile(
  world: HubWorld,
  url: string,
  file: ListedFile,
  sink: PartSink,
  onBytes: (bytes: number) => void,
  signal: AbortSignal,
): Promise<void> {
  let part = await sink.partsHere(file);
  let at = Math.min(file.bytes, part * partBytes);
  onBytes(at);
  if (at < file.bytes) {
    const { response, skip } = await askFrom(world, url, at, signal);
    if (/text\/html/i.test(response.headers.get('content-type') ?? '')) throw new OwnProblem('page', url);
    const cutter = new PartCutter((bytes) => sink.writePart(file, part++, bytes));
    const reader = response.body!.getReader();
    try {
      for (let toSkip = skip; ;) {
        const { done, value } = await reader.read();
        if (done) break;
        const chunk = value.subarray(Math.min(toSkip, value.length));
        toSkip -= value.length - chunk.length;
        at += chunk.length;
        if (at > file.bytes) throw new OwnProblem('damaged', file.path);
        await cutter.add(chunk);
        onBytes(at);
      }
    } catch (error) {
      if (signal.aborted) throw new OwnProblem('cancelled');
      throw error instanceof OwnProblem
        ? error
        : new OwnProblem(world.online() ? 'broke-off' : 'offline', file.path);
    } finally {
      void reader.cancel().catch(() => {});
    }
    if (at < file.bytes) throw new OwnProblem('broke-off', file.path);
    await cutter.end();
  }
}

async function check(file: ListedFile, sink: PartSink, subtle: SubtleCrypto | undefined): Promise<void> {
  if (!file.sha256 || !subtle) return;
  const digest = new Uint8Array(await subtle.digest('SHA-256', await sink.read(file)));
  const found = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (found === file.sha256) return;
  await sink.drop(file);
  throw new OwnProblem('damaged', file.path);
}

/**
 * Fetches what is not here yet of a model's files, in order, and checks each against the hash the hub told. Throws
 * OwnProblem; what has come stays, so that the next call goes on from there ('damaged' files go).
 */
export async function fetchModel(
  world: HubWorld,
  manifest: Manifest,
  sink: PartSink,
  subtle: SubtleCrypto | undefined,
  onBytes: (bytes: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const name = parseOwnName(manifest.name);
  if (name?.source !== 'hub') throw new OwnProblem('bad-name', manifest.name);
  let before = 0;
  for (const file of manifest.files) {
    const url = fileAddress(manifest.address, name.title, file.path);
    try {
      await fetchFile(world, url, file, sink, (bytes) => onBytes(before + bytes), signal);
    } catch (error) {
      if ((error as OwnProblem).code === 'damaged') await sink.drop(file);
      throw error;
    }
    await check(file, sink, subtle);
    before += file.bytes;
  }
}
