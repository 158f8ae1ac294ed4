import { describe, expect, it } from 'vitest';
import { returnPath } from './signin.ts';

describe('returnPath', () => {
	it.each([
		['/admin/scripts?q=x#top', '/admin/scripts?q=x#top'],
		['/admin/', '/admin/'],
		[null, '/admin/'],
		['', '/admin/'],
		['https://evil.example/admin/', '/admin/'],
		['//evil.example/admin/', '/admin/'],
		['/admin/../secret', '/admin/'],
		['/admin/%2e%2e/%2e%2e/x', '/admin/'],
		['/admin/\\evil.example', '/admin/'],
		['/elsewhere', '/admin/'],
		['javascript:alert(1)', '/admin/']
	])('%s leads to %s', (asked, path) => expect(returnPath(asked, '/admin/')).toBe(path));
});
