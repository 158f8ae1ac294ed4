import { describe, expect, it } from 'vitest';
import { excerpt, lineOf } from './source.ts';

describe('the place of an error', () => {
	it.each([
		['panic: runtime error: index out of range (near line 11)', 11],
		['script.go:7: nonsense', 7],
		['the upstream is deadline exceeded', undefined],
		['', undefined]
	])('is found in %j', (error, line) => {
		expect(lineOf(error)).toBe(line);
	});

	it('is shown with the lines around it', () => {
		const source = 'one\ntwo\nthree\nfour\n';
		expect(excerpt(source, 2, 1)).toEqual([
			{ number: 1, text: 'one', failed: false },
			{ number: 2, text: 'two', failed: true },
			{ number: 3, text: 'three', failed: false }
		]);
		expect(excerpt(source, 1).map((l) => l.number)).toEqual([1, 2, 3, 4]);
		expect(excerpt(source, 9)).toEqual([]);
	});
});
