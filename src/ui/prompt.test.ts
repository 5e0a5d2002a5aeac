import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import PromptField from './PromptField.svelte';
import { clip, mostlyOtherScript, tokenPieces } from './tokenPieces';

afterEach(cleanup);
const tokens = (...texts: string[]) => texts.map((text) => ({ text }));
const field = () => screen.getByRole<HTMLTextAreaElement>('textbox');

describe('tokenPieces', () => {
  it('lays tokens over their text', () => {
    expect(tokenPieces('A cat', tokens('A', ' cat'))).toEqual([
      { text: 'A', bytes: 0, position: 0 },
      { text: ' cat', bytes: 0, position: 1 },
    ]);
  });

  it('gathers byte tokens back into their characters', () => {
    const bytes = [...new TextEncoder().encode('猫')].map((byte) => `<${byte.toString(16).toUpperCase()}>`);
    expect(tokenPieces('A猫!', tokens('A', bytes[0] + bytes[1], bytes[2], '!'))).toEqual([
      { text: 'A', bytes: 0, position: 0 },
      { text: '猫', bytes: 3, position: 1 },
      { text: '!', bytes: 0, position: 3 },
    ]);
  });

  it('draws nothing over a text that the tokens are not of', () => {
    expect(tokenPieces('A dog', tokens('A', ' cat'))).toBeNull();
    expect(tokenPieces('A dog', [])).toBeNull();
  });

  it('keeps every character of the text, whatever white space the tokenizer changed', () => {
    const cases: [string, string[]][] = [
      ['  A cat \n', [' A', ' cat']],
      ['one two three', [' two', ' three']],
      ['A', ['A']],
      ['A cat', ['', ' A', ' cat']],
    ];
    for (const [text, pieces] of cases)
      expect(
        tokenPieces(text, tokens(...pieces))
          ?.map((piece) => piece.text)
          .join(''),
      ).toBe(text);
  });

  it('leaves what the window cut off without a token', () => {
    expect(tokenPieces('one two three', tokens(' two', ' three'))?.[0]).toMatchObject({ position: null });
  });
});

describe('clip', () => {
  it('never cuts an emoji in half', () => {
    expect(clip('ab🐉cd', 3)).toBe('ab🐉');
    expect(clip('🐉🐉', 2)).toBe('🐉🐉');
  });
});

describe('mostlyOtherScript', () => {
  it('asks about letters only', () => {
    expect(mostlyOtherScript('龙打开了盒子')).toBe(true);
    expect(mostlyOtherScript('The 龙 opened')).toBe(false);
    expect(mostlyOtherScript('123 🐉 !')).toBe(false);
    expect(mostlyOtherScript('café')).toBe(false);
  });
});

describe('PromptField', () => {
  it('cuts 10,000 characters to what it holds and says so', async () => {
    const oninput = vi.fn();
    render(PromptField, { value: '', oninput, maxLength: 2000 });
    await fireEvent.input(field(), { target: { value: 'a'.repeat(10_000) } });
    expect(oninput).toHaveBeenCalledWith('a'.repeat(2000));
    expect(screen.getByRole('status').textContent).toContain('2,000 characters');
  });

  it('shows emoji, right-to-left text and HTML as they are typed', () => {
    for (const value of ['A 🐉👨‍👩‍👧', 'שלום עולם', '<img src=x onerror=alert(1)> & </textarea>']) {
      const { container } = render(PromptField, { value, oninput: vi.fn() });
      expect(field().value).toBe(value);
      expect(field().dir).toBe('auto');
      expect(container.getElementsByTagName('img')).toHaveLength(0);
      cleanup();
    }
  });

  it('waits for an input method to finish', async () => {
    const oninput = vi.fn();
    render(PromptField, { value: '', oninput });
    await fireEvent.compositionStart(field());
    await fireEvent.input(field(), { target: { value: 'long' } });
    expect(oninput).not.toHaveBeenCalled();
    field().value = '龙';
    await fireEvent.compositionEnd(field());
    expect(oninput.mock.calls).toEqual([['龙']]);
  });

  it('offers a ready example when empty', async () => {
    const oninput = vi.fn();
    render(PromptField, { value: '  ', oninput, example: 'The dragon' });
    await fireEvent.click(screen.getByRole('button', { name: /The dragon/ }));
    expect(oninput).toHaveBeenCalledWith('The dragon');
  });

  it('says when the window cuts the text, and only then', async () => {
    const props = { value: 'A cat', oninput: vi.fn() };
    const { rerender } = render(PromptField, {
      ...props,
      window: { size: 256, count: 256, keeps: 'last' as const },
    });
    expect(screen.queryByRole('status')).toBeNull();
    await rerender({ ...props, window: { size: 256, count: 300, keeps: 'last' as const } });
    expect(screen.getByRole('status').textContent).toContain('300');
  });

  it('warns about other scripts unless the model knows them', async () => {
    const props = { value: '龙打开了盒子', oninput: vi.fn() };
    const { rerender } = render(PromptField, props);
    expect(screen.getByRole('status').textContent).toContain('byte');
    await rerender({ ...props, reads: null });
    expect(screen.queryByRole('status')).toBeNull();
  });

  it('tells a Chinese model from English letters, and takes its example on a click', async () => {
    const oninput = vi.fn();
    const props = { value: 'A cat', oninput, reads: 'zh' as const, example: '从前' };
    const { rerender } = render(PromptField, props);
    expect(screen.getByRole('status').textContent).toContain('Chinese alone');
    await fireEvent.click(screen.getByRole('button', { name: /从前/ }));
    expect(oninput).toHaveBeenCalledWith('从前');
    await rerender({ ...props, value: '一只猫' });
    expect(screen.queryByRole('status')).toBeNull();
  });

  it('is named for screen readers by its label', () => {
    render(PromptField, { value: 'x', oninput: vi.fn(), label: 'First sentence' });
    expect(screen.getByLabelText('First sentence')).toBe(field());
  });
});
