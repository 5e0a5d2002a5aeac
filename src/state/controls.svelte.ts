/** A control's kind, default and limits; together they are a topic's address-bar schema. */
export type ControlSpec = ControlKind & {
  /** The value means something to one model alone (a vocabulary entry's number, say). */
  readonly ofModel?: boolean;
};

/** `defaultZh` stands in Chinese, where the panel reads another text with another model; left out, both share one. */
type ControlKind =
  | {
      readonly kind: 'number';
      readonly default: number;
      readonly defaultZh?: number;
      readonly min: number;
      readonly max: number;
      readonly integer?: boolean;
    }
  | { readonly kind: 'toggle'; readonly default: boolean; readonly defaultZh?: boolean }
  | {
      readonly kind: 'choice';
      readonly default: string;
      readonly defaultZh?: string;
      readonly options: readonly string[];
    }
  | {
      readonly kind: 'text';
      readonly default: string;
      readonly defaultZh?: string;
      readonly maxLength: number;
    }
  /** A number or nothing: `off` is null. Written as `-` in the address. */
  | {
      readonly kind: 'optional-number';
      readonly default: number | null;
      readonly defaultZh?: number | null;
      readonly min: number;
      readonly max: number;
      readonly integer?: boolean;
    }
  /** A set of whole numbers below `size` (knocked-out heads, say). Written as `3.7.12`. */
  | {
      readonly kind: 'set';
      readonly default: readonly number[];
      readonly defaultZh?: readonly number[];
      readonly size: number;
    };

export type ControlsSpec = Readonly<Record<string, ControlSpec>>;

/** The value a control of this spec holds. */
export type ControlValue<S extends ControlSpec> = S extends { kind: 'number' }
  ? number
  : S extends { kind: 'toggle' }
    ? boolean
    : S extends { kind: 'choice'; options: readonly (infer O)[] }
      ? O
      : S extends { kind: 'text' }
        ? string
        : S extends { kind: 'optional-number' }
          ? number | null
          : S extends { kind: 'set' }
            ? readonly number[]
            : never;

export type ControlValues<Spec extends ControlsSpec> = { [K in keyof Spec]: ControlValue<Spec[K]> };

/** A value from the address that could not be used, and what stands in its place. */
export interface ControlProblem {
  readonly key: string;
  readonly given: string;
  readonly used: string;
}

/** Brings any value into the spec's range: out-of-range is clamped, anything unusable (NaN, wrong kind) becomes the default. */
export function conform(spec: ControlSpec, value: unknown): unknown {
  switch (spec.kind) {
    case 'number':
    case 'optional-number': {
      if (spec.kind === 'optional-number' && value === null) return null;
      if (typeof value !== 'number' || Number.isNaN(value)) return spec.default;
      const within = Math.min(spec.max, Math.max(spec.min, value));
      return spec.integer ? Math.round(within) : within;
    }
    case 'toggle':
      return typeof value === 'boolean' ? value : spec.default;
    case 'choice':
      return typeof value === 'string' && spec.options.includes(value) ? value : spec.default;
    case 'text':
      return typeof value === 'string' ? [...value].slice(0, spec.maxLength).join('') : spec.default;
    case 'set': {
      if (!Array.isArray(value)) return spec.default;
      const whole = value.filter((x): x is number => Number.isInteger(x) && x >= 0 && x < spec.size);
      return [...new Set(whole)].sort((a, b) => a - b);
    }
  }
}

/** Writes a conforming value for the address bar. */
export function write(spec: ControlSpec, value: unknown): string {
  if (spec.kind === 'toggle') return value ? '1' : '0';
  if (spec.kind === 'set') return (value as readonly number[]).join('.') || '-';
  if (value === null) return '-';
  return String(value);
}

/** Reads a value from the address bar; `undefined` where it cannot be understood. */
export function read(spec: ControlSpec, text: string): unknown {
  switch (spec.kind) {
    case 'number':
    case 'optional-number': {
      if (spec.kind === 'optional-number' && text === '-') return null;
      const value = text.trim() === '' ? NaN : Number(text);
      return Number.isFinite(value) ? value : undefined;
    }
    case 'toggle':
      return text === '1' ? true : text === '0' ? false : undefined;
    case 'choice':
      return spec.options.includes(text) ? text : undefined;
    case 'text':
      return text;
    case 'set': {
      if (text === '-') return [];
      const parts = text.split('.');
      return parts.every((part) => /^\d{1,6}$/.test(part)) ? parts.map(Number) : undefined;
    }
  }
}

/** What a lesson step sets in one language: `{ en, zh }` is one value a language, anything else serves both. */
function inLocale(value: unknown, locale: 'en' | 'zh'): unknown {
  const each = value !== null && typeof value === 'object' && 'en' in value && 'zh' in value;
  return each ? (value as Record<'en' | 'zh', unknown>)[locale] : value;
}

