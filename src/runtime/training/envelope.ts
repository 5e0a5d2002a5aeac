import type { LoadProgress, RuntimeErrorCode } from '../protocol';
import type {
  Checkpoint,
  MeasureRequest,
  Role,
  RunState,
  SampleRequest,
  ScoreRequest,
  StepEvent,
  TrainingBase,
  TrainingTask,
} from './protocol';

/** What the page may ask of the training worker; `session` is a number that the page gave at 'open'. */
export type TrainingCall =
  | { readonly kind: 'open'; readonly base: TrainingBase }
  | {
      readonly kind: 'begin';
      readonly task: TrainingTask;
      readonly keepReference: boolean;
      /** Go on from here instead of from what the session holds. */
      readonly checkpoint: Uint8Array<ArrayBuffer> | null;
    }
  | { readonly kind: 'start'; readonly untilStep: number | null }
  | { readonly kind: 'pause' }
  | { readonly kind: 'step' }
  | { readonly kind: 'reset'; readonly seed: number | null }
  | { readonly kind: 'change'; readonly settings: object }
  | { readonly kind: 'sample'; readonly request: SampleRequest }
  | { readonly kind: 'score'; readonly request: ScoreRequest }
  | { readonly kind: 'measure'; readonly request: MeasureRequest }
  | { readonly kind: 'forget'; readonly roles: readonly Role[] }
  | { readonly kind: 'save'; readonly roles: readonly Role[] | null }
  | { readonly kind: 'load'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'close' };

/** Messages from the page. `start` comes first and says where the models' folder is. */
export type ToTrainer =
  | { readonly type: 'start'; readonly modelsBase: string }
  | { readonly type: 'call'; readonly id: number; readonly session: number; readonly call: TrainingCall }
  | { readonly type: 'ping' };

/** Messages from the worker. */
export type FromTrainer =
  | { readonly type: 'answer'; readonly id: number; readonly value: unknown }
  | {
      readonly type: 'failure';
      readonly id: number;
      readonly code: RuntimeErrorCode;
      readonly detail: string;
    }
  | { readonly type: 'progress'; readonly id: number; readonly progress: LoadProgress }
  | { readonly type: 'step'; readonly session: number; readonly event: StepEvent }
  | {
      readonly type: 'state';
      readonly session: number;
      readonly state: RunState;
      readonly stepsDone: number;
      /** Why a run failed. */
      readonly error: { readonly code: RuntimeErrorCode; readonly detail: string } | null;
    }
  | { readonly type: 'checkpoint'; readonly session: number; readonly checkpoint: Checkpoint }
  | { readonly type: 'pong' };

/** Whether something received is one of the worker's messages, as far as its envelope shows. */
export function isFromTrainer(data: unknown): data is FromTrainer {
  const message = data as FromTrainer | null;
  if (typeof message !== 'object' || message === null) return false;
  switch (message.type) {
    case 'pong':
      return true;
    case 'answer':
      return Number.isInteger(message.id) && 'value' in message;
    case 'failure':
      return Number.isInteger(message.id) && typeof message.code === 'string';
    case 'progress':
      return Number.isInteger(message.id) && typeof message.progress?.phase === 'string';
    case 'step':
      return Number.isInteger(message.session) && Number.isInteger(message.event?.step);
    case 'state':
      return Number.isInteger(message.session) && typeof message.state === 'string';
    case 'checkpoint':
      return Number.isInteger(message.session) && message.checkpoint?.bytes instanceof Uint8Array;
    default:
      return false;
  }
}
