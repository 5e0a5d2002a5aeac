import { formatCount, formatShare } from './format';
import { pageLanguage } from './tokens';

/** The few words the marks themselves need; everything longer comes from the topic's text. */
export interface ChartWords {
  token: string;
  logit: string;
  softmaxGives: string;
  afterCut: string;
  tail: string;
  tailShort: string;
  more(count: number): string;
  keeps(kept: number, cutMass: number): string;
  ofAll: string;
  keepsInAll(kept: number, cutMass: number): string;
  notDrawn(count: number, mass: number): string;
  masked: string;
  knockedOut: string;
  row: string;
  column: string;
  before: string;
  after: string;
  drawn: string;
  expected: string;
  nothing: string;
}

const WORDS: Record<'en' | 'zh', ChartWords> = {
  en: {
    token: 'token',
    logit: 'logit z',
    softmaxGives: 'softmax gives p',
    afterCut: 'p after cut',
    tail: 'the tail',
    tailShort: 'tail',
    more: (count) => `${formatCount(count, 'en')} more`,
    keeps: (kept, mass) =>
      `keeps ${formatCount(kept, 'en')} ${kept === 1 ? 'token' : 'tokens'}, cuts ${formatShare(mass, 3, 'en')}`,
    ofAll: 'of all probability (this bar: 0 to 1)',
    keepsInAll: (kept, mass) =>
      `${formatCount(kept, 'en')} kept in all, ${formatShare(mass, 3, 'en')} cut (this bar: 0 to 1)`,
    notDrawn: (count, mass) =>
      `${formatCount(count, 'en')} thinner, not drawn: ${formatShare(mass, 3, 'en')} together`,
    masked: 'masked',
    knockedOut: 'knocked out',
    row: 'row',
    column: 'column',
    before: 'before',
    after: 'after',
    drawn: 'drawn',
    expected: 'expected',
    nothing: 'nothing to draw yet',
  },
  zh: {
    token: '词元',
    logit: 'logit z',
    softmaxGives: 'softmax 得到 p',
    afterCut: '截断后 p',
    tail: '尾部',
    tailShort: '尾部',
    more: (count) => `另有 ${formatCount(count, 'zh')} 个`,
    keeps: (kept, mass) => `保留 ${formatCount(kept, 'zh')} 个，截去 ${formatShare(mass, 3, 'zh')}`,
    ofAll: '占全部概率（此条刻度 0–1）',
    keepsInAll: (kept, mass) =>
      `共保留 ${formatCount(kept, 'zh')} 个，截去 ${formatShare(mass, 3, 'zh')}（此条刻度 0–1）`,
    notDrawn: (count, mass) =>
      `另有 ${formatCount(count, 'zh')} 条更细，未画出：合计 ${formatShare(mass, 3, 'zh')}`,
    masked: '已遮住',
    knockedOut: '已关闭',
    row: '行',
    column: '列',
    before: '之前',
    after: '之后',
    drawn: '抽到',
    expected: '期望',
    nothing: '暂无数据',
  },
};

/** The marks' words in the page's language; reactive. */
export function chartWords(): ChartWords {
  return WORDS[pageLanguage()];
}
