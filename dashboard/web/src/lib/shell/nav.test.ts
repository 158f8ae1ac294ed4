import { describe, expect, it } from 'vitest';
import { within } from './nav.ts';

describe('within', () => {
	it.each([
		['/admin/', '/admin/', true],
		['/admin', '/admin/', true],
		['/admin/scripts', '/admin/', false],
		['/admin/scripts', '/admin/scripts', true],
		['/admin/scripts/1', '/admin/scripts', true],
		['/admin/scriptsx', '/admin/scripts', false]
	])('%s in %s: %s', (path, href, is) => expect(within(path, href)).toBe(is));
});
