import { describe, expect, it } from 'vitest';
import { sparkPath } from './spark.ts';

describe('sparkPath', () => {
	it('goes from the left to the right, the highest value at the top', () => {
		expect(sparkPath([0, 5, 10], 102, 22).line).toBe('M1,21 L51,11 L101,1');
	});
	it('lies flat when all is zero', () => {
		expect(sparkPath([0, 0], 102, 22).line).toBe('M1,21 L101,21');
	});
	it('draws one value as a line', () => {
		expect(sparkPath([3], 102, 22).line).toBe('M1,1 h100');
	});
	it('draws nothing of nothing', () => {
		expect(sparkPath([], 102, 22)).toEqual({ line: '', area: '' });
	});
	it('closes the area at the bottom', () => {
		expect(sparkPath([1, 2], 102, 22).area).toMatch(/ V22 H1 Z$/);
	});
});
