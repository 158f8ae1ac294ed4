import { expect, expectAccessible, expectNarrow, test } from './fixtures.ts';

interface Route {
	id: string;
	path: string;
}

test('shows routes in the order of evaluation, host by host', async ({ signedIn: page, server }) => {
	const hello = await server.script('hello', 'return "hi", nil', '/*', '/files/:name', '/files/readme');
	await server.api('POST', `/scripts/${hello}/routes`, { host: '*.example.com', path: '/:any/readme' });
	await server.api('POST', `/scripts/${hello}/routes`, {
		host: 'www.example.com',
		path: '/*',
		method: 'POST'
	});
	await server.api('POST', `/scripts/${hello}/routes`, {
		host: '*.example.com',
		path: '/files/*',
		guard: 'request.tls'
	});

	await page.goto('/admin/routes');
	await expect(page.getByRole('heading', { level: 2, name: 'www.example.com' })).toBeVisible();
	await expect(page.getByRole('heading', { level: 2 }).filter({ hasNotText: 'answers?' })).toHaveText([
		'www.example.com',
		'*.example.com',
		'Any host'
	]);
	await expect(page.locator('tbody tr th .path .mono')).toHaveText([
		'/*',
		'/files/*',
		'/:any/readme',
		'/files/readme',
		'/files/:name',
		'/*'
	]);
	await expect(page.getByText(/^Not asked where/)).toHaveCount(0);
	await expect(page.getByText('if request.tls')).toBeVisible();
	await expect(page.getByText(/Shadowed:/).first()).toContainText('may go to');
	await expectAccessible(page);
	await expectNarrow(page);

	await page.keyboard.press('/');
	await page.keyboard.type('www');
	await expect(page).toHaveURL(/q=www/);
	await expect(page.locator('tbody tr')).toHaveCount(1);
	await page.getByRole('searchbox').fill('nonsense');
	await expect(page.getByRole('heading', { name: 'No route matches' })).toBeVisible();
});

test('adds a route by keyboard, and checks it at each keystroke', async ({
	signedIn: page,
	server,
	expected
}) => {
	expected.push(/422/);
	await server.script('users', 'return "user", nil', '/users/:id');
	await server.script('hello', 'return "hi", nil');
	await page.goto('/admin/routes');
	await expect(page.getByRole('row', { name: /users\/:id/ })).toBeVisible();

	await page.keyboard.press('n');
	const form = page.getByRole('form', { name: 'New route' });
	const path = form.getByLabel('Path');
	await expect(path).toBeFocused();
	await page.keyboard.type('/café x');
	const caret = form.locator('[data-at]');
	await expect(caret).toHaveAttribute('data-at', '5');
	await expect(path).toHaveAccessibleDescription(/^Character 6: /);
	// The caret stands below the space that it is about.
	const distance = await form.evaluate((root) => {
		const input = root.querySelector<HTMLInputElement>('input[placeholder="/greet/:name"]')!;
		const caret = root.querySelector('[data-at]')!.getBoundingClientRect();
		const pen = document.createElement('canvas').getContext('2d')!;
		const { fontSize, fontFamily } = getComputedStyle(input);
		pen.font = `${fontSize} ${fontFamily}`;
		return caret.left - (input.getBoundingClientRect().left + 11 + pen.measureText('/café').width);
	});
	expect(Math.abs(distance)).toBeLessThan(2);
	await expectAccessible(page);
	await expectNarrow(page);

	await path.fill('/admin/x');
	await expect(form.getByText(/reserved/)).toBeVisible();
	await expect(caret).toHaveAttribute('data-at', '1');

	await path.fill('/hello');
	await expect(form.getByText(/^Unique/)).toBeVisible();
	await path.fill('/users/me');
	await expect(form.getByText(/wins over 1 route/)).toBeVisible();
	await expect(form.getByRole('link', { name: /^GET http.*\/users\/me$/ })).toBeVisible();
	await form.getByLabel('Guard').fill('request.header["X"] == 1');
	await expect(caret).toHaveAttribute('data-at', '20');
	await form.getByLabel('Guard').fill('');

	const add = form.getByRole('button', { name: 'Add route' });
	await expect(add, 'a script must be chosen').toBeDisabled();
	await form.getByLabel('Script').selectOption('hello');
	await expectAccessible(page);
	await path.press('Enter');
	await expect(page.getByText('The route /users/me is live.')).toBeVisible();
	await expect(page.getByRole('row', { name: /users\/me/ })).toBeFocused();
	expect(await (await fetch(`${server.site}/users/me`)).text()).toBe('hi');
});

