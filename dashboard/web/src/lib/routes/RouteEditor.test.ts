import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';
import type { Route } from '#lib/api/types.ts';
import { session } from '#lib/state/session.svelte.ts';
import RouteEditor from './RouteEditor.svelte';

const route = { id: 'r', script_id: 's', method: 'GET', host: '', path: '/old', guard: '' } as Route;

afterEach(() => {
	session.principal = null;
	vi.unstubAllGlobals();
});

it('puts nothing in place of what somebody else made of the route, unless that is meant', async () => {
	session.principal = { scopes: ['write'] } as never;
	const put: unknown[] = [];
	vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
		if (init.method === 'PUT') put.push(JSON.parse(init.body as string));
		const answer = url.endsWith('/routes/r')
			? { ...route, guard: 'request.tls' }
			: { ok: true, wins_over: [], loses_to: [], items: [] };
		return new Response(JSON.stringify(answer));
	});
	const onsaved = vi.fn();
	render(RouteEditor, { route, scriptId: 's', onsaved, oncancel: () => {} });
	const user = userEvent.setup();
	const path = screen.getByLabelText('Path');
	await user.clear(path);
	await user.type(path, '/new');
	const save = screen.getByRole('button', { name: 'Save route' });
	await vi.waitFor(() => expect(save).toBeEnabled());

	await user.click(save);
	expect(await screen.findByText(/changed this route meanwhile, to GET \/old if request.tls/)).toBeVisible();
	expect(put).toEqual([]);
	expect(onsaved).not.toHaveBeenCalled();

	await user.click(save);
	await vi.waitFor(() => expect(onsaved).toHaveBeenCalledOnce());
	expect(put).toMatchObject([{ path: '/new', script_id: 's' }]);
});
