import { pageLanguage } from './tokens';

type Language = 'en' | 'zh';
const LOCALE: Record<Language, string> = { en: 'en-GB', zh: 'zh-CN' };
const NOT_FINITE: Record<Language, { nan: string; plus: string; minus: string }> = {
  en: { nan: 'undefined', plus: 'infinite', minus: 'minus infinity' },
  zh: { nan: '无定义', plus: '无穷大', minus: '负无穷' },
};

function notFinite(x: number, language: Language): string {
  const words = NOT_FINITE[language];
  return Number.isNaN(x) ? words.nan : x > 0 ? words.plus : words.minus;
}

const formatters = new Map<string, Intl.NumberFormat>();
// Making a formatter costs more than using it a hundred times.
const tickFormatters = Object.fromEntries(
  Object.entries(LOCALE).map(([language, locale]) => [
    language,
    new Intl.NumberFormat(locale, { maximumFractionDigits: 10 }),
  ]),
) as Record<Language, Intl.NumberFormat>;
function decimals(language: Language, digits: number): Intl.NumberFormat {
  const key = `${language}${digits}`;
  let found = formatters.get(key);
  if (!found) {
    found = new Intl.NumberFormat(LOCALE[language], {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
    formatters.set(key, found);
  }
  return found;
}

// The true minus sign is as wide as a digit in the number font; the hyphen is not.
const minus = (text: string) => text.replaceAll('-', '−');

/**
 * A number for reading: `digits` decimals with thousands marks (3.60, 4,082.0), scientific from a million or below
 * half the last decimal (1.41e6, 3.2e-5); NaN and infinities as words of the language.
 */
export function formatNumber(x: number, digits = 2, language: Language = pageLanguage()): string {
  if (!Number.isFinite(x)) return notFinite(x, language);
  const magnitude = Math.abs(x);
  if (magnitude >= 1e6) return minus(x.toExponential(2).replace('e+', 'e'));
  if (magnitude > 0 && magnitude < 0.5 * 10 ** -digits) return minus(x.toExponential(1));
  return minus(decimals(language, digits).format(x));
}

/** A whole number with thousands marks (4,082); fractions are rounded; NaN and infinities as words. */
export function formatCount(n: number, language: Language = pageLanguage()): string {
  return Number.isFinite(n) ? minus(decimals(language, 0).format(Math.round(n))) : notFinite(n, language);
}

/** A share of 1 as the bars print it: .287, 1.000, 0, and <.001 when it would round to nothing. */
export function formatShare(p: number, digits = 3, language: Language = pageLanguage()): string {
  if (!Number.isFinite(p)) return notFinite(p, language);
  if (p === 0) return '0';
  const smallest = 10 ** -digits;
  if (p > 0 && p < smallest / 2) return `<${smallest.toFixed(digits).slice(1)}`;
  return minus(p.toFixed(digits).replace(/^(-?)0\./, '$1.'));
}

/** A share of 1 in per cent: 82 %, or with decimals 82.4 %. */
export function formatPercent(p: number, digits = 0, language: Language = pageLanguage()): string {
  return Number.isFinite(p) ? `${formatNumber(p * 100, digits, language)} %` : notFinite(p, language);
}

/** A tick of an axis, as short as it can be: 0, .1, .25, 1.5, 2,000, 1e6. */
export function formatTick(x: number, language: Language = pageLanguage()): string {
  if (!Number.isFinite(x)) return notFinite(x, language);
  // Ticks come from additions of a step: 0.30000000000000004 is meant as .3.
  const value = Number(x.toPrecision(10));
  const magnitude = Math.abs(value);
  if (magnitude >= 1e6 || (magnitude > 0 && magnitude < 1e-4))
    return minus(value.toExponential().replace('e+', 'e'));
  const text = tickFormatters[language].format(value);
  return minus(text.replace(/^(-?)0\./, '$1.'));
}

/** Bytes in the unit a reader would use: 812 B, 1.9 MB, 3.1 GB (powers of 1,000). */
export function formatBytes(bytes: number, language: Language = pageLanguage()): string {
  if (!Number.isFinite(bytes)) return notFinite(bytes, language);
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
  let unit = 0;
  let value = bytes;
  while (Math.abs(value) >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${formatNumber(value, unit === 0 || value >= 100 ? 0 : 1, language)} ${units[unit]}`;
}
