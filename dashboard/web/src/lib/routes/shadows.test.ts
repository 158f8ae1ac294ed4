import { describe, expect, it } from 'vitest';
import { shape, text } from './shape.ts';
import { catchAllsBefore, findShadows } from './shadows.ts';

/** For each shadowed route: the one in front and the request. */
function shadows(...routes: string[]): Record<string, string> {
	const found = findShadows(routes.map(shape));
	return Object.fromEntries([...found].map(([r, s]) => [text(r), `${text(s.by)}: ${s.method} ${s.url}`]));
}

describe('shadowed routes', () => {
	it('are those whose requests go to one that is no exception to them', () => {
		expect(shadows('GET /files/*', '* /:any/readme')).toEqual({
			'* /:any/readme': 'GET /files/*: GET http://example.com/files/readme'
		});
	});

	it('are looked for in each host', () => {
		expect(shadows('* *.b.c/a/*', 'PUT *.b.c/:any/x', '* [::1]/a/*', '* [::1]/:any/x')).toEqual({
			'PUT *.b.c/:any/x': '* *.b.c/a/*: PUT http://x.b.c/a/x',
			'* [::1]/:any/x': '* [::1]/a/*: GET http://[::1]/a/x'
		});
	});

	it.each([
		['an exact path and a parameter', ['* /users/me', '* /users/:id']],
		['an exact path and a prefix', ['* /a/b', '* /a/*']],
		['a longer prefix', ['* /a/b/*', '* /a/*', '* /*']],
		['a parameter in a prefix', ['* /a/:b', '* /a/*']],
		['a narrower host', ['* www.example.com/*', '* /greet', '* *.example.com/:a']],
		['other methods', ['GET /a/*', 'POST /:x/b']],
		['other literals', ['* /files/*', '* /img/:x']],
		['a prefix that wants a slash', ['* /greet/*', '* /:any']],
		['other lengths', ['* /a/:b', '* /:a/:b/:c']]
	])('are not made by %s', (_, routes) => {
		expect(shadows(...routes)).toEqual({});
	});
});

describe('what takes all before a group is asked', () => {
	const routes = [
		'* *.example.com/*',
		'* www.other.com/*',
		'GET *.a.b/*',
		'* *.c.d/x/*',
		'* /*',
		'* e.f/greet'
	].map((line) => ({ ...shape(line), guard: '' }));

	it('is a catch-all for a narrower host', () => {
		expect(catchAllsBefore({ kind: 'any', host: '' }, routes).map(text)).toEqual([
			'* *.example.com/*',
			'* www.other.com/*'
		]);
		expect(catchAllsBefore({ kind: 'wildcard', host: '*.other.com' }, routes).map(text)).toEqual([
			'* www.other.com/*'
		]);
		expect(catchAllsBefore({ kind: 'wildcard', host: '*.example.com' }, routes)).toEqual([]);
		expect(catchAllsBefore({ kind: 'strict', host: 'www.example.com' }, routes)).toEqual([]);
	});

	it('is none that may pass a request over', () => {
		const guarded = routes.map((route) => ({ ...route, guard: 'request.tls' }));
		expect(catchAllsBefore({ kind: 'any', host: '' }, guarded)).toEqual([]);
	});
});
