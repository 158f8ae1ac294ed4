import { render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { expect, it, vi } from 'vitest';
import { shortcuts } from '#lib/state/shortcuts.svelte.ts';
import ConflictPane from './ConflictPane.svelte';

const merging = vi.hoisted(() => {
	let loaded = () => {};
	const loading = new Promise<void>((done) => (loaded = done));
	return { loading, loaded };
});
vi.mock('#lib/editor/merging.ts', async () => {
	await merging.loading;
	return { mergeTexts: () => ({ text: 'merged', taken: 1, conflicts: 0 }) };
});
vi.mock('#lib/editor/merge.ts', () => ({ createMerge: () => () => {} }));

it('saves nothing before the texts are merged', async () => {
	const saveMerged = vi.fn();
	const conflict = { base: 'a', theirs: { version: 2, source: 'b' }, mine: 'c' };
	render(ConflictPane, { bench: { saving: false, saveMerged } as never, conflict: conflict as never });
	const press = () =>
		shortcuts.handle(new KeyboardEvent('keydown', { key: 's', ctrlKey: true, cancelable: true }));
	const button = screen.getByRole('button', { name: 'Save merged text' });
	press();
	await tick();
	expect(button).toBeDisabled();
	expect(saveMerged).not.toHaveBeenCalled();

	merging.loaded();
	await vi.waitFor(() => expect(button).toBeEnabled());
	press();
	expect(saveMerged).toHaveBeenCalledExactlyOnceWith('merged');
});
