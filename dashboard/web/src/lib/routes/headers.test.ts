import { describe, expect, it } from 'vitest';
import { parseHeaders } from './headers.ts';

describe('parseHeaders', () => {
	it('reads one header a line, with colons in the value', () => {
		expect(parseHeaders('X-Beta: 1\n  Referer:http://a/b:1 ')).toEqual({
			'X-Beta': '1',
			Referer: 'http://a/b:1'
		});
	});

	it('leaves out what is not complete', () => {
		expect(parseHeaders('X-Be\n\n: x')).toBeUndefined();
	});
});
