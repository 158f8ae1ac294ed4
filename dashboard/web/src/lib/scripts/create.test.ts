import { describe, expect, it, vi } from 'vitest';
import { blank, createScript, firstRequest, freeName, pathOfName, routesOf } from './create.ts';
import { limitOf, limitText } from './settings.ts';
import { markersBetween } from './markers.ts';

const template = {
	...blank,
	name: 'csv',
	routes: [{ method: 'POST', host: '', path: '/csv' }],
	request: { method: 'POST', url: '/csv?sep=;', header: { A: ['1'] }, body: 'x' }
};

describe('a new script', () => {
	it('gets a path from its name', () => {
		expect(pathOfName('My Orders 2.0 ')).toBe('/my-orders-2-0');
		expect(pathOfName('--')).toBe('');
	});

	it('gets a name that is not taken', () => {
		expect(freeName('hello', [])).toBe('hello');
		expect(freeName('hello', ['hello', 'hello-2'])).toBe('hello-3');
	});

	it('is there even when its route was refused at last', async () => {
		const asked: string[] = [];
		vi.stubGlobal('fetch', async (url: string) => {
			const path = url.replace('/api/v1/admin', '');
			asked.push(path);
			if (path.endsWith('/routes')) {
				const problem = { status: 409, code: 'route_conflict', detail: 'taken' };
				return new Response(JSON.stringify(problem), { status: 409 });
			}
			return new Response(JSON.stringify({ ok: true, id: 'new', name: 'csv' }));
		});
		const created = await createScript({ name: 'csv', template, routes: routesOf(template) });
		vi.unstubAllGlobals();
		expect(asked).toEqual(['/routes:check', '/scripts', '/scripts/new/routes']);
		expect(created).toMatchObject({ script: { id: 'new' }, problem: { code: 'route_conflict' } });
	});

	it('begins with the request of its template', () => {
		const request = firstRequest(template, routesOf(template));
		expect(request).toEqual({ method: 'POST', url: '/csv?sep=;', headers: 'A: 1', body: 'x' });
	});

	it('tries the path that was chosen instead, with the same body', () => {
		const routes = [{ method: 'POST', host: '', hostParam: '', path: '/table/:id' }];
		expect(firstRequest(template, routes)).toEqual({
			method: 'POST',
			url: '/table/1',
			headers: 'A: 1',
			body: 'x'
		});
	});

	it('tries nothing when a blank one has no route', () => {
		expect(firstRequest(blank, [])).toBeUndefined();
	});
});

describe('limits', () => {
	it.each([
		['', 0],
		[' ', 0],
		['1500', 1500],
		['50,000,000', 50_000_000],
		["1'000", 1000],
		['1.5', undefined],
		['-1', undefined],
		['soon', undefined]
	])('reads %j as %s', (text, limit) => expect(limitOf(text)).toBe(limit));

	it('are nothing when they are the default', () => {
		expect(limitText(0)).toBe('');
		expect(limitText(undefined)).toBe('');
		expect(limitText(64)).toBe('64');
	});
});

describe('markersBetween', () => {
	it('places the versions of the time, oldest first', () => {
		const at = (hour: number) => `2026-11-23T${String(hour).padStart(2, '0')}:00:00Z`;
		const versions = [3, 2, 1].map((version) => ({ version, created_at: at(version * 6) }));
		expect(markersBetween(versions, at(8), at(20)).map((m) => [m.version, m.share])).toEqual([
			[2, 1 / 3],
			[3, 10 / 12]
		]);
		expect(markersBetween(versions, at(8), at(8))).toEqual([]);
	});
});
