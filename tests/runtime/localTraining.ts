import { createRandom } from '../../src/math/random';
import { plainKernels } from '../../src/math/training/plainKernels';
import type { ToTrainer } from '../../src/runtime/training/envelope';
import type { TrainingSource } from '../../src/runtime/training/openSession';
import { characterCoder } from '../../src/runtime/training/textCoder';
import { TrainingServer } from '../../src/runtime/training/trainingServer';
import { WorkerTrainingClient } from '../../src/runtime/training/workerTrainingClient';
import type { WorkerLike } from '../../src/runtime/workerClient';

/** A tiny random decoder over printable characters, whatever its name: real maths, a few milliseconds a step. */
export const tinyTraining: TrainingSource = {
  model: async (_name, onBytes) => {
    onBytes(500, 1000);
    onBytes(1000, 1000);
    const characters = ['\n', ...Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i))];
    const random = createRandom(3);
    return {
      shape: {
        layers: 2,
        heads: 2,
        width: 16,
        hidden: 24,
        vocabulary: characters.length + 1,
        window: 96,
        rotaryBase: 10_000,
        normEpsilon: 1e-5,
      },
      coder: characterCoder(characters),
      read: (name, count) =>
        Float32Array.from({ length: count }, () => (name.endsWith('gain') ? 1 : 0.3 * random.normal())),
    };
  },
  kernels: async () => (count) => plainKernels(new Float32Array(count)),
  now: () => performance.now(),
  breathe: () => new Promise((resolve) => setTimeout(resolve)),
};

/** A Worker without a thread that serves a source in this one; messages are cloned as a real one's are. */
export class LocalTrainer implements WorkerLike {
  onmessage: WorkerLike['onmessage'] = null;
  onerror: WorkerLike['onerror'] = null;
  onmessageerror: WorkerLike['onmessageerror'] = null;
  terminated = false;
  #server: TrainingServer;

  constructor(source: TrainingSource) {
    const breathe = async (): Promise<void> => {
      await source.breathe();
      if (this.terminated) throw new Error('The worker was ended.');
    };
    this.#server = new TrainingServer({ ...source, breathe }, (message, transfer) => {
      const data = structuredClone(message, { transfer });
      queueMicrotask(() => this.#say(data));
    });
  }

  postMessage(message: ToTrainer): void {
    const data = structuredClone(message);
    if (data.type === 'start') return;
    queueMicrotask(() => !this.terminated && this.#server.receive(data));
  }

  terminate(): void {
    this.terminated = true;
  }

  /** Dies as a worker does whose process was killed. */
  crash(message = 'killed by a test'): void {
    this.onerror?.call(this as never, { message, preventDefault() {} } as ErrorEvent);
  }

  #say(data: unknown): void {
    if (!this.terminated) this.onmessage?.call(this as never, { data } as MessageEvent);
  }
}

/** A TrainingClient for tests, with its workers in reach so that a test can kill one. */
export function localTrainingClient(source: TrainingSource = tinyTraining): WorkerTrainingClient & {
  readonly workers: LocalTrainer[];
} {
  const workers: LocalTrainer[] = [];
  const client = new WorkerTrainingClient({
    modelsBase: '',
    createWorker: () => {
      const worker = new LocalTrainer(source);
      workers.push(worker);
      return worker;
    },
  });
  return Object.assign(client, { workers });
}
