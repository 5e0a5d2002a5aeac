import { describe, expect, it } from 'vitest';
import { Frames, units } from './frames';
import { shippedShape, type FlowShape } from './machine';

const shapes: FlowShape[] = [
  shippedShape,
  { encoderLayers: 2, decoderLayers: 1, heads: 4, headSize: 8, width: 32 },
];

describe.each(shapes)('the film of a machine with $encoderLayers + $decoderLayers layers', (shape) => {
  const frames = new Frames(shape);

  it('has the encoder once, then as many frames for each token', () => {
    expect(frames.perSource).toBe(5 + shape.encoderLayers * 15);
    expect(frames.perToken).toBe(5 + shape.decoderLayers * 26 + 3);
    expect(frames.at(frames.perSource - 1).block.side).toBe('encoder');
    expect(frames.at(frames.perSource)).toMatchObject({ token: 0, stage: 'tokens' });
    expect(frames.at(frames.last(4))).toMatchObject({ token: 3, stage: 'token' });
  });

  it('names each frame by block, stage and token, and finds it again', () => {
    for (let index = 0; index <= frames.last(3); index++) {
      const { block, stage, token } = frames.at(index);
      expect(frames.of(block.id, stage, token ?? 0)).toBe(index);
    }
    expect(() => frames.of('encoder.0.cross', 'q')).toThrow(RangeError);
  });

  it('steps by tensors, blocks and tokens, forth and back over the same frames', () => {
    for (const unit of units) {
      const forth = [0];
      while (forth[forth.length - 1] < frames.last(2)) forth.push(frames.next(forth[forth.length - 1], unit));
      expect(forth[forth.length - 1]).toBe(frames.last(2));
      const back = [frames.last(2)];
      while (back[back.length - 1] > 0) back.push(frames.back(back[back.length - 1], unit));
      expect(back.reverse()).toEqual(forth);
    }
    expect(frames.at(frames.next(0, 'token')).index).toBe(frames.perSource - 1);
  });

  it('has a row of the decoder once its token has come to the stage, and never again without', () => {
    const block = frames.decoder[4];
    const own = frames.of(block.id, 'norm', 2);
    expect(frames.made(frames.at(own - 1), block, 'norm', 9)).toBe(2);
    expect(frames.made(frames.at(own), block, 'norm', 9)).toBe(3);
    const encoder = frames.encoder[4];
    const there = frames.of(encoder.id, 'norm');
    expect(frames.made(frames.at(there - 1), encoder, 'norm', 9)).toBe(0);
    expect(frames.made(frames.at(there), encoder, 'norm', 9)).toBe(9);
  });
});
