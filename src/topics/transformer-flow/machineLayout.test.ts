import { describe, expect, it } from 'vitest';
import { Frames } from './frames';
import { shippedShape } from './machine';
import { machineLayout, mixLayouts, type Box } from './machineLayout';
import { wires } from './wires';

const frames = new Frames(shippedShape);
const { encoder, decoder } = frames;
const blocks = [...encoder, ...decoder];
const at = (width: number, open: (typeof blocks)[number] | null) =>
  machineLayout({ width, height: 590, encoder, decoder, open, openHeight: 404, scale: 1 });
const overlap = (a: Box, b: Box) =>
  a.x < b.x + b.width - 0.01 &&
  b.x < a.x + a.width - 0.01 &&
  a.y < b.y + b.height - 0.01 &&
  b.y < a.y + a.height - 0.01;

describe.each([340, 740, 1400])('the machine %d px wide', (width) => {
  it.each([null, ...blocks])('keeps every block inside and apart, opened or not', (open) => {
    const layout = at(width, open);
    const boxes = blocks.map((block) => layout.boxes[block.id]);
    for (const box of boxes) {
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.y).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(width);
      expect(box.y + box.height).toBeLessThanOrEqual(590.01);
      expect(box.height).toBeGreaterThan(2);
      expect(box.width).toBeGreaterThan(10);
    }
    for (let i = 0; i < boxes.length; i++)
      for (let j = i + 1; j < boxes.length; j++) expect(overlap(boxes[i], boxes[j])).toBe(false);
    if (open) {
      expect(layout.boxes[open.id].height).toBe(404);
      expect(layout.boxes[open.id].width).toBeGreaterThan(width * 0.55);
    }
  });
});

describe('zooming', () => {
  it('begins at one layout and ends at the other', () => {
    const [from, to] = [at(740, null), at(740, decoder[7])];
    expect(mixLayouts(from, to, 0).boxes).toEqual(from.boxes);
    expect(mixLayouts(from, to, 1)).toBe(to);
  });
});

describe('the wires', () => {
  const lit = (id: string, stage: Parameters<Frames['of']>[1]) =>
    wires(at(740, null), encoder, decoder, shippedShape, frames.at(frames.of(id, stage, 2)))
      .filter((wire) => wire.active)
      .map((wire) => wire.id);

  it('light where Q, K and V of each attention come from', () => {
    for (const stage of ['q', 'k', 'v'] as const) {
      expect(lit('encoder.1.self', stage)).toEqual(['encoder.1.self.in']);
      expect(lit('decoder.1.self', stage)).toEqual(['decoder.1.self.in']);
    }
    expect(lit('decoder.1.cross', 'q')).toEqual(['decoder.1.cross.in']);
    expect(lit('decoder.1.cross', 'k')).toEqual(['memory.1']);
    expect(lit('decoder.1.cross', 'v')).toEqual(['memory.1']);
  });

  it('light the residual line while its sum is made, and the loop when a token goes in again', () => {
    expect(lit('decoder.0.norm2', 'add')).toContain('decoder.0.norm2.residual');
    expect(lit('decoder.tokens', 'tokens')).toEqual(['loop']);
  });
});
