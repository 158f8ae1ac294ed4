import { describe, expect, it } from 'vitest';
import type { Route } from '#lib/api/types.ts';
import { matchesSearch } from './search.ts';

const route = {
	method: '',
	host_kind: 'wildcard',
	host: '*.example.com',
	path: '/greet/:name',
	guard: 'request.tls'
} as Route;

describe('the search for routes', () => {
	it.each(['greet', '*.EXAMPLE.com/greet', 'any hello', 'tls', ''])('finds %j', (search) => {
		expect(matchesSearch(route, 'hello', search)).toBe(true);
	});

	it.each(['greet other', 'post'])('does not find %j', (search) => {
		expect(matchesSearch(route, 'hello', search)).toBe(false);
	});
});
