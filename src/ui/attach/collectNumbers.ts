import { isChart, type ChartElement } from '../../charts/data';

/*
 * Copying and saving are the two actions that speak of whatever charts a panel happens to draw. Reading them from the
 * frame's own element keeps panels free of a list of their charts that could go stale; nothing here leaves that element
 * or writes to it.
 */

/** The charts inside an element that are not inside another chart, in reading order. */
export function chartsIn(frame: Element): ChartElement[] {
  const charts: ChartElement[] = [];
  for (const element of frame.getElementsByTagName('*'))
    if (element.hasAttribute('data-chart') && isChart(element)) charts.push(element);
  return charts;
}

/** Attributes of a mark that say which one it is. */
const PLACES = ['token', 'row', 'col', 'from', 'to', 'series', 'index', 'x'] as const;

interface Mark {
  readonly chart: string;
  readonly place: string;
  readonly value: string;
  readonly before: string;
}

/** Every number drawn inside an element: its `data-value` marks, each with the chart and the place it has there. */
export function marksIn(frame: Element): Mark[] {
  const marks: Mark[] = [];
  for (const element of frame.getElementsByTagName('*')) {
    const value = element.getAttribute('data-value');
    if (value === null) continue;
    const chart = element.closest('[data-chart]');
    const place = PLACES.filter((key) => element.hasAttribute(`data-${key}`))
      .map((key) => `${key}=${element.getAttribute(`data-${key}`)}`)
      .join(' ');
    marks.push({
      chart: chart?.getAttribute('data-chart') ?? '',
      place: place || (element.getAttribute('aria-label') ?? ''),
      value,
      before: element.getAttribute('data-before') ?? '',
    });
  }
  return marks;
}

const cell = (text: string) => text.replace(/[\t\r\n]+/g, ' ');

/** The numbers drawn inside an element as tab-separated text (chart, mark, value, value before), and how many they are. */
export function numbersIn(frame: Element): { readonly text: string; readonly count: number } {
  const marks = marksIn(frame);
  const rows = marks.map((mark) => [mark.chart, mark.place, mark.value, mark.before].map(cell).join('\t'));
  // A canvas has no marks: its chart gives the numbers themselves.
  const drawn = new Set(marks.map((mark) => mark.chart));
  for (const chart of chartsIn(frame)) {
    const data = chart.getData();
    if (drawn.has(data.name)) continue;
    for (const series of data.series)
      for (let i = 0; i < series.values.length; i++)
        rows.push(
          [data.name, `${series.name} ${data.labels?.[i] ?? i}`, String(series.values[i]), '']
            .map(cell)
            .join('\t'),
        );
  }
  return { text: ['chart\tmark\tvalue\tbefore', ...rows].join('\n'), count: rows.length };
}
