import { expect, expectAccessible, expectNarrow, test } from './fixtures.ts';

test('lists scripts with their routes, status and last error', async ({ signedIn: page, server }) => {
	await page.goto('/admin/scripts');
	await expect(page.getByRole('heading', { name: 'No scripts yet' })).toBeVisible();
	await expectAccessible(page);

	await server.script('alpha', 'return 1, nil', '/alpha', '/alpha/:id', '/more/alpha');
	const beta = await server.script('beta', 'return nil, sdk.Error(503, "out of beans")', '/beta');
	const off = await server.script('gamma', 'return 1, nil');
	const { source } = await server.api<{ source: string }>('GET', `/scripts/${off}`);
	await server.api('PUT', `/scripts/${off}`, { name: 'gamma', source, enabled: false });
	expect((await fetch(`${server.site}/beta`)).status).toBe(503);
	await expect
		.poll(async () => (await server.api<{ items: unknown[] }>('GET', '/logs')).items.length)
		.toBe(1);

	await page.reload();
	const row = (name: string) =>
		page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: new RegExp(`^${name}`) }) });
	await expect(row('alpha').getByRole('link', { name: `${server.site}/alpha` })).toHaveAttribute(
		'href',
		`${server.site}/alpha`
	);
	await expect(row('alpha').getByRole('button', { name: `Copy ${server.site}/alpha/:id` })).toBeVisible();
	await expect(row('alpha').getByRole('link', { name: '1 more' })).toBeVisible();
	await expect(row('alpha').getByText('Live')).toBeVisible();
	await expect(row('gamma').getByText('Off')).toBeVisible();
	await expect(row('beta').getByRole('link', { name: /out of beans|503/ })).toHaveAttribute(
		'href',
		new RegExp(`script_id=${beta}`)
	);
	await expectAccessible(page);
	await expectNarrow(page);

	await page.keyboard.press('/');
	await page.keyboard.type('gam');
	await expect(row('alpha')).toBeHidden();
	await expect(row('gamma')).toBeVisible();
	await page.getByLabel('Search scripts').fill('nothing like it');
	await expect(page.getByRole('heading', { name: 'No script matches' })).toBeVisible();
	await page.getByLabel('Search scripts').fill('');

	await row('alpha').getByRole('button', { name: 'Actions for alpha' }).click();
	await page.getByRole('menuitem', { name: 'Delete' }).click();
	await expect(page.getByRole('heading', { name: 'Delete the script alpha?' })).toBeVisible();
	await expectAccessible(page);
	await page.getByRole('button', { name: 'Delete script' }).click();
	await expect(row('alpha')).toBeHidden();
	await expect(row('beta')).toBeVisible();
	expect((await fetch(`${server.site}/alpha`)).status).toBe(404);
});

test('creates a script from a template', async ({ signedIn: page, server, expected }) => {
	expected.push(/409/);
	await server.script('webhook', 'return 1, nil', '/webhook');
	await page.goto('/admin/scripts');
	await page.getByRole('link', { name: 'New script' }).click();
	await expect(page.getByRole('heading', { name: 'New script', level: 1 })).toBeVisible();
	await expect.poll(() => page.getByRole('radio').count()).toBeGreaterThanOrEqual(12);
	await expectAccessible(page);
	await expectNarrow(page);

	await page.getByRole('radio', { name: /^Webhook/ }).check({ force: true });
	await expect(page.getByRole('textbox', { name: 'Name' })).toHaveValue('webhook-2');

	// A name and a path that are taken are told at their fields, and nothing is left behind.
	await page.getByRole('textbox', { name: 'Name' }).fill('webhook');
	await page.getByRole('textbox', { name: 'Route' }).fill('/hooks');
	await page.getByRole('button', { name: 'Create script' }).click();
	await expect(page.getByText('Another script is named "webhook"')).toBeVisible();
	await page.getByRole('textbox', { name: 'Name' }).fill('hooks');
	await server.script('other', 'return 1, nil');
	await server.api('POST', `/scripts/${await server.script('post', 'return 1, nil')}/routes`, {
		method: 'POST',
		path: '/hooks'
	});
	await page.getByRole('button', { name: 'Create script' }).click();
	await expect(page.getByText('Another route answers this already: POST /hooks')).toBeVisible();
	await expectAccessible(page);
	expect((await server.api<{ items: unknown[] }>('GET', '/scripts?q=hooks')).items).toHaveLength(0);

	await page.getByRole('textbox', { name: 'Route' }).fill('/webhook2');
	await page.getByRole('button', { name: 'Create script' }).click();
	await expect(page.getByRole('heading', { name: 'hooks', level: 1 })).toBeVisible();
	await expect(page.getByRole('textbox', { name: /^Source of the script/ })).toContainText('package main');

	// The template's request is there to try: with its body, and the path that was chosen.
	await expect(page.getByLabel('URL or path of the request')).toHaveValue('/webhook2');
	await page.getByRole('button', { name: 'Run' }).click();
	await expect(page.getByRole('region', { name: 'Result of the run' }).getByText('OK')).toBeVisible();
});

