import { afterEach, expect, it, vi } from 'vitest';
import { allScripts, routesOf } from './all.ts';

afterEach(() => vi.unstubAllGlobals());

function serve(pages: Record<string, unknown>) {
	vi.stubGlobal('fetch', async (url: string) => {
		const cursor = new URL(url, location.origin).searchParams.get('cursor') ?? '';
		return new Response(JSON.stringify(pages[cursor]));
	});
}

it('lists a script once that was renamed between two pages', async () => {
	serve({
		'': { items: [{ id: '1', name: 'a' }, { id: '2' }], next_cursor: 'more' },
		more: { items: [{ id: '3' }, { id: '1', name: 'z' }], next_cursor: '' }
	});
	const scripts = await allScripts(new AbortController().signal);
	expect(scripts).toEqual([{ id: '1', name: 'z' }, { id: '2' }, { id: '3' }]);
});

it('lists all routes of a script', async () => {
	serve({
		'': { items: [{ id: '1' }], next_cursor: 'more' },
		more: { items: [{ id: '2' }], next_cursor: '' }
	});
	expect(await routesOf('s', new AbortController().signal)).toHaveLength(2);
});
