import { describe, expect, it } from 'vitest';
import { keyAction } from './keys';

const usual = { presenting: false, letters: true };
function press(key: string, target: Element = document.body, init: KeyboardEventInit = {}): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init });
  document.body.append(...(target === document.body ? [] : [target]));
  target.dispatchEvent(event);
  return event;
}
const element = (tag: string, attributes: Record<string, string> = {}) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
};

describe('keys', () => {
  it('do what the help says', () => {
    expect(keyAction(press('ArrowRight'), usual)).toBe('stepNext');
    expect(keyAction(press('ArrowLeft'), usual)).toBe('stepBack');
    expect(keyAction(press('['), usual)).toBe('topicBack');
    expect(keyAction(press(']'), usual)).toBe('topicNext');
    expect(keyAction(press('?'), usual)).toBe('help');
    expect(keyAction(press('P'), usual)).toBe('present');
    expect(keyAction(press('f'), usual)).toBe('fullscreen');
    expect(keyAction(press('l'), usual)).toBe('language');
    expect(keyAction(press('d'), usual)).toBe('theme');
    expect(keyAction(press('x'), usual)).toBeNull();
  });

  it('rest while something else takes them', () => {
    for (const target of [
      element('input'),
      element('textarea'),
      element('select'),
      element('div', { role: 'slider' }),
      element('div', { role: 'gridcell' }),
    ])
      expect(keyAction(press('ArrowRight', target), usual)).toBeNull();
    expect(keyAction(press('p', document.body, { ctrlKey: true }), usual)).toBeNull();
    expect(keyAction(press('f', document.body, { metaKey: true }), usual)).toBeNull();
  });

  it('leave the arrows when keys of one letter are turned off', () => {
    expect(keyAction(press('p'), { presenting: false, letters: false })).toBeNull();
    expect(keyAction(press('ArrowRight'), { presenting: false, letters: false })).toBe('stepNext');
  });

  it('take a clicker while presenting only', () => {
    expect(keyAction(press('PageDown'), usual)).toBeNull();
    expect(keyAction(press('PageDown'), { presenting: true, letters: true })).toBe('stepNext');
  });
});
