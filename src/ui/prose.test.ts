import { cleanup, render, screen } from '@testing-library/svelte';
import { afterEach, describe, expect, it } from 'vitest';
import { Lit } from '../state/lit.svelte';
import Prose from './Prose.svelte';
import { parseProse, plainProse } from './prose';
import { swatchOf } from './swatches';

afterEach(cleanup);

describe('parseProse', () => {
  it('reads references, formulas and bold words, nested too', () => {
    expect(parseProse('Divide by [[T]]the **T**[[/]] in $z/T$.')).toEqual([
      { kind: 'text', text: 'Divide by ' },
      {
        kind: 'ref',
        name: 'T',
        pieces: [
          { kind: 'text', text: 'the ' },
          { kind: 'bold', pieces: [{ kind: 'text', text: 'T' }] },
        ],
      },
      { kind: 'text', text: ' in ' },
      { kind: 'formula', tex: 'z/T', display: false, tail: '.' },
    ]);
    expect(parseProse('$$x^2$$')).toEqual([{ kind: 'formula', tex: 'x^2', display: true, tail: '' }]);
  });

  it('leaves unfinished marks, money and markup as text', () => {
    for (const source of ['a [[b]] c', '**a', '$x', 'from $5 to $6', '<b>no</b>', '[[/]]', '$ x $'])
      expect(parseProse(source), source).toEqual([{ kind: 'text', text: source }]);
  });

  it('reads Chinese without spaces around the marks', () => {
    expect(plainProse('每个[[prob]]概率[[/]]都是$p_i$。')).toBe('每个概率都是p_i。');
  });

  it('reads a long sentence of nothing but openings in no time worth naming', () => {
    const source = '[['.repeat(5000);
    expect(plainProse(source)).toBe(source);
  });
});

describe('Prose', () => {
  it('shows a script as text', () => {
    const source = '<script>alert(1)</script> & <img src=x onerror=alert(1)>';
    const { container } = render(Prose, { text: source });
    expect(container.textContent).toContain(source);
    expect(container.getElementsByTagName('script')).toHaveLength(0);
    expect(container.getElementsByTagName('img')).toHaveLength(0);
  });

  it('lights a mark while its words are hovered or focused, and keeps it after a click', async () => {
    const lit = new Lit();
    render(Prose, { text: 'See [[tail]]the tail[[/]].', lit });
    const words = screen.getByRole('button', { name: 'the tail' });
    expect(words.classList).toContain('tail');
    words.dispatchEvent(new PointerEvent('pointerenter'));
    expect(lit.focused).toBe('tail');
    words.dispatchEvent(new PointerEvent('pointerleave'));
    expect(lit.focused).toBeNull();
    words.click();
    expect(lit.locked).toBe('tail');
    words.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    expect(lit.locked).toBeNull();
  });

  it('loses no character behind a formula', async () => {
    const { container } = render(Prose, { text: '令 $T$，则 $z/T$。Then $a$.' });
    await expect.poll(() => container.getElementsByTagName('math').length, { timeout: 20_000 }).toBe(3);
    const words = container.textContent ?? '';
    expect([...words.matchAll(/[，。.]/g)].map(([mark]) => mark)).toEqual(['，', '。', '.']);
  });

  it('is lit by the chart, too', async () => {
    const lit = new Lit();
    const { findByRole } = render(Prose, { text: '[[prob]]bars[[/]]', lit });
    lit.hovered = 'prob';
    const words = await findByRole('button');
    await expect.poll(() => words.classList.contains('lit')).toBe(true);
  });

  it('offers nothing to press where there is nothing to light', () => {
    const { container } = render(Prose, { text: '[[prob]]bars[[/]]' });
    expect(screen.queryByRole('button')).toBeNull();
    expect(container.textContent).toContain('bars');
  });
});

describe('swatchOf', () => {
  it('takes the panel’s word first, then names that say themselves', () => {
    expect(swatchOf('prob', { prob: 'heat' })).toBe('heat');
    expect(swatchOf('ticks')).toBe('ghost');
    expect(swatchOf('T')).toBe('touch');
    expect(swatchOf('cat-3')).toBe('cat-3');
    expect(swatchOf('cat-9')).toBe('plain');
    expect(swatchOf('constructor')).toBe('plain');
  });
});
