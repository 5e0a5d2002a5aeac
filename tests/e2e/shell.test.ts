import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright';
import { expectAccessible, expectNoSideScroll, open, ready, values } from './browser';

const heading = (page: Page) => page.locator('main h1');
const hash = (page: Page) => page.evaluate(() => location.hash);
/** The topic pages that are built, as the home page links them, and one that is not, if any is left. */
async function topics(page: Page): Promise<{ slugs: string[]; unbuilt: string | null }> {
  const slugs = await page
    .locator('a.card')
    .evaluateAll((cards) => cards.map((card) => card.getAttribute('href')!.slice(2)));
  for (const slug of slugs) {
    await page.evaluate((to) => (location.hash = `#/${to}`), slug);
    await page.locator('main h1').waitFor();
    if (await page.locator('main[data-page="unbuilt"]').count()) return { slugs, unbuilt: slug };
  }
  return { slugs, unbuilt: null };
}

describe('home', () => {
  it('shows the sentence eleven ways, at once from the stored run, then live', async () => {
    const { page, complaints } = await open('#/');
    await page.locator('[data-chart="home/next-token"] rect[data-value]').first().waitFor();
    expect(await page.locator('a.card').count()).toBe(11);
    await page.locator('.machine .chip.live').waitFor({ timeout: 60_000 });
    const sum = (await values(page, 'home/next-token')).reduce((total, p) => total + p, 0);
    expect(sum).toBeCloseTo(1, 9);
    expect((await values(page, 'home/multi-head-attention')).length).toBe(8 * 36);
    expect(complaints).toEqual([]);
  });

  it('draws the reader’s own sentence, keeps it in the link, and opens it again', async () => {
    const { page } = await open('#/');
    await page.locator('.machine .chip.live').waitFor({ timeout: 60_000 });
    const before = await values(page, 'home/next-token');
    await page.getByRole('textbox').fill('Once upon a time there was a cat');
    await page.waitForFunction(
      (old) =>
        document.querySelector('[data-chart="home/next-token"] [data-value]')?.getAttribute('data-value') !==
        old,
      String(before[0]),
    );
    await page.waitForFunction(() => location.hash.includes('text=Once'));
    const again = await open(await hash(page));
    await again.page.locator('.machine .chip.live').waitFor({ timeout: 60_000 });
    expect(await values(again.page, 'home/temperature')).toEqual(await values(page, 'home/temperature'));
  });

  it('orders the stations by path or by number', async () => {
    const { page } = await open('#/');
    await page.getByRole('button', { name: '1 to 11' }).click();
    await page.waitForFunction(() => location.hash.includes('order=number'));
    expect(await page.locator('a.card').first().getAttribute('href')).toBe('#/strengths-and-limits');
  });
});

describe('routes', () => {
  it('lead to each of the eleven and mark it as visited', async () => {
    const { page } = await open('#/');
    const { slugs } = await topics(page);
    expect(slugs).toHaveLength(11);
    for (const slug of slugs) {
      await page.evaluate((to) => (location.hash = `#/${to}`), slug);
      await page.locator(`a[aria-current="page"][href="#/${slug}"]`).first().waitFor({ state: 'attached' });
      await page.waitForFunction(() => document.activeElement?.tagName === 'H1');
    }
    await page.evaluate(() => (location.hash = '#/'));
    await page.locator('a.card').first().waitFor();
    expect(await page.locator('a.card .station.seen').count()).toBe(11);
  });

  it('say so when there is no such page, and offer the eleven', async () => {
    const { page } = await open('#/nonsense%E0%A4%A/<b>x</b>?lang=en');
    expect(await page.locator('main').getAttribute('data-page')).toBe('missing');
    expect(await page.locator('main a[href^="#/"]').count()).toBe(11);
    expect(await page.locator('main b').count()).toBe(0);
  });

  it.each(['present', 'speaker', 'revise', 'glossary', 'models', 'credits'])('#/%s answers', async (name) => {
    const { page, complaints } = await open(`#/${name}`);
    expect((await heading(page).textContent())!.length).toBeGreaterThan(3);
    expect(complaints).toEqual([]);
  });

  it('name what a malformed link asked for, and use the rest', async () => {
    const { page, complaints } = await open('#/temperature?T=NaN&nonsense=1&lang=xx&prompt=%E0%A4%A&seed=12');
    const notice = page.locator('aside', { hasText: 'Not everything in this link' });
    await notice.waitFor();
    const text = (await notice.textContent())!;
    for (const key of ['T', 'nonsense', 'lang', 'prompt']) expect(text).toContain(key);
    expect(text).not.toContain('seed');
    await notice.getByRole('button').click();
    expect(await notice.count()).toBe(0);
    expect(complaints).toEqual([]);
  });
});

describe('the back button', () => {
  it('undoes a step, then a topic, and brings the state back', async () => {
    const { page } = await open('#/temperature');
    await ready(page, 'temperature');
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(() => location.hash.includes('step=1'));
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(() => location.hash.includes('step=2'));
    await page.evaluate(() => (location.hash = '#/credits'));
    await page.locator('[data-page="credits"]').waitFor();
    await page.goBack();
    await page.locator('[data-topic="temperature"]').waitFor();
    expect(await hash(page)).toContain('step=2');
    await page.goBack();
    await page.waitForFunction(() => location.hash.includes('step=1'));
    await page.goBack();
    await page.waitForFunction(() => !location.hash.includes('step='));
    expect(await page.locator('[aria-current="step"]').count()).toBe(0);
  });
});

