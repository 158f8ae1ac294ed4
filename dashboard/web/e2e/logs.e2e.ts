import type { Page } from '@playwright/test';
import { expect, expectAccessible, expectNarrow, test } from './fixtures.ts';
import type { Server } from './server.ts';

const hello = 'ctx.Log.Info("greeting", "lang", "en")\n\treturn "hi", nil';
const broken = 'var list []int\n\treturn list[3], nil';

const rows = (page: Page) => page.getByRole('grid', { name: 'Executions' }).locator('tbody tr:not(.space)');
const live = (page: Page) => page.getByRole('status', { name: 'Live tail: Live' });

async function call(server: Server, ...paths: string[]): Promise<void> {
	for (const path of paths) await (await fetch(server.site + path)).arrayBuffer();
}

test('follows the log, pauses, and goes on', async ({ signedIn: page, server }) => {
	await server.script('hello', hello, '/hello/*');
	await page.goto('/admin/logs');
	await expect(page.getByRole('heading', { name: 'No executions yet' })).toBeVisible();
	await expect(live(page)).toBeVisible();
	await expectAccessible(page);
	await expectNarrow(page);

	await call(server, '/hello/one');
	await expect(rows(page)).toHaveCount(1);
	await call(server, '/hello/two');
	await expect(rows(page).first()).toContainText('/hello/two');
	await expectAccessible(page);
	await expectNarrow(page);

	await page.keyboard.press('p');
	await expect(page.getByRole('status', { name: 'Live tail: Paused' })).toBeVisible();
	await call(server, '/hello/three', '/hello/four');
	await expect(page.getByRole('button', { name: 'Show 2 new' })).toBeVisible();
	await expect(rows(page)).toHaveCount(2);
	await page.keyboard.press('p');
	await expect(rows(page)).toHaveCount(4);
	await expect(rows(page).first()).toContainText('/hello/four');
});

test('goes on after the server was gone, and misses nothing', async ({
	signedIn: page,
	server,
	expected
}) => {
	expected.push(/ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|ERR_INCOMPLETE/);
	await server.script('hello', hello, '/hello/*');
	await call(server, '/hello/one');
	await page.goto('/admin/logs');
	await expect(live(page)).toBeVisible();
	await server.stop();
	await expect(page.getByRole('status', { name: 'Live tail: Reconnecting' })).toBeVisible();
	await expect(page.getByText('The server does not answer.')).toBeVisible();
	await server.launch();
	await call(server, '/hello/two');
	await expect(live(page)).toBeVisible();
	await expect(rows(page)).toHaveCount(2);
	await expect(page.getByText('The server does not answer.')).toBeHidden();
});

test('shows an execution by keyboard: its log, its error with the script, its usage', async ({
	signedIn: page,
	server
}) => {
	const id = await server.script('hello', hello, '/hello/*');
	await server.script('broken', broken, '/broken');
	await call(server, "/hello/it's?a=1&b=2", '/broken');
	await page.goto('/admin/logs');
	await expect(rows(page)).toHaveCount(2);
	const detail = page.getByRole('complementary', { name: 'Execution' });

	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(/id=/);
	await expect(detail.getByRole('heading', { level: 2 })).toBeFocused();
	await expect(detail.getByText(/index out of range/)).toBeVisible();
	await expect(detail.getByText('return list[3], nil')).toBeVisible();
	await expectAccessible(page);
	await expectNarrow(page);

	await page.keyboard.press('Escape');
	await expect(detail).toBeHidden();
	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('Enter');
	await expect(detail.getByText('greeting')).toBeVisible();
	await expect(detail.getByText('of 50,000,000')).toBeVisible();
	await expectAccessible(page);

	await page.evaluate(() => {
		Object.defineProperty(navigator, 'clipboard', {
			value: { writeText: async (text: string) => void (document.documentElement.dataset.copied = text) }
		});
	});
	await detail.getByRole('button', { name: 'Copy as curl' }).click();
	const host = server.site.replace('http://', '');
	await expect(page.locator('html')).toHaveAttribute(
		'data-copied',
		`curl -i 'http://${host}/hello/it'\\''s?a=1&b=2'`
	);
	await expect(detail.getByRole('link', { name: 'Replay in request builder' })).toHaveAttribute(
		'href',
		`/admin/scripts/${id}?${new URLSearchParams({ method: 'GET', url: `http://${host}/hello/it's?a=1&b=2` })}`
	);

	await page.reload();
	await expect(detail.getByText('greeting'), 'the link leads here').toBeVisible();
	await page.setViewportSize({ width: 360, height: 740 });
	await detail.getByRole('button', { name: 'Back to the list' }).click();
	await expect(rows(page)).toHaveCount(2);
});