test('compares versions and rolls back', async ({ signedIn: page, server }) => {
	const id = await server.script('versions', 'return "first", nil', '/v');
	const { source } = await server.api<{ source: string }>('GET', `/scripts/${id}`);
	await server.api('PUT', `/scripts/${id}`, { name: 'versions', source: source.replace('first', 'second') });

	await page.goto(`/admin/scripts/${id}?tab=versions`);
	await expect(page.getByRole('heading', { name: 'Version 2' })).toBeVisible();
	const difference = page.getByRole('textbox', { name: 'Version 2' });
	await expect(difference.getByRole('deletion')).toContainText('"first"');
	await expect(difference.getByRole('insertion')).toContainText('"second"');
	await expectAccessible(page);
	await expectNarrow(page);

	await page.getByRole('button', { name: /^Version 1/ }).click();
	await page.getByRole('button', { name: 'Roll back to version 1' }).click();
	await expectAccessible(page);
	await page.getByRole('button', { name: 'Roll back', exact: true }).click();
	await expect(page.getByText('Version 1 is live again.')).toBeVisible();
	expect(await (await fetch(`${server.site}/v`)).text()).toBe('first');
	await page.getByRole('tab', { name: 'Editor' }).click();
	await expect(page.getByRole('textbox', { name: /^Source of the script/ })).toContainText('"first"');
});

test('changes the settings of a script', async ({ signedIn: page, server, expected }) => {
	expected.push(/409|412/);
	await server.script('taken', 'return 1, nil');
	const id = await server.script('limits', 'return 1, nil', '/limits');
	await page.goto(`/admin/scripts/${id}?tab=limits`);
	await page.getByLabel('Time, in milliseconds').fill('soon');
	await page.getByRole('button', { name: 'Save settings' }).click();
	await expect(page.getByText('Write a whole number')).toBeVisible();
	await page.getByLabel('Time, in milliseconds').fill('1500');
	await page.getByRole('textbox', { name: 'Name' }).fill('taken');
	await page.getByRole('button', { name: 'Save settings' }).click();
	await expect(page.getByRole('textbox', { name: 'Name' })).toHaveAttribute('aria-invalid', 'true');
	await expectAccessible(page);
	await expectNarrow(page);

	// Somebody else saves in between: that is told, and what was typed stays.
	await page.getByRole('textbox', { name: 'Name' }).fill('renamed');
	await page.getByLabel('Answers requests').uncheck();
	const { source } = await server.api<{ source: string }>('GET', `/scripts/${id}`);
	await server.api('PUT', `/scripts/${id}`, { name: 'theirs', description: 'new', source });
	await page.getByRole('button', { name: 'Save settings' }).click();
	await expect(page.getByText('Somebody else changed the script meanwhile')).toBeVisible();
	// Another tab and back: nothing that was typed is gone.
	await page.getByRole('tab', { name: 'Routes' }).click();
	await page.getByRole('tab', { name: 'Limits' }).click();
	await expect(page.getByRole('textbox', { name: 'Name' })).toHaveValue('renamed');
	await expect(page.getByText('Somebody else set this to theirs.')).toBeVisible();
	await expect(page.getByLabel('Description')).toHaveValue('new');
	await expectAccessible(page);
	await page.getByRole('button', { name: 'Save settings' }).click();
	await expect(page.getByText('The settings are in effect.')).toBeVisible();
	await expect(page.getByRole('heading', { name: 'renamed', level: 1 })).toBeVisible();
	const now = await server.api('GET', `/scripts/${id}`);
	expect(now).toMatchObject({
		name: 'renamed',
		description: 'new',
		timeout_ms: 1500,
		enabled: false,
		version: 1
	});
});

