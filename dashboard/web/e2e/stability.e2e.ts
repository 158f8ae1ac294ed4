import { expect, test } from './fixtures.ts';

// What counts as a shift, and how much of it is felt, is as the Web Vitals have
// it: up to 0.1 is good.
const good = 0.1;

test('moves nothing on the page while it loads', async ({ server, signedIn: page }) => {
	const id = await server.script('greet', 'return "hello", nil', '/greet/:name');
	for (let n = 0; n < 20; n++) await fetch(`${server.site}/greet/${n}`);
	await page.addInitScript(() => {
		const shifts: number[] = [];
		Object.assign(window, { shifts });
		new PerformanceObserver((list) => {
			for (const entry of list.getEntries() as (PerformanceEntry & {
				value: number;
				hadRecentInput: boolean;
			})[]) {
				if (!entry.hadRecentInput) shifts.push(entry.value);
			}
		}).observe({ type: 'layout-shift', buffered: true });
	});
	for (const path of [
		'/admin/',
		'/admin/scripts',
		`/admin/scripts/${id}`,
		'/admin/scripts/new',
		'/admin/routes',
		'/admin/logs',
		'/admin/settings'
	]) {
		await page.goto(server.site + path);
		await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
		await page.waitForLoadState('networkidle').catch(() => undefined);
		const shifts = await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts);
		expect(
			shifts.reduce((sum, shift) => sum + shift, 0),
			path
		).toBeLessThan(good);
	}
});
