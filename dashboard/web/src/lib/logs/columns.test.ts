import { describe, expect, it } from 'vitest';
import { shortTime } from './columns.ts';

describe('the time of a row', () => {
	const at = new Date(2026, 10, 23, 14, 5, 9, 7);

	it('is that of the clock today', () => {
		expect(shortTime(at.toISOString(), new Date(2026, 10, 23, 20))).toEqual({
			text: '14:05:09',
			fraction: '.007'
		});
	});

	it('has the day before', () => {
		expect(shortTime(at.toISOString(), new Date(2026, 10, 24, 0, 1))).toEqual({
			text: '23 Nov, 14:05',
			fraction: ''
		});
	});
});
