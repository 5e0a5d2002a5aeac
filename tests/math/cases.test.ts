import { describe, expect, it } from 'vitest';
import recorded from './cases.json';
import type { CaseChecks, MathCase } from './checks/caseTable';
import { costChecks } from './checks/costChecks';
import { decodingChecks } from './checks/decodingChecks';
import { learningChecks } from './checks/learningChecks';
import { penaltyChecks } from './checks/penaltyChecks';
import { positionChecks } from './checks/positionChecks';

const cases = recorded.cases as readonly MathCase[];
const checks: CaseChecks = [
  ...decodingChecks,
  ...penaltyChecks,
  ...positionChecks,
  ...learningChecks,
  ...costChecks,
];

describe('recorded numeric cases', () => {
  it('has distinct ids, all 84 of them', () => {
    expect(new Set(cases.map(({ id }) => id)).size).toBe(84);
  });

  // A case that no check knows, or that two claim, fails here by name.
  it.each(cases.map((given) => [given.id, given] as const))('%s', (id, given) => {
    const matching = checks.filter(([pattern]) => pattern.test(id));
    expect(matching.length, `checks that match ${id}`).toBe(1);
    matching[0][1](given);
  });

  it.each(checks.map(([pattern]) => [pattern.source, pattern] as const))(
    '%s matches a case',
    (_, pattern) => {
      expect(cases.some(({ id }) => pattern.test(id))).toBe(true);
    },
  );
});