test('refuses a conflict, with a link to the other route and a request as proof', async ({
	signedIn: page,
	server,
	expected
}) => {
	expected.push(/409/);
	const users = await server.script('users', 'return "user", nil', '/users/:id');
	await page.goto('/admin/routes');
	await page.getByRole('button', { name: 'New route' }).click();
	const form = page.getByRole('form', { name: 'New route' });
	await form.getByLabel('Script').selectOption('users');
	await form.getByLabel('Path').fill('/users/:name');
	await expect(form.getByText('Conflicts with another route.')).toBeVisible();
	await expect(form.getByRole('button', { name: 'Add route' })).toBeDisabled();
	await expectAccessible(page);
	await expectNarrow(page);
	await form.getByRole('link', { name: /^GET http/ }).click();
	await expect(page.getByLabel('URL or path')).toHaveValue(/\/users\//);
	await expect(form.getByLabel('Path'), 'what was typed is kept').toHaveValue('/users/:name');
	await form.getByRole('link', { name: '/users/:id' }).click();
	await expect(page.getByRole('row', { name: /users\/:id/ })).toBeFocused();

	// Another one takes the path after the check and before the save.
	await form.getByLabel('Path').fill('/late/:a');
	await expect(form.getByText(/^Unique/)).toBeVisible();
	await server.api('POST', `/scripts/${users}/routes`, { path: '/late/:b' });
	await form.getByRole('button', { name: 'Add route' }).click();
	await expect(form.getByText('Conflicts with another route.')).toBeVisible();
	await expect(form.getByRole('link', { name: '/late/:b' })).toBeVisible();
	await page.keyboard.press('Escape');
});

test('changes and deletes a route', async ({ signedIn: page, server }) => {
	await server.script('hello', 'return "hi", nil', '/old', '/other');
	await page.goto('/admin/routes');
	await page.getByRole('button', { name: 'Change ANY /old' }).click();
	const form = page.getByRole('form', { name: 'Change the route' });
	await expect(form.getByRole('button', { name: 'Save route' }), 'nothing is changed').toBeDisabled();
	await page.keyboard.press('Escape');
	await expect(page.getByRole('row', { name: /\/old/ })).toBeFocused();

	await page.getByRole('button', { name: 'Change ANY /old' }).click();
	await form.getByLabel('Path').fill('/new/:name');
	await form.getByLabel('Method').selectOption('POST');
	await expectAccessible(page);
	await form.getByLabel('Path').press('Enter');
	await expect(page.getByRole('row', { name: /POST \/new\/:name/ })).toBeVisible();
	const { items } = await server.api<{ items: Route[] }>('GET', '/routes');
	expect(items.map((r) => r.path).sort()).toEqual(['/new/:name', '/other']);

	await page.getByRole('button', { name: 'Delete ANY /other' }).click();
	await expectAccessible(page);
	await page.getByRole('dialog').getByRole('button', { name: 'Delete route' }).click();
	await expect(page.getByRole('row', { name: /\/other/ })).toBeHidden();
	expect((await fetch(`${server.site}/other`)).status).toBe(404);
});

test('tells who answers a request, and why the others do not', async ({
	signedIn: page,
	server,
	expected
}) => {
	expected.push(/422/);
	const id = await server.script('hello', 'return "hi", nil', '/greet/*');
	await server.api('POST', `/scripts/${id}/routes`, { path: '/greet/:name', method: 'GET' });
	await server.api('POST', `/scripts/${id}/routes`, { path: '/only', method: 'PUT' });
	await server.api('POST', `/scripts/${id}/routes`, {
		path: '/greet/ann',
		guard: 'request.header["X-Beta"] == "1"'
	});
	await page.goto('/admin/routes');
	await expect(page.getByRole('row', { name: /only/ })).toBeVisible();
	await page.keyboard.press('m');
	await page.keyboard.type('/greet/ann?lang=en');
	const card = page.getByRole('region', { name: 'Which route answers?' });
	await expect(card.getByText('of hello')).toBeVisible();
	await expect(page).toHaveURL(/url=%2Fgreet%2Fann/);
	const candidates = card.getByRole('region', { name: 'Candidates' }).getByRole('listitem');
	await expect(candidates).toHaveCount(3);
	await expect(candidates.nth(0)).toContainText('guard says no');
	await expect(candidates.nth(1)).toContainText('wins');
	await expect(candidates.nth(2)).toContainText('later');
	await expect(card.getByRole('definition').filter({ hasText: /^ann$/ })).toBeVisible();
	await expect(card.getByRole('definition').filter({ hasText: /^en$/ })).toBeVisible();
	await expect(card.getByRole('link', { name: 'Open in request builder' })).toHaveAttribute(
		'href',
		`/admin/scripts/${id}?method=GET&url=%2Fgreet%2Fann%3Flang%3Den`
	);
	await expectAccessible(page);
	await expectNarrow(page);

	await card.getByText('Headers and address').click();
	await card.getByLabel('Headers').fill('X-Beta: 1');
	await expect(candidates.nth(0)).toContainText('wins');

	await card.getByLabel('URL or path').fill('/only');
	await expect(card.getByText('No route takes GET here.')).toBeVisible();
	await expect(card.getByText('Allowed: PUT')).toBeVisible();
	await card.getByLabel('Method').selectOption('PUT');
	await expect(card.getByText('of hello')).toBeVisible();

	await card.getByLabel('URL or path').fill('/healthz');
	await expect(card.getByText(/PiCloud’s own/)).toBeVisible();
	await card.getByLabel('URL or path').fill('nonsense');
	await expect(card.getByText(/must start with|cannot be parsed|invalid/)).toBeVisible();
	await expectAccessible(page);

	// A link may ask for what no field here is about.
	await page.goto(`/admin/routes?url=/only&method=${'M'.repeat(40)}`);
	await expect(card.locator('.notice')).toContainText(/method/i);
});

test('has something to say when there is nothing, and when it cannot load', async ({
	signedIn: page,
	expected
}) => {
	expected.push(/503/);
	await page.goto('/admin/routes');
	await expect(page.getByRole('heading', { name: 'No routes yet' })).toBeVisible();
	await expectAccessible(page);
	await expectNarrow(page);
	await page.route('**/api/v1/admin/routes?*', (route) =>
		route.fulfill({
			status: 503,
			contentType: 'application/problem+json',
			body: JSON.stringify({ status: 503, code: 'unavailable', detail: 'the store is away' })
		})
	);
	await page.reload();
	await expect(page.getByRole('heading', { name: 'The routes could not be loaded' })).toBeVisible();
	await expectAccessible(page);
	await page.unroute('**/api/v1/admin/routes?*');
	await page.getByRole('button', { name: 'Try again' }).click();
	await expect(page.getByRole('heading', { name: 'No routes yet' })).toBeVisible();
});

test('keeps what was typed when the server is gone', async ({ signedIn: page, server, expected }) => {
	expected.push(/ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET/);
	await server.script('hello', 'return "hi", nil', '/hello');
	await page.goto('/admin/routes');
	await page.getByRole('button', { name: 'New route' }).click();
	const form = page.getByRole('form', { name: 'New route' });
	await form.getByLabel('Script').selectOption('hello');
	await server.stop();
	await form.getByLabel('Path').fill('/more');
	await expect(page.getByText('The server does not answer.')).toBeVisible();
	await server.launch();
	await expect(page.getByText('The server does not answer.')).toBeHidden();
	await expect(form.getByText(/^Unique/)).toBeVisible();
	await form.getByLabel('Path').press('Enter');
	await expect(page.getByRole('row', { name: /\/more/ })).toBeVisible();
});
