import { expect, expectAccessible, expectNarrow, test } from './fixtures.ts';

test('asks to sign in, and comes back to the page that was asked for', async ({ page, server, expected }) => {
	expected.push(/401/);
	const token = await server.token();
	await page.goto('/admin/scripts?q=x');
	await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
	await page.getByLabel('Token').fill(token);
	await page.getByRole('button', { name: 'Sign in' }).click();
	await expect(page).toHaveURL(/\/admin\/scripts\?q=x$/);
	await expect(page.getByRole('heading', { name: 'Scripts', level: 1 })).toBeVisible();
});

test('goes everywhere by keyboard', async ({ signedIn: page }) => {
	await page.goto('/admin/');
	await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible();
	for (const [key, title] of [
		['s', 'Scripts'],
		['r', 'Routes'],
		['l', 'Logs'],
		['t', 'Settings'],
		['o', 'Overview']
	] as const) {
		await page.keyboard.press('g');
		await page.keyboard.press(key);
		await expect(page.getByRole('heading', { name: title, level: 1 })).toBeVisible();
	}
	await page.keyboard.press('?');
	await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
	await expectAccessible(page);
	// Keys without Ctrl can be turned off, for those who dictate.
	await page.getByRole('switch', { name: 'Shortcuts without Ctrl or Cmd' }).uncheck();
	await page.keyboard.press('Escape');
	await expect(page.getByRole('dialog')).toBeHidden();
	await page.reload();
	await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible();
	await page.keyboard.press('g');
	await page.keyboard.press('s');
	await page.keyboard.press('Control+k');
	await expect(page.getByRole('combobox', { name: /go to/i })).toBeFocused();
	await expect(page).toHaveURL(/\/admin\/$/);
});

test('knows who is signed in when the server was too busy to say so at first', async ({
	signedIn: page,
	expected
}) => {
	expected.push(/503/);
	let asked = 0;
	await page.route('**/api/v1/admin/session', (route) =>
		asked++ === 0
			? route.fulfill({ status: 503, headers: { 'Retry-After': '1' }, json: { status: 503 } })
			: route.continue()
	);
	await page.goto('/admin/scripts');
	await expect(page.getByRole('link', { name: 'New script' }).first()).toBeVisible();
	expect(asked).toBe(2);
});

test('finds a script that is not among those that come first', async ({ signedIn: page, server }) => {
	await server.script('zebra', 'return "ok", nil');
	await page.route(/\/api\/v1\/admin\/scripts\?limit=200$/, (route) =>
		route.fulfill({ json: { items: [], next_cursor: 'more' } })
	);
	await page.goto('/admin/settings');
	await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible();
	await page.keyboard.press('Control+k');
	await page.getByRole('combobox', { name: /go to/i }).fill('zeb');
	await expect(page.getByRole('option', { name: /zebra/ })).toBeVisible();
});

test('finds scripts and pages in the command palette', async ({ signedIn: page, server }) => {
	const id = await server.script('invoices', 'return "ok", nil');
	await page.goto('/admin/');
	await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible();
	await page.keyboard.press('Control+k');
	const field = page.getByRole('combobox', { name: /go to/i });
	await expect(field).toBeFocused();
	await field.fill('invo');
	await expect(page.getByRole('option', { name: /invoices/ })).toHaveAttribute('aria-selected', 'true');
	await expectAccessible(page);
	await field.press('Enter');
	await expect(page).toHaveURL(`/admin/scripts/${id}`);
});

test('skips to the content', async ({ signedIn: page }) => {
	await page.goto('/admin/scripts');
	await expect(page.getByRole('heading', { name: 'Scripts', level: 1 })).toBeVisible();
	await page.keyboard.press('Tab');
	await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(page.locator('#main')).toBeFocused();
});

test('keeps the theme that was chosen', async ({ signedIn: page }) => {
	await page.goto('/admin/');
	await page.getByRole('button', { name: /^Theme: system/ }).click();
	await page.getByRole('button', { name: /^Theme: light/ }).click();
	await page.reload();
	await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
	await expect(page.getByRole('button', { name: /^Theme: dark/ })).toBeVisible();
});

test('has a drawer on a small screen', async ({ signedIn: page }) => {
	await page.setViewportSize({ width: 360, height: 740 });
	await page.goto('/admin/');
	await page.getByRole('button', { name: 'Open menu' }).click();
	const menu = page.getByRole('dialog', { name: 'Menu' });
	await expectAccessible(page);
	await menu.getByRole('link', { name: 'Scripts' }).click();
	await expect(menu).toBeHidden();
	await expect(page.getByRole('heading', { name: 'Scripts', level: 1 })).toBeVisible();
	await expectNarrow(page);
});

test('signs out', async ({ signedIn: page, expected }) => {
	expected.push(/401/);
	await page.goto('/admin/');
	await page.getByRole('button', { name: 'Account' }).click();
	await page.getByRole('menuitem', { name: 'Sign out' }).click();
	await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
	await page.goto('/admin/scripts');
	await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
});

test('tells when the server is gone, and goes on when it is back', async ({
	signedIn: page,
	server,
	expected
}) => {
	expected.push(
		/preload assets|ERR_CONNECTION_REFUSED|Failed to load resource|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET/
	);
	await server.script('hello', 'return "hi", nil');
	await page.goto('/admin/');
	await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible();
	await server.stop();
	await page.getByRole('link', { name: 'Scripts' }).first().click();
	await expect(page.getByText('The server does not answer.')).toBeVisible();
	await expectAccessible(page);
	await server.launch();
	// It would also come back by itself, perhaps before anybody clicks.
	await page
		.getByRole('button', { name: 'Try now' })
		.click({ timeout: 2000 })
		.catch(() => undefined);
	await expect(page.getByText('The server does not answer.')).toBeHidden();
	await expect(page.getByRole('link', { name: 'hello' })).toBeVisible();
});

test('asks to reload when a part of it is gone', async ({ signedIn: page, expected }) => {
	expected.push(/404|dynamically imported module/);
	await page.goto('/admin/settings');
	await expect(page.getByRole('row', { name: /e2e admin/ })).toBeVisible();
	// The server has another build by now.
	await page.route('**/_app/immutable/**', (route) => route.fulfill({ status: 404 }));
	await page.getByRole('heading', { name: 'Settings', level: 1 }).click();
	await page.keyboard.press('?');
	await expect(page.getByText('Reload the page.')).toBeVisible();
});

test('says so when there is no such page', async ({ signedIn: page }) => {
	await page.goto('/admin/nowhere');
	await expect(page.getByRole('heading', { name: 'Not found', level: 1 })).toBeVisible();
	await expectAccessible(page);
});
