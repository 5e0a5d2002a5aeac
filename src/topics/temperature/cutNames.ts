import { formatNumber } from '../../charts/format';
import type { SamplingSettings } from '../../math/cuts';
import type { TemperatureLabels } from './text';

/** The cuts that are on, with their values, in the order in which they are made: `top-k 40`, `top-p 0.90`. */
export function cutNames(settings: SamplingSettings, labels: TemperatureLabels): string[] {
  const values = [
    [labels.cuts.topK, settings.topK, 0],
    [labels.cuts.topP, settings.topP, 2],
    [labels.cuts.minP, settings.minP, 3],
    [labels.cuts.typical, settings.typicalP, 2],
  ] as const;
  return values.flatMap(([name, value, digits]) =>
    value === null || value === undefined ? [] : [`${name} ${formatNumber(value, digits)}`],
  );
}
