import { describe, expect, it } from 'vitest';
import { setupCode } from './code.ts';

describe('setupCode', () => {
	it.each([
		['#code=pcc_abc', 'pcc_abc'],
		[' http://pi.example/admin/setup#code=pcc_abc ', 'pcc_abc'],
		['pcc_abc\n', 'pcc_abc'],
		['', ''],
		['#', '#']
	])('%j is %j', (text, code) => expect(setupCode(text)).toBe(code));
});
