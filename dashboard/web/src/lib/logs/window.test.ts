import { describe, expect, it } from 'vitest';
import { scrollTo, visibleRange } from './window.ts';

describe('the rows that are drawn', () => {
	it('are those in sight and some more', () => {
		expect(visibleRange(0, 340, 34, 10_000)).toEqual({ start: 0, end: 22 });
		expect(visibleRange(34_000, 340, 34, 10_000)).toEqual({ start: 988, end: 1022 });
	});

	it('end where the rows end', () => {
		expect(visibleRange(340_000, 340, 34, 10_000)).toEqual({ start: 9988, end: 10_000 });
		expect(visibleRange(900, 340, 34, 3)).toEqual({ start: 3, end: 3 });
		expect(visibleRange(0, 340, 34, 0)).toEqual({ start: 0, end: 0 });
	});
});

describe('scrolling to a row', () => {
	it('goes no further than needed', () => {
		expect(scrollTo(5, 0, 400, 34, 34), 'in sight').toBe(0);
		expect(scrollTo(2, 340, 400, 34, 34), 'above').toBe(68);
		expect(scrollTo(20, 0, 400, 34, 34), 'below').toBe(348);
	});
});
