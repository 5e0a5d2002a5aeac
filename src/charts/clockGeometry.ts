/** The end of a hand of `length` px at `angle` radians (counter-clockwise from the right; screens count y downwards). */
export function handEnd(center: number, length: number, angle: number): { x: number; y: number } {
  return { x: center + length * Math.cos(angle), y: center - length * Math.sin(angle) };
}

/** The arc from one angle to another the way the sign says; more than a whole turn is drawn as the turn and the rest. */
export function arcBetween(center: number, radius: number, from: number, to: number): string {
  const sweep = to - from;
  const turns = Math.trunc(sweep / (2 * Math.PI));
  const rest = sweep - turns * 2 * Math.PI;
  const start = handEnd(center, radius, from);
  const flag = sweep >= 0 ? 0 : 1;
  let path = `M${start.x},${start.y}`;
  if (turns !== 0) {
    const opposite = handEnd(center, radius, from + Math.PI);
    path += `A${radius},${radius} 0 1 ${flag} ${opposite.x},${opposite.y}A${radius},${radius} 0 1 ${flag} ${start.x},${start.y}`;
  }
  const end = handEnd(center, radius, to);
  return `${path}A${radius},${radius} 0 ${Math.abs(rest) > Math.PI ? 1 : 0} ${flag} ${end.x},${end.y}`;
}