test('filters, and keeps the filters in the URL', async ({ signedIn: page, server, expected }) => {
	expected.push(/422/);
	await server.script('hello', hello, '/hello/*');
	await server.script('broken', broken, '/broken');
	await call(server, '/hello/one', '/hello/two', '/broken');
	await page.goto('/admin/logs');
	await expect(rows(page)).toHaveCount(3);

	await page.getByLabel('Outcome').selectOption('error');
	await expect(rows(page)).toHaveCount(1);
	await expect(page).toHaveURL(/outcome=error/);
	await call(server, '/hello/three', '/broken');
	await expect(rows(page), 'the tail is filtered too').toHaveCount(2);
	await page.getByRole('button', { name: 'Clear' }).click();
	await expect(rows(page)).toHaveCount(5);

	await page.keyboard.press('/');
	await page.keyboard.type('two');
	await expect(rows(page)).toHaveCount(1);
	await page.getByRole('searchbox').fill('');
	await page.getByLabel('Script').selectOption('broken');
	await expect(rows(page)).toHaveCount(2);
	await page.getByLabel('Script').selectOption('');

	await page.getByRole('button', { name: 'More' }).click();
	const expression = page.getByLabel('Expression');
	await expression.fill('status >');
	await expect(expression).toHaveAccessibleDescription(/^Character \d+: /);
	await expectAccessible(page);
	await expectNarrow(page);
	await expression.fill('path endsWith "one"');
	await expect(rows(page)).toHaveCount(1);
	await page.reload();
	await expect(expression).toHaveValue('path endsWith "one"');
	await expect(rows(page)).toHaveCount(1);
	await expression.fill('path == "nonsense"');
	await expect(page.getByRole('heading', { name: 'No execution matches' })).toBeVisible();
});

test('asks to sign in when the session is gone, and comes back', async ({
	signedIn: page,
	server,
	expected
}) => {
	expected.push(/401/);
	await server.script('broken', broken, '/broken');
	await call(server, '/broken');
	await page.goto('/admin/logs?outcome=error');
	await expect(rows(page)).toHaveCount(1);
	await page.context().clearCookies();
	await page.getByLabel('Script').selectOption('broken');
	await expect(page).toHaveURL(/sign-in/);
	await page.getByLabel('Token').fill(await server.token());
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(/\/admin\/logs\?outcome=error/);
	await expect(rows(page)).toHaveCount(1);
});

test('scrolls through ten thousand rows, and draws only those in sight', async ({ signedIn: page }) => {
	// Fifty pages take a while where other tests run beside it.
	test.slow();
	const total = 10_000;
	const size = 200;
	await page.route(/\/api\/v1\/admin\/logs\?/, (route) => {
		const from = Number(new URL(route.request().url()).searchParams.get('cursor') ?? 0);
		const items = Array.from({ length: size }, (_, i) => execution(total - from - i));
		const next = from + size < total ? String(from + size) : undefined;
		return route.fulfill({ json: { items, next_cursor: next } });
	});
	await page.goto('/admin/logs');
	const grid = page.getByRole('grid');
	await grid.focus();
	for (;;) {
		await page.keyboard.press('End');
		if ((await grid.getAttribute('aria-rowcount')) === String(total + 1)) break;
	}
	await page.keyboard.press('End');
	await expect(page.getByText('/row/1', { exact: true })).toBeVisible();
	expect(await rows(page).count()).toBeLessThan(80);
	await expectAccessible(page);

	// At each step of a long scroll few rows are drawn, whatever was drawn before.
	const drawn = await page.evaluate(async () => {
		const scroller = document.querySelector('.scroller')!;
		const frame = () => new Promise<number>((done) => requestAnimationFrame(done));
		const counts: number[] = [];
		for (let i = 0; i < 60; i++) {
			scroller.scrollTop = (scroller.scrollHeight * (60 - i)) / 60;
			await frame();
			await frame();
			counts.push(scroller.querySelectorAll('tbody tr:not(.space)').length);
		}
		return counts;
	});
	expect(Math.max(...drawn)).toBeLessThan(80);
	expect(Math.min(...drawn)).toBeGreaterThan(0);
	await expect(page.getByText('×20').first()).toBeVisible();
});

function execution(n: number) {
	return {
		id: `01a2085f-0000-7000-8000-${String(n).padStart(12, '0')}`,
		script_id: '01a2085f-0000-7000-8000-aaaaaaaaaaaa',
		script_name: 'hello',
		version: 1,
		route_id: '',
		method: 'GET',
		host: 'example.com',
		path: `/row/${n}`,
		remote_ip: '192.0.2.1',
		status: 200,
		outcome: 'ok',
		error: '',
		started_at: new Date(Date.UTC(2026, 10, 23, 10) + n).toISOString(),
		duration_ms: 1.5,
		queued_ms: 0,
		warm_ms: 0,
		operations: 10,
		request_bytes: 0,
		response_bytes: 2,
		logs_dropped: 0,
		weight: n % 10 === 0 ? 20 : 1
	};
}
