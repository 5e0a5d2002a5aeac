import { fromOklab } from './ramps';

const number = (text: string) =>
  text.endsWith('%') ? Number.parseFloat(text) / 100 : Number.parseFloat(text);

function rgb(channels: readonly number[], alpha: number): string {
  const [r, g, b] = channels.map((channel) => Math.round(Math.min(255, Math.max(0, channel))));
  if (alpha === 0) return 'none';
  return alpha < 1 ? `rgba(${r},${g},${b},${alpha})` : `rgb(${r},${g},${b})`;
}

/**
 * A computed CSS colour in the notation every SVG reader knows: oklab() and color(srgb …), which is what color-mix
 * computes to, become rgb(); a wholly transparent one becomes 'none'; anything else is returned as it is.
 */
export function cssColorToRgb(color: string): string {
  const match = /^(oklab|color|rgba?)\(([^)]*)\)$/i.exec(color.trim());
  if (!match) return color === 'transparent' ? 'none' : color;
  const [values, slash] = match[2].split('/');
  const parts = values.trim().split(/[\s,]+/);
  const alpha = slash
    ? number(slash.trim())
    : parts.length === 4 && match[1] !== 'color'
      ? number(parts[3])
      : 1;
  if (match[1] === 'oklab')
    return rgb(fromOklab([number(parts[0]), Number(parts[1]), Number(parts[2])]), alpha);
  if (match[1] === 'color') {
    if (parts[0] !== 'srgb') return color;
    return rgb(
      parts.slice(1, 4).map((part) => number(part) * 255),
      alpha,
    );
  }
  return rgb(parts.slice(0, 3).map(Number), alpha);
}
