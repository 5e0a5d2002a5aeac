import { formatNumber } from '../../charts/format';

/** A difference for reading, its sign always written: +0.150, −0.024, 0.000. */
export function signed(value: number, digits = 3): string {
  const rounded = Number(value.toFixed(digits));
  return `${rounded > 0 ? '+' : ''}${formatNumber(rounded, digits)}`;
}
