import { expect, expectAccessible, expectNarrow, test } from './fixtures.ts';

test('shows requests, errors and what failed', async ({ signedIn: page, server }) => {
	await server.script('steady', 'return "ok", nil', '/steady');
	await server.script('shaky', 'return nil, sdk.Error(500, "out of paper")', '/shaky');
	for (let i = 0; i < 6; i++) await fetch(`${server.site}/steady`);
	for (let i = 0; i < 2; i++) await fetch(`${server.site}/shaky`);

	await page.goto('/admin/');
	await expect(page.getByRole('img', { name: /^Requests over time: 8 in all, 2 failed/ })).toBeVisible();
	const rates = page.getByRole('region', { name: 'Scripts by error rate' }).getByRole('listitem');
	await expect(rates.first()).toContainText('shaky');
	await expect(rates.first()).toContainText('100 %');
	await expect(page.getByRole('region', { name: 'Recent saves' }).getByRole('link').first()).toHaveText(
		'shaky'
	);
	await expectAccessible(page);
	await expectNarrow(page);

	await page.getByRole('radio', { name: 'Week' }).check();
	await expect(page).toHaveURL(/window=7d/);
	await expect(page.getByRole('img', { name: /^Requests over time: 8 in all/ })).toBeVisible();
	await page.reload();
	await expect(page.getByRole('radio', { name: 'Week' })).toBeChecked();
});

test('leads to the first script when there is none', async ({ signedIn: page }) => {
	await page.goto('/admin/');
	await expect(page.getByRole('heading', { name: 'No scripts yet' })).toBeVisible();
	await expectAccessible(page);
	await expectNarrow(page);
	await page.getByRole('link', { name: 'Create the first script' }).click();
	await expect(page).toHaveURL(/\/admin\/scripts/);
});

test('says what could not be loaded, and tries again', async ({ signedIn: page, expected }) => {
	expected.push(/503/);
	const problem = {
		status: 503,
		code: 'unavailable',
		title: 'Service Unavailable',
		detail: 'the server cannot do that just now'
	};
	await page.route('**/api/v1/admin/stats*', (route) =>
		route.fulfill({ status: 503, contentType: 'application/problem+json', body: JSON.stringify(problem) })
	);
	await page.goto('/admin/');
	await expect(page.getByRole('heading', { name: 'The numbers could not be loaded' })).toBeVisible();
	await expect(page.getByText('The server cannot do that just now.')).toBeVisible();
	await expectAccessible(page);
	await page.unroute('**/api/v1/admin/stats*');
	await page.getByRole('button', { name: 'Try again' }).click();
	await expect(page.getByText('Requests', { exact: true }).first()).toBeVisible();
	await expect(page.getByRole('heading', { name: 'The numbers could not be loaded' })).toBeHidden();
});
