import { afterEach, describe, expect, it, vi } from 'vitest';
import { address, api, unwrap, unwrapWith } from './client.ts';
import { Problem } from './problem.ts';

afterEach(() => vi.unstubAllGlobals());

function answer(status: number, body: string, headers: Record<string, string> = {}) {
	const fetch = vi.fn(async (..._: Parameters<typeof globalThis.fetch>) => {
		return new Response(status === 204 ? null : body, { status, headers });
	});
	vi.stubGlobal('fetch', fetch);
	return fetch;
}

describe('address', () => {
	it('fills in the path, and leaves out what is undefined', () => {
		expect(
			address('/scripts/{id}/versions/{n}', {
				path: { id: 'a/b', n: 3 },
				query: { limit: 5, cursor: undefined, q: 'x y' }
			})
		).toBe('/api/v1/admin/scripts/a%2Fb/versions/3?limit=5&q=x+y');
	});
	it('keeps a colon, which is a part of some paths', () => {
		expect(address('/scripts:check', undefined)).toBe('/api/v1/admin/scripts:check');
	});
});

describe('api', () => {
	it('sends JSON and reads it, with the header for the version', async () => {
		const fetch = answer(200, '{"id":"1"}', { ETag: '"7"' });
		const { data, etag } = await unwrapWith(
			api.PUT('/scripts/{id}', {
				params: { path: { id: '1' }, header: { 'If-Match': '"6"' } },
				body: { name: 'hello', source: 'package main' }
			})
		);
		expect(data).toEqual({ id: '1' });
		expect(etag).toBe('"7"');
		const [url, init] = fetch.mock.calls[0]!;
		expect(url).toBe('/api/v1/admin/scripts/1');
		expect(init?.body).toBe('{"name":"hello","source":"package main"}');
		expect(new Headers(init?.headers).get('If-Match')).toBe('"6"');
		expect(new Headers(init?.headers).get('Content-Type')).toBe('application/json');
	});

	it('takes an answer without a body', async () => {
		answer(204, '');
		await expect(
			unwrap(api.DELETE('/scripts/{id}', { params: { path: { id: '1' } } }))
		).resolves.toBeUndefined();
	});

	it('fails with the problem that the server describes', async () => {
		answer(409, '{"status":409,"code":"name_taken","detail":"that is taken"}');
		const failing = unwrap(api.POST('/scripts', { body: { name: 'a', source: '' } }));
		await expect(failing).rejects.toMatchObject({
			status: 409,
			code: 'name_taken',
			message: 'that is taken'
		});
	});

	it('fails with a problem for an answer of something else', async () => {
		answer(502, '<html>Bad gateway</html>');
		await expect(unwrap(api.GET('/config'))).rejects.toBeInstanceOf(Problem);
	});

	it('lets a call be given up', async () => {
		vi.stubGlobal('fetch', () => Promise.reject(new DOMException('', 'AbortError')));
		await expect(unwrap(api.GET('/config'))).rejects.toMatchObject({ name: 'AbortError' });
	});
});
