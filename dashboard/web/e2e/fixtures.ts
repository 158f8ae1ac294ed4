import AxeBuilder from '@axe-core/playwright';
import { expect, test as base, type Page } from '@playwright/test';
import { Server } from './server.ts';

interface Fixtures {
	/** A server for this test alone. */
	server: Server;
	/** Complaints of the browser that the test expects: add patterns of them. */
	expected: RegExp[];
	/** A page that fails the test when its console does, as a breach of the CSP makes it do. */
	page: Page;
	/** The same, signed in with all scopes. */
	signedIn: Page;
}

export const test = base.extend<Fixtures>({
	// eslint-disable-next-line no-empty-pattern -- Playwright wants a pattern
	server: async ({}, use) => {
		const server = await Server.start();
		await use(server);
		await server.remove();
	},

	// eslint-disable-next-line no-empty-pattern -- Playwright wants a pattern
	expected: async ({}, use) => use([]),

	baseURL: async ({ server }, use) => use(server.site),

	page: async ({ page, expected }, use) => {
		const complaints: string[] = [];
		page.on('console', (message) => {
			if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
		});
		page.on('pageerror', (error) => complaints.push(String(error)));
		await use(page);
		expect(
			complaints.filter((text) => !expected.some((pattern) => pattern.test(text))),
			'the console of the browser'
		).toEqual([]);
	},

	signedIn: async ({ page, server }, use) => {
		const token = await server.token();
		const answer = await page.request.post('/api/v1/admin/session', {
			data: { token },
			headers: { Origin: server.site }
		});
		expect(answer.status()).toBe(201);
		await use(page);
	}
});

export { expect };

/** Wants no violation of WCAG 2.2 AA on what is shown, in both themes. */
export async function expectAccessible(page: Page): Promise<void> {
	for (const theme of ['light', 'dark'] as const) {
		await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
		// What is measured must have been drawn in this theme.
		await page.evaluate(
			() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => drawn(undefined))))
		);
		const { violations } = await new AxeBuilder({ page })
			.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
			.analyze();
		expect(
			violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' | ')}`),
			`accessibility in the ${theme} theme`
		).toEqual([]);
	}
	await page.emulateMedia({ colorScheme: null, reducedMotion: null });
}

/** Wants the page not to scroll sideways at 360 pixels. */
export async function expectNarrow(page: Page): Promise<void> {
	const size = page.viewportSize()!;
	await page.setViewportSize({ width: 360, height: 740 });
	await expect
		.poll(() =>
			page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
		)
		.toBeLessThanOrEqual(0);
	await page.setViewportSize(size);
}
