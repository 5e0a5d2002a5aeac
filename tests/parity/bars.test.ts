import { describe, expect, it } from 'vitest';
import { checkedModels, checksOf, runCheck } from '../runtime/checkModels';
import { follows } from '../runtime/instructionRule';
import { diskHost } from '../runtime/nodeHost';

const host = diskHost();
/** `npm run models:check` asks every question; here so many that the test stays short. */
const STEP = { answer: 1, city: 3, pair: 5, instruction: 20, translation: 20 };
/** How far a share of `asked` questions may stray from the whole set's by chance, at three standard errors. */
const stray = (share: number, asked: number, step: number) =>
  step === 1 ? 0 : 3 * Math.sqrt((share * (1 - share)) / asked);

describe('the bars that can be asked for without the public texts', () => {
  it.each(checkedModels)(
    '%s',
    async (model) => {
      for (const check of checksOf(model)) {
        const step = STEP[check.kind];
        const { share, asked, card } = await runCheck(host, model, check, step);
        const { atLeast = 0, atMost = 1 } = check;
        if (card !== undefined && (card < atLeast || card > atMost)) {
          // The card says that this bar is missed: then what it says must be so.
          expect(Math.abs(share - card), check.bar).toBeLessThanOrEqual(stray(card, asked, 0));
          continue;
        }
        expect(share, check.bar).toBeGreaterThanOrEqual(atLeast - stray(atLeast, asked, step));
        expect(share, check.bar).toBeLessThanOrEqual(atMost + stray(atMost, asked, step));
      }
    },
    240_000,
  );
});

describe('the rules of instructions', () => {
  it('tell right answers from wrong ones', () => {
    expect(follows({ type: 'exact', text: 'Red, red.' }, ' red, Red')).toBe(true);
    expect(follows({ type: 'exact', text: 'Red, red.' }, ' red')).toBe(false);
    expect(follows({ type: 'first', text: 'Paris' }, ' It is Paris. Or Rome.')).toBe(true);
    expect(follows({ type: 'first', text: 'Rome' }, ' It is Paris. Or Rome.')).toBe(false);
    expect(follows({ type: 'story', words: ['dog', 'ball'] }, ' A dog sat. A ball came. They played.')).toBe(
      true,
    );
    expect(follows({ type: 'story', words: ['dog', 'ball'] }, ' A dog and a ball.')).toBe(false);
    expect(follows({ type: 'sentence', word: 'dog' }, ' The dog ran.')).toBe(true);
    expect(follows({ type: 'sentence', word: 'dog' }, ' Dog.')).toBe(false);
    expect(follows({ type: 'polite', words: ['ball'] }, ' Please give me the ball.')).toBe(true);
    expect(follows({ type: 'polite', words: ['ball'] }, ' Give me the ball.')).toBe(false);
    const list = { type: 'list', count: 2, members: ['cat', 'dog'] } as const;
    expect(follows(list, ' Cat and dog.')).toBe(true);
    expect(follows(list, ' Cat, cat.')).toBe(false);
    expect(follows(list, ' Cat, tree.')).toBe(false);
  });
});
