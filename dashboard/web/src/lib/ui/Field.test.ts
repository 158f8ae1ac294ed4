import { render, screen } from '@testing-library/svelte';
import { createRawSnippet } from 'svelte';
import { describe, expect, it } from 'vitest';
import FieldWithInput from './FieldWithInput.test.svelte';
import Dialog from './Dialog.svelte';

describe('Field', () => {
	it('names and describes its control', () => {
		render(FieldWithInput, { label: 'Name', hint: 'Up to 100 letters.' });
		const input = screen.getByRole('textbox', { name: 'Name' });
		expect(input).toHaveAccessibleDescription('Up to 100 letters.');
		expect(input).not.toHaveAttribute('aria-invalid');
	});

	it('puts an error in place of the hint', async () => {
		const { rerender } = render(FieldWithInput, { label: 'Name', hint: 'Up to 100 letters.' });
		await rerender({ error: 'Taken.' });
		const input = screen.getByRole('textbox', { name: 'Name' });
		expect(input).toHaveAccessibleDescription('Taken.');
		expect(input).toHaveAttribute('aria-invalid', 'true');
	});
});

describe('Dialog', () => {
	it('has nothing in it while it is closed', async () => {
		const children = createRawSnippet(() => ({ render: () => '<p>content</p>' }));
		const { rerender } = render(Dialog, { open: false, title: 'Sure?', children });
		expect(screen.queryByText('content')).toBeNull();
		await rerender({ open: true });
		expect(screen.getByText('content')).toBeInTheDocument();
		expect(screen.getByRole('dialog')).toHaveAccessibleName('Sure?');
	});
});
