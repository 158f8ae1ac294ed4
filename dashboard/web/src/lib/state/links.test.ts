import { describe, expect, it } from 'vitest';
import { publicBase, routeLink } from './links.ts';

const any = { host: '', host_kind: 'any', path: '/hello', path_kind: 'exact' } as const;

describe('routeLink', () => {
	it('uses the public base for routes of any host', () => {
		expect(routeLink(any, 'https://pi.example')).toEqual({
			href: 'https://pi.example/hello',
			openable: true
		});
	});
	it('uses the route’s own host, on the same port', () => {
		expect(routeLink({ ...any, host: 'a.example', host_kind: 'strict' }, 'http://pi.example:8000').href).toBe(
			'http://a.example:8000/hello'
		);
	});
	it('does not open what has captures in it', () => {
		expect(routeLink({ ...any, path: '/hi/:name', path_kind: 'param' }, 'https://pi.example').openable).toBe(
			false
		);
		expect(
			routeLink({ ...any, host: '*.example', host_kind: 'wildcard' }, 'https://pi.example').openable
		).toBe(false);
	});
});

describe('publicBase', () => {
	it('is what is configured, without a slash at the end', () => {
		expect(publicBase('https://pi.example/')).toBe('https://pi.example');
	});
	it('is this site otherwise', () => expect(publicBase('')).toBe(location.origin));
});
