import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';

/** Presses Tab until the thing has the focus, as somebody without a mouse does. */
async function tabTo(
	page: Page,
	role: Parameters<Page['getByRole']>[0],
	name: string | RegExp
): Promise<void> {
	const target = page.getByRole(role, { name }).first();
	await expect(target).toBeVisible();
	for (let i = 0; i < 80; i++) {
		if (await target.evaluate((element) => element === document.activeElement || element.matches(':focus')))
			return;
		await page.keyboard.press('Tab');
	}
	throw new Error(`Tab does not reach ${role} ${name}`);
}

test('goes from setup to a roll-back by keyboard alone', async ({ page, server }) => {
	test.setTimeout(120_000);

	// Setup.
	await page.goto(await server.setupLink());
	await tabTo(page, 'button', 'Create token and sign in');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('heading', { name: 'You are signed in' })).toBeVisible();
	await tabTo(page, 'link', 'Skip');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible();
	await page.keyboard.press('g');
	await page.keyboard.press('s');

	// Create from a template.
	await tabTo(page, 'link', 'New script');
	await page.keyboard.press('Enter');
	await tabTo(page, 'radio', /^Hello/);
	await page.keyboard.press('ArrowDown');
	await expect(page.getByRole('textbox', { name: 'Name' })).toHaveValue('json-api');
	await page.keyboard.press('ArrowUp');
	await tabTo(page, 'textbox', 'Name');
	await page.keyboard.press('Control+a');
	await page.keyboard.type('greet');
	await tabTo(page, 'textbox', 'Route');
	await page.keyboard.press('Control+a');
	await page.keyboard.type('/greet/:name');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('heading', { name: 'greet', level: 1 })).toBeVisible();
	expect(await (await fetch(`${server.site}/greet/ann`)).text()).toContain('Hello');

	// Edit.
	await tabTo(page, 'textbox', /^Source of the script/);
	await page.keyboard.press('Control+a');
	await page.keyboard.press('Delete');
	await page.keyboard.type(
		'package main\nimport "github.com/picloud/picloud/sdk"\nfunc Handle(ctx *sdk.Context) (any, error) {\nreturn "Good day, " + ctx.Request.Params["name"], nil'
	);
	await expect(page.getByText('No problems')).toBeVisible();

	// Run, out of the editor and back again.
	await page.keyboard.press('Control+Enter');
	const result = page.getByRole('region', { name: 'Result of the run' });
	await expect(result.getByText('Good day, ann')).toBeVisible();
	// The first one closes a list of completions, if there is one.
	await page.keyboard.press('Escape');
	await page.keyboard.press('Escape');
	await page.keyboard.press('Tab');
	await tabTo(page, 'textbox', 'URL or path of the request');
	await page.keyboard.press('Control+a');
	await page.keyboard.type('/greet/bob');
	await page.keyboard.press('Enter');
	await expect(result.getByText('Good day, bob')).toBeVisible();

	// Save, and see it live.
	await page.keyboard.press('Control+s');
	await expect(page.getByText('Version 2 is live.')).toBeVisible();
	expect(await (await fetch(`${server.site}/greet/eve`)).text()).toBe('Good day, eve');

	// Roll back.
	await page.keyboard.press('Home');
	await tabTo(page, 'link', 'Skip to content');
	await page.keyboard.press('Enter');
	await tabTo(page, 'tab', 'Editor');
	await page.keyboard.press('ArrowRight');
	await page.keyboard.press('ArrowRight');
	await expect(page.getByRole('heading', { name: 'Version 2' })).toBeVisible();
	await tabTo(page, 'button', /^Version 1/);
	await page.keyboard.press('Enter');
	await tabTo(page, 'button', 'Roll back to version 1');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('dialog')).toBeVisible();
	await tabTo(page, 'button', /^Roll back$/);
	await page.keyboard.press('Enter');
	await expect(page.getByText('Version 1 is live again.')).toBeVisible();
	expect(await (await fetch(`${server.site}/greet/eve`)).text()).toContain('Hello');
});
