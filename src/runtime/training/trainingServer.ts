import { describe, runFailure } from '../failures';
import { RuntimeError } from '../protocol';
import type { FromTrainer, ToTrainer, TrainingCall } from './envelope';
import { openSession, type TrainingSource } from './openSession';
import type { RunState, StepEvent } from './protocol';
import type { SessionHost } from './sessionHost';

/** The page keeps a checkpoint of every so many steps, and of every pause. */
const CHECKPOINT_EVERY = 10;

/** One session with its run's state. */
interface ServedSession {
  readonly host: SessionHost;
  state: RunState;
  /** The run goes on until it is told otherwise, or until this many steps are done. */
  untilStep: number;
  loop: Promise<void> | null;
}

/** Serves sessions to a page; `post` sends the answers. Lives in the worker, knows nothing of the network. */
export class TrainingServer {
  #sessions = new Map<number, ServedSession>();

  constructor(
    private readonly source: TrainingSource,
    private readonly post: (message: FromTrainer, transfer: Transferable[]) => void,
  ) {}

  /** Takes one message of the page; every call is answered exactly once, by an answer or a failure. */
  receive(message: Exclude<ToTrainer, { type: 'start' }>): void {
    if (message.type === 'ping') this.post({ type: 'pong' }, []);
    else void this.#serve(message.id, message.session, message.call);
  }

  async #serve(id: number, session: number, call: TrainingCall): Promise<void> {
    try {
      const value =
        call.kind === 'open' ? await this.#open(id, session, call) : await this.#answer(session, call);
      const transfer = value instanceof Uint8Array ? [value.buffer as ArrayBuffer] : [];
      this.post({ type: 'answer', id, value }, transfer);
    } catch (thrown) {
      const { code, message } = runFailure(thrown);
      this.post({ type: 'failure', id, code, detail: message }, []);
    }
  }

  async #open(
    id: number,
    session: number,
    { base }: Extract<TrainingCall, { kind: 'open' }>,
  ): Promise<unknown> {
    const model = base.kind === 'model' ? base.model : 'characters';
    const report = (phase: 'fetch' | 'session' | 'ready', loadedBytes: number, totalBytes: number): void =>
      this.post({ type: 'progress', id, progress: { model, loadedBytes, totalBytes, phase } }, []);
    let last: [number, number] = [0, 0];
    const host = await openSession(this.source, base, (loaded, total) => {
      last = [loaded, total];
      report('fetch', loaded, total);
    });
    report('ready', ...last);
    this.#sessions.set(session, { host, state: 'stopped', untilStep: 0, loop: null });
    return host.info;
  }

  async #answer(session: number, call: Exclude<TrainingCall, { kind: 'open' }>): Promise<unknown> {
    const served = this.#sessions.get(session);
    if (!served) {
      if (call.kind === 'close') return null;
      throw new RuntimeError('bad-request', 'that session is closed');
    }
    const { host } = served;
    switch (call.kind) {
      case 'begin':
        await this.#pause(served);
        if (call.checkpoint) host.restore(call.task, call.checkpoint);
        else host.begin(call.task, call.keepReference);
        this.#tell(session, served, 'paused');
        return { settings: host.task!.settings, stepsDone: host.task!.step };
      case 'start':
        this.#start(session, served, call.untilStep ?? Infinity);
        return null;
      case 'pause':
        await this.#pause(served);
        return host.task?.step ?? 0;
      case 'step': {
        await this.#pause(served);
        const event = this.#step(session, served);
        this.#keep(session, served);
        return event;
      }
      case 'reset':
        await this.#pause(served);
        host.reset(call.seed ?? undefined);
        this.#tell(session, served, 'paused');
        this.#keep(session, served);
        return null;
      case 'change':
        host.change(call.settings);
        return host.task!.settings;
      case 'sample':
        return host.sample(call.request);
      case 'score':
        return host.score(call.request);
      case 'measure':
        return host.measure(call.request);
      case 'forget':
        await this.#pause(served);
        host.forget(call.roles);
        return null;
      case 'save':
        return host.save(call.roles ?? undefined);
      case 'load':
        await this.#pause(served);
        return host.load(call.bytes);
      case 'close':
        await this.#pause(served);
        this.#sessions.delete(session);
        return null;
    }
  }

  #start(session: number, served: ServedSession, untilStep: number): void {
    if (!served.host.task) throw new RuntimeError('bad-request', 'no run has begun');
    served.untilStep = untilStep;
    if (served.loop) return;
    this.#tell(session, served, 'running');
    served.loop = this.#run(session, served).finally(() => (served.loop = null));
  }

  async #run(session: number, served: ServedSession): Promise<void> {
    try {
      while (served.host.task!.step < served.untilStep) {
        this.#step(session, served);
        if (served.host.task!.step % CHECKPOINT_EVERY === 0) this.#keep(session, served);
        await this.source.breathe();
      }
      this.#keep(session, served);
      this.#tell(session, served, 'paused');
    } catch (thrown) {
      const { code } = runFailure(thrown);
      this.#tell(session, served, 'failed', { code, detail: describe(thrown) });
    }
  }

  /** Ends the loop after the step in hand. */
  async #pause(served: ServedSession): Promise<void> {
    served.untilStep = 0;
    await served.loop;
  }

  #step(session: number, { host }: ServedSession): StepEvent {
    const event = host.step();
    this.post({ type: 'step', session, event }, []);
    return event;
  }

  #keep(session: number, { host }: ServedSession): void {
    const checkpoint = host.checkpoint();
    if (checkpoint) this.post({ type: 'checkpoint', session, checkpoint }, [checkpoint.bytes.buffer]);
  }

  #tell(
    session: number,
    served: ServedSession,
    state: RunState,
    error: Extract<FromTrainer, { type: 'state' }>['error'] = null,
  ): void {
    served.state = state;
    this.post({ type: 'state', session, state, stepsDone: served.host.task?.step ?? 0, error }, []);
  }
}
