import { render, screen } from '@testing-library/svelte';
import { afterEach, expect, it, vi } from 'vitest';
import { connection } from '#lib/state/connection.svelte.ts';
import { toasts } from '#lib/state/toasts.svelte.ts';
import Toasts from './Toasts.svelte';

afterEach(() => {
	vi.unstubAllGlobals();
	for (const { id } of toasts.list) toasts.dismiss(id);
});

it('tells once to reload when parts of another build are missing', async () => {
	vi.stubGlobal('fetch', async () => new Response('ok'));
	render(Toasts);
	for (let i = 0; i < 3; i++) window.dispatchEvent(new Event('vite:preloadError'));
	await screen.findByText(/Reload the page/);
	expect(toasts.list).toHaveLength(1);
	expect(connection.gone).toBe(false);
});

it('tells that the server is gone when parts cannot be loaded for that', async () => {
	vi.stubGlobal('fetch', () => Promise.reject(new TypeError('gone')));
	render(Toasts);
	window.dispatchEvent(new Event('vite:preloadError'));
	await vi.waitFor(() => expect(connection.gone).toBe(true));
	expect(toasts.list).toEqual([]);
	connection.answered();
});
