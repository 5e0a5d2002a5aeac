import { formatNumber } from '../../charts/format';
import { curesOn, type Values } from './cures';
import type { RepetitionLabels } from './text';

/** The cures that are on with their strengths, and whether tokens are drawn, e.g. "temperature 2.00, draw". */
export function cureWords(values: Values, labels: RepetitionLabels): string {
  const names = curesOn(values).map((key) => {
    const name = labels.cures.names[key];
    return `${name} ${formatNumber(values[key] ?? NaN, key === 'ngram' ? 0 : 2)}`;
  });
  if (values.pick === 'draw' && values.alpha === null)
    names.push(`${labels.cures.draw}, ${labels.cures.seed} ${values.seed}`);
  return names.join(', ') || labels.noCure;
}
