import type { Locator, Page } from '@playwright/test';
import { expect, expectAccessible, expectNarrow, test } from './fixtures.ts';

const source = (body: string, imports = '"github.com/picloud/picloud/sdk"') => `package main

import ${imports}

func Handle(ctx *sdk.Context) (any, error) {
	${body}
}
`;

function editor(page: Page): Locator {
	return page.getByRole('textbox', { name: /^Source of the script/ });
}

/** Opens a script and waits for its editor. */
async function open(page: Page, id: string, query = ''): Promise<Locator> {
	await page.goto(`/admin/scripts/${id}${query}`);
	const text = editor(page);
	await expect(text).toContainText('package main');
	return text;
}

/** Puts a text in place of what is in the editor, as pasting does. */
async function replace(page: Page, text: string): Promise<void> {
	await editor(page).focus();
	await page.keyboard.press('Control+a');
	await page.keyboard.insertText(text);
}

test('edits, checks, runs and saves a script', async ({ signedIn: page, server }) => {
	const id = await server.script('greet', 'return "one " + ctx.Request.Params["name"], nil', '/greet/:name');
	await open(page, id);
	await expect(page.getByRole('heading', { name: 'greet', level: 1 })).toBeVisible();
	await expect(page.getByLabel('URL or path of the request')).toHaveValue('/greet/ann');
	await expectAccessible(page);
	await expectNarrow(page);

	// What is wrong is told while it is typed.
	await replace(page, source('return unknown, nil'));
	await expect(page.getByRole('button', { name: /1 error.*line 6: undefined: unknown/ })).toBeVisible();
	await expect(page.getByText('Unsaved')).toBeVisible();
	await expectAccessible(page);

	// The draft runs, and the live version stays what it was.
	await replace(
		page,
		source('ctx.Log.Info("two", "n", 2)\n\treturn map[string]any{"two":ctx.Request.Params["name"]}, nil')
	);
	await expect(page.getByText('No problems')).toBeVisible();
	await page.keyboard.press('Control+Enter');
	const result = page.getByRole('region', { name: 'Result of the run' });
	await expect(result.getByText('200')).toBeVisible();
	await expect(result.getByText('"two": "ann"')).toBeVisible();
	await expect(result.getByText('n=2')).toBeVisible();
	await expect(result.getByRole('meter', { name: 'Operations' })).toBeVisible();
	expect(await (await fetch(`${server.site}/greet/bob`)).text()).toBe('one bob');
	await expectAccessible(page);

	// Saving formats, and the cursor stays where it was.
	await editor(page).focus();
	await page.keyboard.press('Control+End');
	await page.keyboard.press('Control+s');
	await expect(page.getByText('Version 2 is live.')).toBeVisible();
	await expect(editor(page)).toContainText('{"two": ctx');
	await expect(page.getByText('Unsaved')).toBeHidden();
	expect(await (await fetch(`${server.site}/greet/bob`)).json()).toEqual({ two: 'bob' });
	await page.keyboard.type('// end');
	await expect(editor(page).locator('.cm-line').last()).toHaveText('// end');
});

