import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { createRawSnippet } from 'svelte';
import { describe, expect, it, vi } from 'vitest';
import Tabs from './Tabs.svelte';

const tabs = [
	{ value: 'a', label: 'Alpha' },
	{ value: 'b', label: 'Beta', count: 3 },
	{ value: 'c', label: 'Gamma' }
];
const children = createRawSnippet((value: () => string) => ({ render: () => `<p>panel ${value()}</p>` }));

describe('Tabs', () => {
	it('are one stop of the Tab key, and arrows choose among them', async () => {
		const onchange = vi.fn();
		const user = userEvent.setup();
		render(Tabs, { label: 'Letters', tabs, value: 'a', onchange, children });

		await user.tab();
		expect(screen.getByRole('tab', { name: 'Alpha' })).toHaveFocus();
		await user.keyboard('{ArrowRight}');
		expect(screen.getByRole('tab', { name: /Beta/ })).toHaveFocus();
		expect(screen.getByRole('tab', { name: /Beta/ })).toHaveAttribute('aria-selected', 'true');
		await user.keyboard('{ArrowLeft}{ArrowLeft}');
		expect(screen.getByRole('tab', { name: 'Gamma' })).toHaveFocus();
		await user.keyboard('{Home}');
		expect(onchange.mock.calls.flat()).toEqual(['b', 'a', 'c', 'a']);
	});

	it('name their panel', () => {
		render(Tabs, { label: 'Letters', tabs, value: 'b', children });
		expect(screen.getByRole('tabpanel')).toHaveAccessibleName(/Beta/);
	});
});
