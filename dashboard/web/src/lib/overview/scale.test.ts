import { describe, expect, it } from 'vitest';
import { roundUp, stretches } from './scale.ts';

describe('roundUp', () => {
	it.each([
		[0, 1],
		[1, 1],
		[3, 5],
		[80, 100],
		[101, 200],
		[0.03, 0.05]
	])('%d ends at %d', (n, top) => expect(roundUp(n)).toBeCloseTo(top));
});

describe('stretches', () => {
	it('parts at what is not there', () => {
		expect(stretches([undefined, 1, 2, undefined, undefined, 3])).toEqual([[1, 2], [5]]);
	});
	it('is empty without values', () => expect(stretches([undefined])).toEqual([]));
});
