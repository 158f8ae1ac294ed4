import { describe, expect, it } from 'vitest';
import { shape, text } from './shape.ts';
import { findShadows } from './shadows.ts';

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

	it('are those behind a catch-all for one host', () => {
		expect(shadows('* www.example.com/*', '* /greet', 'POST *.example.com/a/:b')).toEqual({
			'* /greet': '* www.example.com/*: GET http://www.example.com/greet',
			'POST *.example.com/a/:b': '* www.example.com/*: POST http://www.example.com/a/x'
		});
	});

	it.each([
		['an exact path and a parameter', ['* /users/me', '* /users/:id']],
		['an exact path and a prefix', ['* /a/b', '* /a/*']],
		['a longer prefix', ['* /a/b/*', '* /a/*', '* /*']],
		['a parameter in a prefix', ['* /a/:b', '* /a/*']],
		['the same path on one host', ['* www.example.com/a/:b', '* /a/:c']],
		['other methods', ['GET www.example.com/*', 'POST /greet']],
		['other hosts', ['* *.example.com/*', '* example.com/greet', '* b.example/x']],
		['other literals', ['* /files/*', '* /:any/x/:y', '* /img/readme'].slice(0, 1).concat('* /img/:x')],
		['a prefix that wants a slash', ['* www.example.com/greet/*', '* /greet']],
		['a parameter that takes no empty segment', ['* www.example.com/a/:b', '* /a/']]
	])('are not made by %s', (_, routes) => {
		expect(shadows(...routes)).toEqual({});
	});
});