describe('language', () => {
  it('follows the browser, the link, and the switch, and keeps everything', async () => {
    const chinese = await open('#/credits', { locale: 'zh-CN' });
    expect(await chinese.page.locator('html').getAttribute('lang')).toBe('zh-CN');
    expect(await chinese.page.title()).toContain('玻璃模型');

    const { page } = await open('#/temperature?T=2&prompt=One+day&step=1');
    await ready(page, 'temperature');
    await page.getByRole('button', { name: '切换到中文' }).click();
    await page.waitForFunction(() => location.hash.includes('lang=zh'));
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
    for (const part of ['T=2', 'prompt=One+day', 'step=1']) expect(await hash(page)).toContain(part);
    await page.waitForFunction(() => /[一-鿿]/.test(document.querySelector('main h1')?.textContent ?? ''));
    // Remembered for the next visit to a link that names none.
    await page.goto((await page.evaluate(() => location.href.replace(/#.*/, ''))) + '#/models');
    await page.reload();
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
  });
});

describe('keys', () => {
  it('turn topics, theme, language and help, and rest while typing', async () => {
    const { page } = await open('#/temperature');
    await ready(page, 'temperature');
    await page.keyboard.press('d');
    expect(await page.locator('html').getAttribute('data-theme')).toBe('light');
    await page.keyboard.press('d');
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
    await page.keyboard.press('?');
    await page.locator('dialog[open]').waitFor();
    await page.keyboard.press('d');
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => !document.querySelector('dialog[open]'));
    await page.getByRole('textbox').first().focus();
    await page.keyboard.type('ld]');
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await page.keyboard.press(']');
    await page.waitForFunction(() => location.hash.startsWith('#/repetition'));
    await page.reload();
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
  });

  it('a remembered theme stands before the app has started', async () => {
    // A service worker would hand out the app that this test withholds.
    const { page } = await open('#/', { serviceWorkers: 'block' });
    await page.evaluate(() => localStorage.setItem('glasslm.theme', 'dark'));
    await page.route('**/assets/index-*.js', (request) => request.abort());
    await page.reload();
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
    expect(await page.locator('main').count()).toBe(0);
    await page.context().close();
  });

  it('present: the projector’s theme and the stage alone, until Escape', async () => {
    const { page } = await open('#/temperature');
    await ready(page, 'temperature');
    await page.keyboard.press('p');
    await page.locator('html[data-theme="projector"][data-presenting]').waitFor();
    expect(await page.locator('.rail-rest').isVisible()).toBe(false);
    expect(await page.locator('.stage').isVisible()).toBe(true);
    // The caption follows the lesson, and stays in sight.
    await page.keyboard.press('PageDown');
    const caption = page.locator('aside', { hasText: /1\s*\/\s*\d/ });
    await caption.waitFor();
    const box = (await caption.boundingBox())!;
    expect(box.y + box.height).toBeLessThanOrEqual(900);
    await page.getByRole('button', { name: /Stop presenting/ }).press('Enter');
    await page.waitForFunction(() => !document.documentElement.hasAttribute('data-presenting'));
    expect(await page.locator('html').getAttribute('data-theme')).toBeNull();
  });

  it('reach the content past the bar', async () => {
    const { page } = await open('#/credits');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
  });
});

describe('every width and theme', () => {
  it.each([360, 390, 768, 1024, 1440, 1920, 3840])('nothing runs off the side at %i px', async (width) => {
    const { page } = await open('#/', { viewport: { width, height: 900 } });
    await page.locator('[data-chart="home/next-token"] [data-value]').first().waitFor();
    await expectNoSideScroll(page);
    const { unbuilt } = await topics(page);
    for (const route of ['#/credits', '#/glossary', '#/models', '#/nowhere', `#/${unbuilt ?? 'rope'}`]) {
      await page.evaluate((to) => (location.hash = to), route);
      await heading(page).waitFor();
      await expectNoSideScroll(page);
    }
  });

  it.each(['light', 'dark', 'projector'])('axe finds nothing in %s', async (theme) => {
    const { page } = await open('#/');
    const { unbuilt } = await topics(page);
    await page.evaluate((choice) => localStorage.setItem('glasslm.theme', choice), theme);
    for (const route of ['#/', '#/credits', `#/${unbuilt ?? 'rope'}`, '#/?order=number&lang=zh']) {
      await page.evaluate((to) => (location.hash = to), route);
      await page.reload();
      await heading(page).waitFor();
      expect(await page.locator('html').getAttribute('data-theme')).toBe(theme);
      if (route.startsWith('#/?') || route === '#/')
        await page.locator('.machine .chip.live').waitFor({ timeout: 60_000 });
      await expectAccessible(page);
    }
    await page.keyboard.press('?');
    await page.locator('dialog[open]').waitFor();
    await expectAccessible(page);
  });
});

describe('without a memory', () => {
  it('works where storage is forbidden', async () => {
    const { page, complaints } = await open('#/credits');
    await page.addInitScript(() => {
      Object.defineProperty(window, 'localStorage', {
        get: () => {
          throw new DOMException('forbidden', 'SecurityError');
        },
      });
    });
    await page.reload();
    await page.keyboard.press('d');
    expect(await page.locator('html').getAttribute('data-theme')).toBe('light');
    expect(complaints).toEqual([]);
  });
});
