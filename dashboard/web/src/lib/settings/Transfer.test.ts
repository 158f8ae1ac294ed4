import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ImportResult } from '#lib/api/types.ts';
import { session } from '#lib/state/session.svelte.ts';
import Transfer from './Transfer.svelte';

interface Call {
	text: string;
	dryRun: boolean;
	answer: (...names: string[]) => void;
}
const calls = vi.hoisted(() => [] as Call[]);

vi.mock('./transfer.ts', async (original) => ({
	...(await original<object>()),
	sendBundle: (text: string, { dryRun }: { dryRun: boolean }) =>
		new Promise<ImportResult>((done) => {
			calls.push({
				text,
				dryRun,
				answer: (...names) =>
					done({
						changes: names.map((name) => ({ action: 'create', kind: 'script', name, fields: [] })),
						diagnostics: {}
					} as never)
			});
		})
}));

const user = userEvent.setup();
const choose = async (text: string) => {
	const input = screen.getByLabelText('File to import');
	await vi.waitFor(() => expect(input).toBeEnabled());
	await user.upload(input, new File([text], `${text}.json`));
};
const call = async (n: number) => {
	await vi.waitFor(() => expect(calls).toHaveLength(n));
	return calls[n - 1]!;
};

beforeEach(() => {
	calls.length = 0;
	session.principal = { scopes: ['write'] } as never;
	render(Transfer);
});
afterEach(() => (session.principal = null));

it('shows no plan of one file under the name of another', async () => {
	await choose('first');
	(await call(1)).answer('one');
	await screen.findByRole('button', { name: 'Apply 1 change' });
	await choose('second');
	const second = await call(2);
	expect(second).toMatchObject({ text: 'second', dryRun: true });
	expect(screen.queryByRole('button', { name: /^Apply/ }), 'the plan was of the first').toBeNull();
	expect(screen.getByRole('button', { name: /Choose file/ })).toHaveAttribute('aria-disabled', 'true');
	expect(screen.getByLabelText('File to import')).toBeDisabled();
	second.answer('two');
	await screen.findByRole('button', { name: 'Apply 1 change' });
	expect(screen.getByText('two')).toBeVisible();
});

it('imports nothing else than was shown', async () => {
	await choose('file');
	(await call(1)).answer('one');
	await user.click(await screen.findByRole('button', { name: 'Apply 1 change' }));
	const again = await call(2);
	expect(again.dryRun).toBe(true);
	again.answer('one', 'two');
	expect(await screen.findByText('Nothing was imported yet')).toBeVisible();

	await user.click(await screen.findByRole('button', { name: 'Apply 2 changes' }));
	(await call(3)).answer('one', 'two');
	const sent = await call(4);
	expect(sent).toMatchObject({ text: 'file', dryRun: false });
	sent.answer('one', 'two');
	await vi.waitFor(() => expect(screen.queryByRole('button', { name: /^Apply/ })).toBeNull());
});
