import { expect, expectAccessible, expectNarrow, test } from './fixtures.ts';

test('goes from the setup link to a live hello by keyboard', async ({ page, server }) => {
	await page.goto(await server.setupLink());
	await expect(page.getByRole('heading', { name: 'Set up PiCloud' })).toBeVisible();
	await expectAccessible(page);
	await expectNarrow(page);

	await page.getByLabel('Name of the token').focus();
	await page.keyboard.press('Control+a');
	await page.keyboard.type('laptop');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('heading', { name: 'You are signed in' })).toBeVisible();
	await expect(page.getByText(/^pcl_\w{49}$/)).toBeVisible();
	await expect(page).toHaveURL(/\/admin\/setup$/);
	await expectAccessible(page);

	await page.getByRole('button', { name: 'Create hello route' }).press('Enter');
	await expect(page.getByRole('heading', { name: 'It is live' })).toBeVisible();
	await expect(page.getByText('{"hello":"world"}')).toBeVisible();
	const link = page.getByRole('link', { name: `${server.site}/hello/world` });
	await expect(link).toHaveAttribute('href', `${server.site}/hello/world`);
	const answer = await fetch(`${server.site}/hello/you`);
	expect(await answer.json()).toEqual({ hello: 'you' });
	await expectAccessible(page);
	await expectNarrow(page);

	await page.getByRole('link', { name: 'Go to the overview' }).press('Enter');
	await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible();
});

test('takes a code that is pasted, after one that was wrong', async ({ page, server, expected }) => {
	expected.push(/403/);
	const link = await server.setupLink();
	await page.goto('/admin/setup#code=pcc_wrong');
	await page.getByRole('button', { name: 'Create token and sign in' }).click();
	await expect(page.getByText(/wrong or has expired/)).toBeVisible();
	await expectAccessible(page);
	await page.getByLabel('Setup code').fill(link);
	await page.getByRole('button', { name: 'Create token and sign in' }).click();
	await expect(page.getByRole('heading', { name: 'You are signed in' })).toBeVisible();
});

test('is closed once there is a token', async ({ page, server }) => {
	await server.token();
	await page.goto('/admin/setup');
	await expect(page.getByRole('heading', { name: 'Setup is done' })).toBeVisible();
	await expectAccessible(page);
	await page.getByRole('link', { name: 'Sign in' }).click();
	await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
});

test('sends to the setup link while there is no token', async ({ page, expected }) => {
	expected.push(/40[13]/);
	await page.goto('/admin/');
	await expect(page.getByText('This server has no token yet')).toBeVisible();
	await expectAccessible(page);
});

test('says when a token is not known, and keeps it for mending', async ({ page, server, expected }) => {
	expected.push(/401/);
	await server.token();
	await page.goto('/admin/sign-in');
	await page.getByLabel('Token').fill('pcl_nonsense');
	await page.keyboard.press('Enter');
	await expect(page.getByText('This token is not known here, or it has expired.')).toBeVisible();
	await expect(page.getByLabel('Token')).toHaveValue('pcl_nonsense');
	await page.getByText('No token at hand?').click();
	await expectAccessible(page);
	await expectNarrow(page);
});

test('does not follow a return path that leads elsewhere', async ({ page, server, expected }) => {
	expected.push(/401/);
	await page.goto('/admin/sign-in?return=https://evil.example/admin/');
	await page.getByLabel('Token').fill(await server.token());
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(`${server.site}/admin/`);
});