test('adds, changes and deletes routes', async ({ signedIn: page, server }) => {
	const id = await server.script('routed', 'return ctx.Request.Params["id"], nil');
	await page.goto(`/admin/scripts/${id}?tab=routes`);
	await expect(page.getByRole('heading', { name: 'No routes yet' })).toBeVisible();
	await page.getByRole('button', { name: 'Add a route' }).click();
	await page.getByLabel('Path', { exact: true }).fill('/items/:id');
	await expectAccessible(page);
	await expectNarrow(page);
	await page.getByRole('button', { name: 'Add route' }).click();
	await expect(page.getByText(`${server.site}/items/:id`)).toBeVisible();
	expect(await (await fetch(`${server.site}/items/7`)).text()).toBe('7');

	await page.getByRole('button', { name: 'Change ANY /items/:id' }).click();
	await page.getByLabel('Path', { exact: true }).fill('/things/:id');
	await page.getByRole('button', { name: 'Save route' }).click();
	await expect(page.getByText(`${server.site}/things/:id`)).toBeVisible();
	await page.getByRole('button', { name: 'Delete ANY /things/:id' }).click();
	await page.getByRole('button', { name: 'Delete route' }).click();
	await expect(page.getByRole('heading', { name: 'No routes yet' })).toBeVisible();
	expect((await fetch(`${server.site}/things/7`)).status).toBe(404);
});

test('shows what a script did', async ({ signedIn: page, server }) => {
	const id = await server.script('busy', 'return 1, nil', '/busy');
	await page.goto(`/admin/scripts/${id}?tab=executions`);
	await expect(page.getByRole('heading', { name: 'It has not run yet' })).toBeVisible();
	for (let i = 0; i < 3; i++) await fetch(`${server.site}/busy?n=${i}`);
	await expect
		.poll(async () => (await server.api<{ items: unknown[] }>('GET', '/logs')).items.length)
		.toBe(3);
	await page.getByRole('button', { name: 'Reload' }).click();
	await expect(page.getByRole('link', { name: 'GET /busy?n=2' })).toHaveAttribute('href', /script_id=.*&id=/);
	await page.getByRole('radio', { name: 'Hour' }).check({ force: true });
	await expect(page.getByRole('list', { name: 'Versions saved in this time' })).toContainText('Version 1');
	await expectAccessible(page);
	await expectNarrow(page);
});

test('tells that a script is gone, or could not be loaded', async ({ signedIn: page, server, expected }) => {
	expected.push(/404|503/);
	await page.goto('/admin/scripts/01890a5d-ac96-774b-bcce-b302099a8057');
	await expect(page.getByRole('heading', { name: 'The script could not be loaded' })).toBeVisible();
	await expectAccessible(page);
	await page.route(/\/api\/v1\/admin\/scripts(\?|$)/, (route) =>
		route.fulfill({
			status: 503,
			json: { status: 503, title: 'Unavailable', code: 'unavailable', detail: 'come back later' }
		})
	);
	await page.goto('/admin/scripts');
	await expect(page.getByRole('heading', { name: 'The scripts could not be loaded' })).toBeVisible();
	await page.unroute(/\/api\/v1\/admin\/scripts(\?|$)/);
	await server.script('back', 'return 1, nil');
	await page.getByRole('button', { name: 'Try again' }).click();
	await expect(page.getByRole('link', { name: 'back' })).toBeVisible();
});
