import type { Locale } from '../../state/topic';

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** A stretch of time in words, in its largest whole unit: "10 minutes", "3 天". */
export function inWords(ms: number, locale: Locale): string {
  const [unit, size] = units.find(([, each]) => ms >= each) ?? units[2];
  const count = Math.max(1, Math.round(ms / size));
  return new Intl.NumberFormat(locale === 'zh' ? 'zh-CN' : 'en-GB', {
    style: 'unit',
    unit,
    unitDisplay: 'long',
  }).format(count);
}