const sameValue = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/**
 * A topic's controls: one reactive value a key, kept within its spec, with undo, reset and a place in the
 * address. `get` and `set` are the whole interface a panel needs.
 */
export class Controls<Spec extends ControlsSpec = ControlsSpec> {
  readonly spec: Spec;
  #values: Record<string, unknown> = $state.raw({});
  #past: Record<string, unknown>[] = $state.raw([]);
  /** The language whose defaults stand. */
  locale: 'en' | 'zh' = $state('en');

  constructor(spec: Spec, locale: 'en' | 'zh' = 'en') {
    this.spec = spec;
    this.locale = locale;
    this.#values = this.baseline(locale);
  }

  /** What a link that names no control gives: a language's defaults, overlaid by what a lesson step sets. */
  baseline(locale: 'en' | 'zh', overlay: Partial<Record<keyof Spec, unknown>> = {}): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(this.spec).map(([key, spec]) => {
        const own = locale === 'zh' && spec.defaultZh !== undefined ? spec.defaultZh : spec.default;
        return [key, key in overlay ? conform(spec, inLocale(overlay[key], locale)) : own];
      }),
    );
  }

  /**
   * Goes over to another language, the undo steps included: what stood at its default, or at what a lesson step sets
   * (`overlay`), takes the other language's; the reader's own values stay, but for those that only one model understands.
   */
  speak(locale: 'en' | 'zh', overlay: Partial<Record<keyof Spec, unknown>> = {}): void {
    if (locale === this.locale) return;
    const [from, to] = [this.baseline(this.locale, overlay), this.baseline(locale, overlay)];
    const translated = (values: Record<string, unknown>) =>
      Object.fromEntries(
        Object.entries(values).map(([key, value]) => [
          key,
          this.spec[key].ofModel || sameValue(value, from[key]) ? to[key] : value,
        ]),
      );
    this.locale = locale;
    this.#values = translated(this.#values);
    this.#past = this.#past.map(translated);
  }

  /** The current value of one control. */
  get<K extends keyof Spec & string>(key: K): ControlValue<Spec[K]> {
    return this.#values[key] as ControlValue<Spec[K]>;
  }

  /** All values, for a snapshot or a pin. */
  get values(): ControlValues<Spec> {
    return this.#values as ControlValues<Spec>;
  }

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  /** Sets one control, clamped to its spec. While a slider drags, `transient` keeps undo to one step a drag. */
  set<K extends keyof Spec & string>(key: K, value: ControlValue<Spec[K]>, transient = false): void {
    this.assign({ [key]: value } as unknown as Partial<Record<keyof Spec, unknown>>, transient);
  }

  /** Sets several controls as one undo step. Unknown keys are ignored. */
  assign(values: Partial<Record<keyof Spec, unknown>>, transient = false): void {
    const next = { ...this.#values };
    for (const [key, value] of Object.entries(values)) {
      const spec = this.spec[key];
      if (spec) next[key] = conform(spec, inLocale(value, this.locale));
    }
    if (sameValue(next, this.#values)) return;
    if (!transient) this.#past = [...this.#past.slice(-99), this.#values];
    this.#values = next;
  }

  /** Marks the state a drag starts from, so that undo returns to it. */
  beginDrag(): void {
    this.#past = [...this.#past.slice(-99), this.#values];
  }

  undo(): void {
    const previous = this.#past.at(-1);
    if (!previous) return;
    this.#past = this.#past.slice(0, -1);
    this.#values = previous;
  }

  reset(): void {
    this.assign(this.baseline(this.locale) as Partial<Record<keyof Spec, unknown>>);
  }

  /** Only what differs from the baseline (the defaults if left out), so that links stay short. */
  toQuery(baseline: Readonly<Record<string, unknown>> = this.baseline(this.locale)): URLSearchParams {
    const query = new URLSearchParams();
    for (const [key, spec] of Object.entries(this.spec)) {
      if (!sameValue(this.#values[key], baseline[key])) query.set(key, write(spec, this.#values[key]));
    }
    return query;
  }

  /** Takes the values of a link, the baseline for what it leaves out; what cannot be used falls back and is reported. */
  fromQuery(
    query: URLSearchParams,
    baseline: Readonly<Record<string, unknown>> = this.baseline(this.locale),
  ): ControlProblem[] {
    const problems: ControlProblem[] = [];
    const next = { ...baseline };
    for (const [key, spec] of Object.entries(this.spec)) {
      const given = query.get(key);
      if (given === null) continue;
      const parsed = read(spec, given);
      const used = parsed === undefined ? baseline[key] : conform(spec, parsed);
      next[key] = used;
      if (parsed === undefined || !sameValue(parsed, used))
        problems.push({ key, given, used: write(spec, used) });
    }
    this.#values = next;
    return problems;
  }
}
