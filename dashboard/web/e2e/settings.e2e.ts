import { readFile } from 'node:fs/promises';
import { expect, expectAccessible, expectNarrow, test } from './fixtures.ts';

test('creates a token, shows it once, and deletes it', async ({ signedIn: page, server }) => {
	await page.goto('/admin/settings');
	await expect(page.getByRole('row', { name: /e2e admin/ })).toBeVisible();
	await expectAccessible(page);
	await expectNarrow(page);

	await page.getByRole('button', { name: 'New token' }).click();
	const dialog = page.getByRole('dialog');
	await expect(dialog.getByLabel('Name')).toBeFocused();
	await page.keyboard.type('deploy');
	await dialog.getByLabel('May do').selectOption('write');
	await dialog.getByLabel('Expires after').selectOption('30');
	await expectAccessible(page);
	await dialog.getByLabel('Name').press('Enter');
	await expect(dialog).toHaveAccessibleName('Copy the token now');
	const token = await dialog.getByText(/^pcl_\w{49}$/).textContent();
	await expectAccessible(page);

	// Browsers let the second one close a dialog that kept itself open at the first.
	await page.keyboard.press('Escape');
	await page.keyboard.press('Escape');
	await expect(dialog, 'what is shown once is not lost by Escape').toBeVisible();
	await dialog.getByRole('button', { name: 'I have copied it' }).click();
	await expect(dialog).toBeHidden();
	const row = page.getByRole('row', { name: /deploy/ });
	await expect(row).toContainText('write');

	const may = () =>
		fetch(`${server.site}/api/v1/admin/scripts`, { headers: { Authorization: `Bearer ${token}` } }).then(
			(r) => r.status
		);
	expect(await may()).toBe(200);
	await row.getByRole('button', { name: 'Delete deploy' }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Delete token' }).click();
	await expect(row).toBeHidden();
	await expect(page.getByText('The token deploy is deleted.')).toBeVisible();
	expect(await may()).toBe(401);
});

test('leaves tokens alone without the scope for them', async ({ page, server, expected }) => {
	expected.push(/403/);
	const token = await server.token(['read']);
	await page.request.post('/api/v1/admin/session', { data: { token }, headers: { Origin: server.site } });
	await page.goto('/admin/settings');
	await expect(page.getByRole('heading', { name: 'The tokens could not be loaded' })).toBeVisible();
	await expect(page.getByRole('button', { name: 'New token' })).toBeDisabled();
	await expectAccessible(page);
});

test('ends the session of another browser', async ({ signedIn: page, server, playwright }) => {
	const other = await playwright.request.newContext({
		baseURL: server.site,
		userAgent: 'Mozilla/5.0 (Windows NT 10.0) Firefox/150.0'
	});
	await other.post('/api/v1/admin/session', {
		data: { token: await server.token() },
		headers: { Origin: server.site }
	});
	expect((await other.get('/api/v1/admin/scripts')).status()).toBe(200);

	await page.goto('/admin/settings?tab=sessions');
	const row = page.getByRole('row', { name: /Firefox on Windows/ });
	await expect(row).toBeVisible();
	await expect(page.getByText('This one')).toBeVisible();
	await expectAccessible(page);
	await expectNarrow(page);
	await row.getByRole('button', { name: /^End the session/ }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'End session' }).click();
	await expect(row).toBeHidden();
	expect((await other.get('/api/v1/admin/scripts')).status()).toBe(401);
	await other.dispose();
});

test('shows the server’s versions, limits and walls', async ({ signedIn: page }) => {
	await page.goto('/admin/settings');
	await page.getByRole('tab', { name: 'Server' }).click();
	await expect(page).toHaveURL(/tab=server/);
	await expect(page.getByRole('heading', { name: 'Walls' })).toBeVisible();
	await expect(page.getByText('50,000,000')).toBeVisible();
	await expectAccessible(page);
	await expectNarrow(page);
});

test('shows who did what', async ({ signedIn: page, server }) => {
	await server.script('hello', 'return "hi", nil');
	await page.goto('/admin/settings?tab=activity');
	await expect(page.getByRole('row', { name: /Created script hello/ })).toBeVisible();
	await expectAccessible(page);
	await expectNarrow(page);
});

test('exports everything, and imports it after showing what would change', async ({
	signedIn: page,
	server,
	expected
}) => {
	expected.push(/422|400/);
	const id = await server.script('hello', 'return "hi", nil', '/hello');
	await server.script('other', 'return "other", nil');
	await page.goto('/admin/settings?tab=transfer');
	await expectAccessible(page);
	await expectNarrow(page);

	const [download] = await Promise.all([
		page.waitForEvent('download'),
		page.getByRole('button', { name: 'Download' }).click()
	]);
	const bundle = await readFile(await download.path());
	const scripts = (JSON.parse(bundle.toString()) as { scripts: { name: string }[] }).scripts;
	expect(scripts.map((s) => s.name)).toEqual(['hello', 'other']);

	const choose = (content: Buffer) =>
		page
			.getByLabel('File to import')
			.setInputFiles({ name: 'bundle.json', mimeType: 'application/json', buffer: content });

	await choose(bundle);
	await expect(page.getByText(/Nothing would change/)).toBeVisible();

	await server.api('DELETE', `/scripts/${id}`);
	await choose(bundle);
	const row = page.getByRole('row', { name: /create script hello/ });
	await expect(row).toBeVisible();
	await expectAccessible(page);
	expect(
		(await server.api<{ items: unknown[] }>('GET', '/scripts')).items,
		'the plan changes nothing'
	).toHaveLength(1);
	await page.getByRole('button', { name: /^Apply/ }).click();
	await expect(page.getByText(/^Imported: /)).toBeVisible();
	expect(await (await fetch(`${server.site}/hello`)).text()).toBe('hi');

	await choose(Buffer.from('{"format":1,"scripts":[{"name":"broken","source":"nonsense"}]}'));
	await expect(page.getByRole('alert')).toBeVisible();
	await expectAccessible(page);
});
