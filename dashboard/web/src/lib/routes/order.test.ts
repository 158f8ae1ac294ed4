import { describe, expect, it } from 'vitest';
import { groupRoutes } from './order.ts';
import { shape, text } from './shape.ts';

/** What the order makes of routes, group by group. */
function order(...routes: string[]): Record<string, string[]> {
	return Object.fromEntries(
		groupRoutes(routes.map(shape)).map((group) => [group.host, group.routes.map(text)])
	);
}

describe('the order of routes', () => {
	it('is that of the reference', () => {
		expect(
			order(
				'* /files/*',
				'* /files/img/*',
				'POST www.example.com/*',
				'* *.example.com/*',
				'* /files/:name',
				'GET /files/readme'
			)
		).toEqual({
			'www.example.com': ['POST www.example.com/*'],
			'*.example.com': ['* *.example.com/*'],
			'': ['GET /files/readme', '* /files/img/*', '* /files/:name', '* /files/*']
		});
	});

	it('takes hosts by name, then the longest suffix, then any', () => {
		const hosts = groupRoutes(
			['* /', '* *.b.c/', '* *.a.b.c/', '* z.c/', '* a.c/', '* *.zzzzzz/'].map(shape)
		).map((g) => g.host);
		expect(hosts).toEqual(['a.c', 'z.c', '*.zzzzzz', '*.a.b.c', '*.b.c', '']);
	});

	it('puts spellings of one host into one group', () => {
		expect(order('GET bücher.example/a', 'GET xn--bcher-kva.example/b', 'GET BÜCHER.example./c')).toEqual({
			'xn--bcher-kva.example': [
				'GET bücher.example/a',
				'GET xn--bcher-kva.example/b',
				'GET BÜCHER.example./c'
			]
		});
		expect(Object.keys(order('GET [::1]/a', 'GET ::1/b'))).toEqual(['::1']);
	});

	it('asks more literals in front before parameters, and parameters before a prefix', () => {
		expect(order('* /*', '* /:a', '* /a/:b/c', '* /a/:b', '* /a/b/:c', '* /a/*', '* /a')['']).toEqual([
			'* /a',
			'* /a/b/:c',
			'* /a/:b',
			'* /a/:b/c',
			'* /a/*',
			'* /:a',
			'* /*'
		]);
	});

	it('counts decoded literals', () => {
		expect(order('* /%61/*', '* /a/b')['']).toEqual(['* /a/b', '* /%61/*']);
	});

	it('sorts methods of one path by name, any last', () => {
		expect(order('* /a', 'PUT /a', 'GET /a')['']).toEqual(['GET /a', 'PUT /a', '* /a']);
	});
});