test('completes packages, values and imports', async ({ signedIn: page, server }) => {
	const id = await server.script('complete', 'return nil, nil', '/complete');
	await open(page, id);
	const list = page.getByRole('listbox', { name: 'Completions' });

	await replace(page, source('ctx.Request.'));
	await editor(page).locator('.cm-line', { hasText: 'ctx.Request.' }).click();
	await page.keyboard.press('End');
	await page.keyboard.type('Pa');
	await expect(list.getByRole('option', { name: /^Params/ })).toBeVisible();
	await page.keyboard.press('Escape');

	// A package that is not imported yet is, with the symbol.
	await replace(page, source('return strings.'));
	await editor(page).locator('.cm-line', { hasText: 'return strings.' }).click();
	await page.keyboard.press('End');
	await page.keyboard.type('ToUp');
	await list.getByRole('option', { name: /^ToUpper\(/ }).click();
	await expect(editor(page)).toContainText('strings.ToUpper');
	await expect(editor(page)).toContainText('import "strings"');
	await page.keyboard.type('("x"), nil');
	await page.keyboard.press('Control+s');
	await expect(page.getByText('Version 2 is live.')).toBeVisible();
	expect(await (await fetch(`${server.site}/complete`)).text()).toBe('X');
});

test('keeps what is not saved over a reload', async ({ signedIn: page, server }) => {
	const id = await server.script('draft', 'return 1, nil', '/draft');
	await open(page, id);
	await replace(page, source('return 2, nil'));
	await page.reload();
	await expect(editor(page)).toContainText('return 2, nil');
	await expect(page.getByText('Your unsaved changes are back')).toBeVisible();
	await expectAccessible(page);
	await page.getByRole('button', { name: 'Discard' }).click();
	await expect(editor(page)).toContainText('return 1, nil');
	// Discarding can be undone, as any other change.
	await editor(page).focus();
	await page.keyboard.press('Control+z');
	await expect(editor(page)).toContainText('return 2, nil');

	// Going to another page keeps it too.
	await page.getByRole('link', { name: 'Scripts' }).first().click();
	await page.getByRole('link', { name: 'draft', exact: true }).click();
	await expect(editor(page)).toContainText('return 2, nil');
	await page.getByRole('button', { name: 'Discard' }).click();
	await page.reload();
	await expect(editor(page)).toContainText('return 1, nil');
	await expect(page.getByText('Your unsaved changes are back')).toBeHidden();
});

test('keeps a draft that goes back to an older version', async ({ signedIn: page, server }) => {
	const id = await server.script('older', 'return 1, nil', '/older');
	await page.goto('/admin/scripts');
	await page.getByRole('link', { name: 'older', exact: true }).click();
	await expect(editor(page)).toContainText('return 1, nil');
	await replace(page, source('return 2, nil'));
	await page.keyboard.press('Control+s');
	await expect(page.getByText('Version 2 is live.')).toBeVisible();
	await replace(page, (await server.api<{ source: string }>('GET', `/scripts/${id}/versions/1`)).source);
	await expect(page.getByText('Unsaved')).toBeVisible();
	await page.getByRole('link', { name: 'Scripts' }).first().click();
	await page.getByRole('link', { name: 'older', exact: true }).click();
	await expect(page.getByText('Your unsaved changes are back')).toBeVisible();
	await expect(editor(page)).toContainText('return 1, nil');
});

test('keeps what is not saved in two tabs', async ({ signedIn: page, server }) => {
	const id = await server.script('tabs', 'return 1, nil', '/tabs');
	const other = await page.context().newPage();
	await open(page, id);
	await open(other, id);
	await replace(page, source('return "mine", nil'));
	// One that only looks takes nothing away.
	await other.getByRole('link', { name: 'Scripts' }).first().click();
	await expect(other.getByRole('heading', { name: 'Scripts', level: 1 })).toBeVisible();
	await open(other, id);
	await expect(editor(other)).toContainText('return "mine", nil');
	await replace(other, source('return "other", nil'));
	await other.close({ runBeforeUnload: true });

	await page.reload();
	await expect(editor(page)).toContainText('return "mine", nil');
	await expect(page.getByText('Another unsaved text is kept')).toBeVisible();
	await expectAccessible(page);
	await page.getByRole('button', { name: 'Use it' }).click();
	await expect(editor(page)).toContainText('return "other", nil');
	await page.getByRole('button', { name: 'Discard it' }).click();
	await expect(page.getByText('Another unsaved text is kept')).toBeHidden();
	await page.reload();
	await expect(editor(page)).toContainText('return "other", nil');
});

test('asks before it leaves a text that the browser does not keep', async ({ signedIn: page, server }) => {
	const id = await server.script('unkept', 'return 1, nil', '/unkept');
	await page.addInitScript(() => {
		const { setItem } = Storage.prototype;
		Storage.prototype.setItem = function (key, value) {
			if (key.startsWith('picloud.draft')) throw new DOMException('full', 'QuotaExceededError');
			setItem.call(this, key, value);
		};
	});
	await open(page, id);
	await replace(page, source('return 2, nil'));
	await expect(page.getByText('This browser keeps no drafts')).toBeVisible();
	page.once('dialog', (dialog) => dialog.dismiss());
	await page.getByRole('link', { name: 'Scripts' }).first().click();
	await expect(editor(page)).toContainText('return 2, nil');
	page.once('dialog', (dialog) => dialog.accept());
	await page.getByRole('link', { name: 'Scripts' }).first().click();
	await expect(page.getByRole('heading', { name: 'Scripts', level: 1 })).toBeVisible();
});

test('merges what two people saved, and loses nothing', async ({ signedIn: page, server, expected }) => {
	expected.push(/412/);
	const lines = 'a := "a"\n\tx := "x"\n\tb := "b"\n\ty := "y"\n\tc := "c"\n\treturn a + x + b + y + c, nil';
	const id = await server.script('both', lines, '/both');
	await open(page, id);
	await replace(page, source(lines.replace('"a"', '"mine"').replace('"c"', '"my c"')));
	// Somebody else changes one line alone, and one that both changed.
	const theirs = source(lines.replace('"b"', '"theirs"').replace('"c"', '"their c"'));
	await server.api('PUT', `/scripts/${id}`, { name: 'both', source: theirs });

	await page.keyboard.press('Control+s');
	await expect(page.getByRole('heading', { name: 'Version 2 was saved while you worked' })).toBeVisible();
	await expect(page.getByText('In 1 place both of you changed the same lines')).toBeVisible();
	const merged = page.getByRole('textbox', { name: 'Your text, merged with theirs' });
	await expect(merged).toContainText('a := "mine"');
	await expect(merged).toContainText('b := "theirs"');
	await expect(merged).toContainText('c := "my c"');
	await expectAccessible(page);
	await expectNarrow(page);

	await page.getByRole('button', { name: 'Take theirs' }).last().press('Enter');
	await expect(merged).toContainText('c := "their c"');
	await page.keyboard.press('Control+s');
	await expect(page.getByText('Version 3 is live.')).toBeVisible();
	await expect(editor(page)).toBeFocused();
	expect(await (await fetch(`${server.site}/both`)).text()).toBe('minextheirsytheir c');
});

test('tells of a newer version under a draft', async ({ signedIn: page, server }) => {
	const id = await server.script('newer', 'return 1, nil', '/newer');
	await open(page, id);
	await replace(page, source('return 2, nil'));
	await expect(page.getByText('Unsaved')).toBeVisible();
	await server.api('PUT', `/scripts/${id}`, { name: 'newer', source: source('return 3, nil') });
	await page.reload();
	await expect(page.getByText('Version 2 was saved since you began')).toBeVisible();
	await page.getByRole('button', { name: 'Merge' }).click();
	await page.getByRole('button', { name: 'Back to my text' }).click();
	await expect(editor(page)).toContainText('return 2, nil');
	await page.getByRole('button', { name: 'Merge' }).click();
	await page.getByRole('button', { name: 'Take all of theirs' }).click();
	await expect(editor(page)).toContainText('return 3, nil');
	await expect(page.getByText('Unsaved')).toBeHidden();
});

test('goes to the first error when a save is refused', async ({ signedIn: page, server, expected }) => {
	expected.push(/422/);
	const id = await server.script('refused', 'return 1, nil', '/refused');
	await open(page, id);
	await replace(page, source('x := unknown\n\treturn x, nil'));
	await page.getByRole('button', { name: 'Save' }).click();
	await expect(editor(page)).toBeFocused();
	await expect(editor(page).locator('.cm-lintRange-error').first()).toHaveText('unknown');
	await expect(editor(page).locator('.cm-activeLine')).toContainText('x := unknown');
	await expect(page.getByText('Unsaved')).toBeVisible();
	expect(await (await fetch(`${server.site}/refused`)).text()).toBe('1');

	// One that does not even parse is refused by the formatter.
	await replace(page, 'package main\n\nfunc {');
	await page.keyboard.press('Control+s');
	await expect(editor(page).locator('.cm-activeLine')).toContainText('func {');
	await expect(page.getByRole('button', { name: /error/ }).first()).toBeVisible();
});

test('keeps the text while the server is gone', async ({ signedIn: page, server, expected }) => {
	expected.push(/ERR_CONNECTION_REFUSED|Failed to load resource/);
	const id = await server.script('gone', 'return 1, nil', '/gone');
	await open(page, id);
	await server.stop();
	await replace(page, source('return 2, nil'));
	await page.keyboard.press('Control+s');
	await expect(page.getByText('The server did not answer. Your text is kept in this browser.')).toBeVisible();
	await page.keyboard.press('Control+Enter');
	await expect(page.getByText('It did not run')).toBeVisible();
	await server.launch();
	await expect(async () => {
		await page.keyboard.press('Control+s');
		await expect(page.getByText('Version 2 is live.')).toBeVisible({ timeout: 2000 });
	}).toPass();
	expect(await (await fetch(`${server.site}/gone`)).text()).toBe('2');
});

test('lets a token that may only read look', async ({ page, server }) => {
	const id = await server.script('look', 'return 1, nil', '/look');
	const answer = await page.request.post('/api/v1/admin/session', {
		data: { token: await server.token(['read']) },
		headers: { Origin: server.site }
	});
	expect(answer.status()).toBe(201);
	await open(page, id);
	await expect(page.getByRole('button', { name: 'Save' })).toBeDisabled();
	await expect(page.getByRole('button', { name: 'Run' })).toBeDisabled();
	await editor(page).focus();
	await page.keyboard.type('x');
	await expect(editor(page)).not.toContainText('xpackage');
	await expectAccessible(page);
	await page.getByRole('tab', { name: 'Limits' }).click();
	await expect(page.getByRole('textbox', { name: 'Name' })).toBeDisabled();
	await expect(page.getByRole('button', { name: 'Save settings' })).toBeDisabled();
	await page.goto('/admin/scripts');
	await expect(page.getByRole('button', { name: 'New script' })).toBeDisabled();
});

test('is no trap for the keyboard', async ({ signedIn: page, server }) => {
	const id = await server.script('trap', 'return 1, nil');
	await open(page, id);
	await editor(page).focus();
	await page.keyboard.press('Tab');
	await expect(editor(page)).toBeFocused();
	await page.keyboard.press('Escape');
	await page.keyboard.press('Tab');
	await expect(editor(page)).not.toBeFocused();
});

test('takes the request that a link brings along', async ({ signedIn: page, server }) => {
	const id = await server.script(
		'asked',
		'return ctx.Request.Method + string(ctx.Request.Body), nil',
		'/asked'
	);
	await open(
		page,
		id,
		`?${new URLSearchParams({ method: 'POST', url: '/asked?x=1', body: 'hi', header: 'X-A: b' })}`
	);
	await expect(page.getByLabel('Method')).toHaveValue('POST');
	await expect(page.getByLabel('URL or path of the request')).toHaveValue('/asked?x=1');
	await expect(page.getByLabel('Headers', { exact: true })).toHaveValue('X-A: b');
	await page.getByRole('button', { name: 'Run' }).click();
	await expect(page.getByRole('region', { name: 'Result of the run' }).getByText('POSThi')).toBeVisible();
	await page.getByLabel('Headers', { exact: true }).fill('nonsense');
	await page.getByRole('button', { name: 'Run' }).click();
	await expect(page.getByText('Line 1 is no header field')).toBeVisible();
});
