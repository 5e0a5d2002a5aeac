import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import Predict from './Predict.svelte';
import PredictNumber from './PredictNumber.svelte';

afterEach(cleanup);
const question = {
  id: 'runner-up',
  question: 'What does the second token do?',
  choices: ['rises', 'falls', 'rises, then falls'],
  correct: 2,
  answer: 'Its logit is above the mean only for a while.',
};
const commit = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Commit and look' });

describe('Predict', () => {
  it('hides the answer until a guess is committed', async () => {
    const oncommit = vi.fn();
    const { container } = render(Predict, { question, oncommit });
    expect(container.textContent).not.toContain(question.answer);
    expect(commit().disabled).toBe(true);
    await fireEvent.click(screen.getByRole('button', { name: 'rises' }));
    expect(container.textContent).not.toContain(question.answer);
    await fireEvent.click(commit());
    expect(oncommit.mock.calls).toEqual([[0]]);
    expect(container.textContent).toContain(question.answer);
    expect(container.textContent).toContain('You guessed “rises”. It is “rises, then falls”.');
  });

  it('keeps a committed guess, and starts anew when asked', async () => {
    const onagain = vi.fn();
    const { container } = render(Predict, { question, onagain });
    await fireEvent.click(screen.getByRole('button', { name: 'rises, then falls' }));
    await fireEvent.click(commit());
    expect(container.textContent).toContain('You guessed it.');
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'falls' }).disabled).toBe(true);
    await fireEvent.click(screen.getByRole('button', { name: 'Guess again' }));
    expect(onagain).toHaveBeenCalledOnce();
    expect(container.textContent).not.toContain(question.answer);
  });

  it('goes by the experiment where it tells the outcome', async () => {
    const { container } = render(Predict, { question, outcome: 1 });
    await fireEvent.click(screen.getByRole('button', { name: 'falls' }));
    await fireEvent.click(commit());
    expect(container.textContent).toContain('You guessed it.');
  });

  it('waits for the model', async () => {
    render(Predict, { question, ready: false });
    await fireEvent.click(screen.getByRole('button', { name: 'falls' }));
    expect(commit().disabled).toBe(true);
  });
});

describe('PredictNumber', () => {
  const props = { id: 'p', question: 'Where?', min: 0, max: 0.4, step: 0.01, truth: 0.04 as number | null };

  it('keeps the truth out of the page until the commit, then draws it with the gap', async () => {
    const oncommit = vi.fn();
    const { container } = render(PredictNumber, { ...props, oncommit });
    expect(container.innerHTML).not.toContain('0.04');
    const marker = screen.getByRole('slider');
    await fireEvent.keyDown(marker, { key: 'ArrowLeft', shiftKey: true });
    await fireEvent.click(commit());
    expect(oncommit.mock.calls).toEqual([[0.1]]);
    expect(container.getElementsByClassName('truth')[0].getAttribute('data-value')).toBe('0.04');
    expect(container.getElementsByClassName('gap')).toHaveLength(1);
    expect(container.textContent).toContain('Off by .060');
  });

  it('cannot be committed before the experiment has a result', () => {
    for (const truth of [null, NaN]) {
      render(PredictNumber, { ...props, truth });
      expect(commit().disabled).toBe(true);
      cleanup();
    }
  });
});
